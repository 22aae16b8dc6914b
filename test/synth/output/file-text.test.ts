import * as fs from 'fs';
import * as path from 'path';
import { Text } from '../../../lib/synth/output/file-content';
import { writeTree } from '../../../lib/synth/output/write-tree';
import { inTemporaryFolder } from '../../gitops/stages';

/** Bytes that the writer compares at a time. */
const CHUNK = 64 * 1024;

/** Characters of one to four bytes in UTF-8, and half of a surrogate pair, which is written as a replacement character. */
const CHARACTERS = ['a', 'é', '€', '🦀', '\ud83e'];

/** Writes a text over what is there; returns true if that replaced the file. */
function replaces(directory: string, text: Text): boolean {
  const file = path.join(directory, 'file');
  const before = fs.statSync(file).ino;
  writeTree(directory, [['file', { text }]], []);
  expect(fs.readFileSync(file).equals(Buffer.from(typeof text === 'string' ? text : text.join('')))).toBe(true);
  return fs.statSync(file).ino !== before;
}

describe.each(CHARACTERS)('a text with %j', (character) => {
  const size = Buffer.byteLength(character);

  test.each([-4, -3, -2, -1, 0, 1])(
    '%d bytes from the end of a chunk is recognized, and so is a change of it',
    (offset) => {
      inTemporaryFolder((directory) => {
        const text = (at: string) => `${'x'.repeat(CHUNK + offset)}${at}${'y'.repeat(CHUNK)}`;
        fs.writeFileSync(path.join(directory, 'file'), text(character));
        expect(replaces(directory, text(character))).toBe(false);
        const changed = text('z'.repeat(size));
        expect(Buffer.byteLength(changed)).toBe(Buffer.byteLength(text(character)));
        expect(replaces(directory, changed)).toBe(true);
      });
    },
  );
});

test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])(
  'replaces a file of %d bytes whose last byte differs',
  (size) => {
    inTemporaryFolder((directory) => {
      fs.writeFileSync(path.join(directory, 'file'), `${'x'.repeat(size)}x`);
      expect(replaces(directory, `${'x'.repeat(size)}x`)).toBe(false);
      expect(replaces(directory, `${'x'.repeat(size)}y`)).toBe(true);
    });
  },
);

test('writes and compares a text in parts', () => {
  inTemporaryFolder((directory) => {
    const parts = ['a', '', 'é'.repeat(CHUNK), '🦀'];
    writeTree(directory, [['file', { text: parts, executable: true }]], []);
    expect(fs.statSync(path.join(directory, 'file')).mode & 0o100).toBe(0o100);
    fs.chmodSync(path.join(directory, 'file'), 0o644);
    expect(replaces(directory, parts)).toBe(false);
    expect(replaces(directory, parts.join(''))).toBe(false);
    expect(replaces(directory, [...parts.slice(0, 3), '🦞'])).toBe(true);
    expect(replaces(directory, ['a', 'b'])).toBe(true);
  });
});

test('compares bytes: a file that is not valid UTF-8 is not the text that it is read as', () => {
  inTemporaryFolder((directory) => {
    fs.writeFileSync(path.join(directory, 'file'), Buffer.from([0xef, 0xbf, 0xff]));
    expect(replaces(directory, '\ufffd')).toBe(true);
    expect(replaces(directory, '\ufffd')).toBe(false);
  });
});
