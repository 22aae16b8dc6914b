import { spawnSync } from 'child_process';
import * as path from 'path';
import { app, inEmptyFolder, write } from '../bin/command';
import { compiledPrograms } from '../compiled';

inEmptyFolder();

test('validate reads a large file in little memory', () => {
  const program = path.join(compiledPrograms(), 'bin', 'cdk8s-spinkube.js');
  const comment = `# ${'a'.repeat(5000)}\n`;
  const names = Array.from({ length: 8000 }, (_, index) => `app-${index}`);
  write('a.yaml', names.map((name) => comment + app('replicas: 1').replace('hello', name)).join('---\n'));
  const args = ['--max-old-space-size=64', program, 'validate', 'a.yaml'];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, '8000 checked, 0 skipped, 0 errors, 0 warnings\n']);
});
