import * as fs from 'fs';
import { countLines, SourceText } from './source-text';
import { UnusableInput } from './unusable-input';

/** Name of the standard input on the command line. */
export const STANDARD_INPUT = '-';

/** Files are read in blocks of this size. Small ones, which most are, at once. */
const BLOCK = 1024 * 1024;

/** The latest block; what is needed of it is copied before the next one. */
const block = Buffer.allocUnsafeSlow(BLOCK);

const MOST_MEBIBYTES = 8;

/** A document that is too large to be checked. */
export class TooLarge {
  /** @param firstLine number of its first line in the file, starting at 1 */
  public constructor(public readonly firstLine: number) {}

  public readonly text = `is a document of more than ${MOST_MEBIBYTES} MiB`;
}

/**
 * Reads a file as texts of whole documents, so that large files are never in memory as a whole.
 *
 * @param place a file, or `-` for the standard input
 */
export function* readTexts(place: string): Generator<SourceText | TooLarge> {
  const file = place === STANDARD_INPUT ? 0 : fs.openSync(place, 'r');
  try {
    const size = fill(file);
    if (size < BLOCK) {
      yield new SourceText(withoutMark(block.toString('utf8', 0, size)));
    } else {
      yield* readBlocks(file, size, againOf(place));
    }
  } finally {
    if (place !== STANDARD_INPUT) {
      fs.closeSync(file);
    }
  }
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** Reads some bytes of a file again, which were this text at first. */
type Again = (text: string, start: number, length: number) => string | (() => string);

/** The latest text of a large file, which is read again only for findings. */
let latest: { readonly read?: () => string; readonly text: string } = { text: '' };

/**
 * How to read parts of a file again, so that the text of large files is not kept in memory. The standard input and other
 * pipes cannot be read again.
 */
function againOf(place: string): Again {
  const before = place === STANDARD_INPUT ? undefined : fs.statSync(place);
  if (!before?.isFile()) {
    return (text) => text;
  }
  return (text, start, length) => {
    const read = () => {
      if (latest.read !== read) {
        latest = { read, text: withoutMark(readAgain(place, before, start, length)) };
      }
      return latest.text;
    };
    latest = { read, text };
    return read;
  };
}

function readAgain(place: string, before: fs.Stats, start: number, length: number): string {
  const file = fs.openSync(place, 'r');
  try {
    const { mtimeMs, size } = fs.fstatSync(file);
    if (mtimeMs !== before.mtimeMs || size !== before.size) {
      throw new UnusableInput(`'${place}' has changed since it was read; check it again`);
    }
    const bytes = Buffer.alloc(length);
    fs.readSync(file, bytes, 0, length, start);
    return bytes.toString();
  } finally {
    fs.closeSync(file);
  }
}

/**
 * @param first size of the first block, which has been read
 * @param again how to read a part again
 */
function* readBlocks(file: number, first: number, again: Again): Generator<SourceText | TooLarge> {
  let rest = Buffer.alloc(0);
  let start = 0;
  let line = 1;
  let isTooLarge = false;
  for (let size = first; size > 0; size = fill(file)) {
    const bytes = Buffer.concat([rest, block.subarray(0, size)]);
    const cut = isTooLarge ? firstBoundary(bytes) : lastBoundary(bytes);
    if (cut > 0) {
      const text = bytes.toString('utf8', 0, cut);
      if (!isTooLarge) {
        yield new SourceText(again(line === 1 ? withoutMark(text) : text, start, cut), line);
      }
      line += countLines(text);
      start += cut;
      isTooLarge = false;
    }
    rest = bytes.subarray(Math.max(cut, 0));
    if (!isTooLarge && rest.length > MOST_MEBIBYTES * 1024 * 1024) {
      isTooLarge = true;
      yield new TooLarge(line);
    }
    if (isTooLarge && rest.length > MARKER.length) {
      line += countLines(rest.toString('latin1', 0, rest.length - MARKER.length));
      start += rest.length - MARKER.length;
      rest = rest.subarray(rest.length - MARKER.length);
    }
  }
  if (rest.length > 0 && !isTooLarge) {
    const text = rest.toString();
    yield new SourceText(again(line === 1 ? withoutMark(text) : text, start, rest.length), line);
  }
}

const MARKER = '\n---';
const PERCENT = '%'.charCodeAt(0);
const SPACES = new Set(Buffer.from(' \t\r\n'));

/** The offset of the first `---` at the beginning of a line, or -1. */
function firstBoundary(bytes: Buffer): number {
  let at = bytes.indexOf(MARKER);
  while (at >= 0 && !isBoundary(bytes, at)) {
    at = bytes.indexOf(MARKER, at + 1);
  }
  return at < 0 ? -1 : at + 1;
}

/** The offset of the last document: of its `---`, or of the brace of an object in JSON. */
function lastBoundary(bytes: Buffer): number {
  let at = bytes.lastIndexOf(MARKER);
  while (at >= 0 && !isBoundary(bytes, at)) {
    at = at === 0 ? -1 : bytes.lastIndexOf(MARKER, at - 1);
  }
  if (at >= 0) {
    return at + 1;
  }
  const isJson = bytes.subarray(0, BLOCK).toString('latin1', 0, 100).trimStart().startsWith('{');
  const end = isJson ? bytes.lastIndexOf('}\n{') : -1;
  return end < 0 ? -1 : end + 2;
}

/** Directives, such as `%YAML 1.1`, are not parted from their document. */
function isBoundary(bytes: Buffer, at: number): boolean {
  const before = bytes.lastIndexOf('\n', at - 1);
  return SPACES.has(bytes[at + MARKER.length]) && bytes[before + 1] !== PERCENT;
}

/** Reads the next block, as far as the file has bytes. */
function fill(file: number): number {
  let size = 0;
  for (let count = -1; count !== 0 && size < BLOCK; size += count) {
    count = readSome(file, size);
  }
  return size;
}

/** Reading an empty pipe fails with EAGAIN, and at its end, on some systems, with EOF. */
function readSome(file: number, offset: number): number {
  for (;;) {
    try {
      return fs.readSync(file, block, offset, BLOCK - offset, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') {
        return 0;
      }
      if (code !== 'EAGAIN') {
        throw error;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
