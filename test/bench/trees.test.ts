import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { expectSameTrees } from '../../bench/trees';

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'trees-'));
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

function tree(name: string, files: Record<string, string>): string {
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, name, file), text);
  }
  return path.join(folder, name);
}

test('trees with the same files are the same', () => {
  const files = { 'a.yaml': 'a', 'b/c.yaml': 'c' };
  expect(() => {
    expectSameTrees([tree('ours', files), tree('theirs', files)]);
  }).not.toThrow();
});

test.each([
  ['another text', { 'a.yaml': 'b', 'b/c.yaml': 'c' }, 'a.yaml'],
  ['a file too few', { 'a.yaml': 'a' }, 'b/c.yaml'],
  ['a file too many', { 'a.yaml': 'a', 'b/c.yaml': 'c', 'd.yaml': 'd' }, 'd.yaml'],
])('%s is named', (_, files, named) => {
  const [ours, theirs] = [tree('ours', { 'a.yaml': 'a', 'b/c.yaml': 'c' }), tree('theirs', files)];
  expect(() => {
    expectSameTrees([ours, theirs]);
  }).toThrow(`1 files differ: ${named}`);
});
