import { spawnSync } from 'child_process';
import * as path from 'path';
import { compiledPrograms } from '../compiled';
import { app, inEmptyFolder, write } from './command';

inEmptyFolder();

test('ends without a stack trace and with its own exit code when the reader of its output has enough', () => {
  write('apps.yaml', Array<string>(2000).fill(app('replicas: 0')).join('---\n'));
  const program = path.join(compiledPrograms(), 'bin', 'cdk8s-spinkube.js');
  const script = '"$0" "$1" validate apps.yaml | head -1; echo "exit ${PIPESTATUS[0]}"';
  const { stderr, stdout } = spawnSync('bash', ['-c', script, process.execPath, program], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^apps\.yaml.*\nexit 1\n$/);
});
