import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const ROOT = path.join(__dirname, '..', '..');

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'compile-cache-'));
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

/** Runs the command in a Node that `preload` has modified. */
function help(preload: string): { code: number | null; stdout: string; stderr: string } {
  const file = path.join(folder, 'preload.js');
  fs.writeFileSync(file, preload);
  const command = path.join(ROOT, 'build', 'bin', 'cdk8s-spinkube.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', file, command, '--help'], {
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

test('enables the compile cache of Node once, before it loads anything else', () => {
  const { code, stderr } = help(`
    require('module').enableCompileCache = () => {
      console.error(JSON.stringify(Object.keys(require.cache)));
    };`);
  const loaded = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[]);
  expect(loaded).toHaveLength(1);
  expect(loaded[0].map((file) => path.basename(file))).toEqual(['preload.js', 'cdk8s-spinkube.js', 'compile-cache.js']);
  expect(code).toBe(0);
});

test('runs in a Node without a compile cache', () => {
  const { code, stdout, stderr } = help("delete require('module').enableCompileCache;");
  expect(stdout).toContain('Usage: cdk8s-spinkube');
  expect(stderr).toBe('');
  expect(code).toBe(0);
});
