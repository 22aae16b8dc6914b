import * as fs from 'fs';
import { FileContent } from './file-content';

/** Bytes that are compared at a time. All files share the buffers. */
const CHUNK = 64 * 1024;
const expected = Buffer.allocUnsafeSlow(CHUNK);
const actual = Buffer.allocUnsafeSlow(CHUNK);
const encoder = new TextEncoder();

/** Writes a new file. */
export function writeText(file: string, { executable, text }: FileContent): void {
  // With an explicit encoding Node writes the text directly, without copying it to a buffer first.
  fs.writeFileSync(file, text, { encoding: 'utf8', mode: executable ? 0o777 : 0o666, flag: 'wx' });
}

/** Tells if an existing file begins with a text. */
export function hasText(file: string, text: string): boolean {
  const descriptor = fs.openSync(file, 'r');
  try {
    for (let rest = text; rest !== '';) {
      const { read, written } = encoder.encodeInto(rest, expected);
      if (!hasBytes(descriptor, written)) {
        return false;
      }
      rest = rest.slice(read);
    }
    return true;
  } finally {
    fs.closeSync(descriptor);
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
