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

test('accepts trees with the same files', () => {
  const files = { 'a.yaml': 'a', 'b/c.yaml': 'c' };
  expect(() => {
    expectSameTrees([tree('ours', files), tree('theirs', files)]);
  }).not.toThrow();
});

test.each([
  ['different text', { 'a.yaml': 'b', 'b/c.yaml': 'c' }, 'a.yaml'],
  ['a missing file', { 'a.yaml': 'a' }, 'b/c.yaml'],
  ['an additional file', { 'a.yaml': 'a', 'b/c.yaml': 'c', 'd.yaml': 'd' }, 'd.yaml'],
])('rejects %s and names the file', (_, files, named) => {
  const [ours, theirs] = [tree('ours', { 'a.yaml': 'a', 'b/c.yaml': 'c' }), tree('theirs', files)];
  expect(() => {
    expectSameTrees([ours, theirs]);
  }).toThrow(`1 files differ: ${named}`);
});
