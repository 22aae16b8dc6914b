import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const ROOT = path.join(__dirname, '..', '..');

/** Tells with a file of its own folder what it is. */
const PROGRAM = `
  import * as fs from 'fs';
  import { text } from './lib/private/package-files';
  console.log(text(), fs.readFileSync(__dirname + '/main.ts', 'utf8').length > 0, process.argv.slice(2).join());`;

const FOLDER = `import * as path from 'path'; export const text = (): string => 'first ' + path.basename(__dirname);`;

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'run-'));
  fs.mkdirSync(path.join(folder, 'lib', 'private'), { recursive: true });
  fs.mkdirSync(path.join(folder, 'node_modules'));
  for (const name of ['tsx', 'esbuild', 'get-tsconfig']) {
    fs.symlinkSync(path.join(ROOT, 'node_modules', name), path.join(folder, 'node_modules', name));
  }
  write('main.ts', PROGRAM);
  write('lib/private/package-files.ts', FOLDER);
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

function write(file: string, text: string): void {
  fs.writeFileSync(path.join(folder, file), text);
  // As if it had been written before, because a bundle of a file that was written since it began is not kept.
  fs.utimesSync(path.join(folder, file), new Date(0), new Date(0));
}

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return runTool('main.ts', ...args);
}

function runTool(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const program = [path.join(ROOT, 'tools', 'run.mjs'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function cached(): string[] {
  const cache = path.join(folder, 'node_modules', '.cache', 'run', 'main.ts');
  return fs.existsSync(cache) ? fs.readdirSync(cache).map((file) => file.split('-')[0]) : [];
}

test('runs a program with its arguments, again from the cache', () => {
  const expected = { status: 0, stdout: 'first private true a,b\n', stderr: '' };
  expect(run('a', 'b')).toEqual(expected);
  expect(cached()).toEqual(['bundle.js', 'code']);
  fs.appendFileSync(
    path.join(folder, 'node_modules', '.cache', 'run', 'main.ts', 'bundle.js'),
    "console.log('cached');",
  );
  expect(run('a', 'b')).toEqual({ ...expected, stdout: `${expected.stdout}cached\n` });
});

test.each([
  ['the program', 'main.ts', PROGRAM.replace('text()', "'other'"), 'other true \n'],
  [
    'a file that it imports, of the same length and time',
    'lib/private/package-files.ts',
    FOLDER.replace('first', 'fresh'),
    'fresh private',
  ],
])('does not use the cache after a change of %s', (_, file, text, output) => {
  run();
  write(file, text);
  expect(run().stdout).toContain(output);
  expect(run().stdout).toContain(output);
});

test('bundles again after a change of a file that may lead to other files', () => {
  run();
  const bundle = path.join(folder, 'node_modules', '.cache', 'run', 'main.ts', 'bundle.js');
  for (const file of ['package.json', 'tsconfig.json', 'node_modules/.package-lock.json']) {
    const before = fs.readFileSync(bundle, 'utf8');
    write(file, '{}');
    run();
    expect(fs.readFileSync(bundle, 'utf8')).not.toBe(before);
  }
});

test('does not keep a bundle of a file that is written meanwhile', () => {
  fs.utimesSync(path.join(folder, 'main.ts'), new Date(), new Date(Date.now() + 3_600_000));
  expect(run().stdout).toContain('first private');
  expect(cached()).not.toContain('bundle.js');
});

test('bundles without a run', () => {
  expect(runTool('--bundle', 'main.ts')).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(cached()).toEqual(['bundle.js']);
});

test('runs in tsx if another file knows its own folder, which a bundle would change', () => {
  write('lib/other.ts', FOLDER);
  write('lib/private/package-files.ts', "export { text } from '../other';");
  expect(run().stdout).toContain('first lib');
  expect(cached()).toEqual([]);
});

test('runs where the cache cannot be written', () => {
  fs.writeFileSync(path.join(folder, 'node_modules', '.cache'), '');
  expect(run()).toEqual({ status: 0, stdout: 'first private true \n', stderr: '' });
});

test.each([
  [
    'an error',
    "export const text = (): string => { throw new Error('no text'); };",
    /no text[^]*lib\/private\/package-files\.ts:1:/,
  ],
  ['a mistake', 'export const text = (): string => {', /lib\/private\/package-files\.ts:1/],
])('names the file and the line of %s', (_, text, message) => {
  write('lib/private/package-files.ts', text);
  const { status, stderr } = run();
  expect(status).toBe(1);
  expect(stderr).toMatch(message);
});
