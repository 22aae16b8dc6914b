import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { positionOf } from '../../lib/validation/documents/positions';
import { readFiles, ReadFiles } from '../../lib/validation/documents/read-files';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-spinkube-large-'));
const file = path.join(folder, 'large.yaml');

afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

const LINES = 2 + 20;

/** More than two blocks of 1 MiB: documents of the same number of lines, with letters of one, two and three bytes. */
function read(): ReadFiles {
  const comment = `# ${'aé€'.repeat(40)}\n`.repeat(LINES - 2);
  const documents = Array.from({ length: 600 }, (_, index) => `apiVersion: v1\n${comment}kind: Kind${index}\n`);
  fs.writeFileSync(file, `\uFEFF${documents.join('---\n')}`);
  return readFiles([file]);
}

test('finds the place of a field in every part of a large file', () => {
  const { objects } = read();
  expect(objects.map((object) => positionOf(object, 'kind'))).toEqual(
    objects.map((_, index) => ({ line: (index + 1) * (LINES + 1) - 1, column: 1 })),
  );
  expect(objects.map(({ manifest }) => manifest?.kind)).toEqual(objects.map((_, index) => `Kind${index}`));
  expect(fs.statSync(file).size).toBeGreaterThan(2 * 1024 * 1024);
});

test('rejects a place in a large file that has changed since it was read', () => {
  const { objects } = read();
  fs.appendFileSync(file, '---\n');
  expect(() => positionOf(objects[objects.length - 1], 'kind')).toThrow(
    `'${file}' has changed since it was read; check it again`,
  );
});
