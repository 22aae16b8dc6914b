import * as fs from 'fs';
import { Text } from './file-content';
import { partsOf } from './text';

/** Bytes that are compared at a time. All files share the buffers. */
const CHUNK = 64 * 1024;
const expected = Buffer.allocUnsafeSlow(CHUNK);
const actual = Buffer.allocUnsafeSlow(CHUNK);
const encoder = new TextEncoder();

/** Number of characters from which a text is written in chunks: Node would copy all of it. */
const LARGE = 2 ** 20;

/** Writes a new file. */
export function writeText(file: string, text: Text, isExecutable: boolean): void {
  const mode = isExecutable ? 0o777 : 0o666;
  if (typeof text === 'string' && text.length < LARGE) {
    // With an explicit encoding Node writes the text directly, without copying it to a buffer of ours first.
    fs.writeFileSync(file, text, { encoding: 'utf8', mode, flag: 'wx' });
    return;
  }
  const descriptor = fs.openSync(file, 'wx', mode);
  try {
    for (const length of encode(text)) {
      fs.writeFileSync(descriptor, expected.subarray(0, length));
    }
  } finally {
    fs.closeSync(descriptor);
  }
}

/** The number of bytes of a text. */
export function byteLength(text: Text): number {
  return partsOf(text).reduce((sum, part) => sum + Buffer.byteLength(part), 0);
}

/** Tells if an existing file begins with a text. */
export function hasText(file: string, text: Text): boolean {
  const descriptor = fs.openSync(file, 'r');
  try {
    for (const length of encode(text)) {
      if (!hasBytes(descriptor, length)) {
        return false;
      }
    }
    return true;
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Fills the buffer with one chunk of a text after the other, and yields the number of bytes in it. */
function* encode(text: Text): Generator<number> {
  let length = 0;
  for (const part of partsOf(text)) {
    for (let rest = part; rest !== '';) {
      const { read, written } = encoder.encodeInto(rest, expected.subarray(length));
      length += written;
      rest = rest.slice(read);
      if (rest !== '') {
        yield length;
        length = 0;
      }
    }
  }
  if (length > 0) {
    yield length;
  }
}

/** Tells if the next bytes of a file are the expected ones. */
function hasBytes(descriptor: number, length: number): boolean {
  let at = 0;
  while (at < length) {
    const read = fs.readSync(descriptor, actual, at, length - at, null);
    if (read === 0) {
      return false; // Another process has truncated it.
    }
    at += read;
  }
  return expected.compare(actual, 0, length, 0, length) === 0;
}
