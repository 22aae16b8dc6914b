import * as fs from 'fs';
import * as path from 'path';
import { isForeign, readObjects, SourceObject } from './read-objects';
import { UnusableInput } from './parse-documents';

/** The objects of files, and the files without objects. */
export interface ReadFiles {
  readonly objects: SourceObject[];

  /** Files of a directory without Kubernetes objects. */
  readonly foreign: string[];
}

/** Name of the standard input on the command line. */
export const STANDARD_INPUT = '-';

/** Parsing takes about a hundred times as much memory. */
const MOST_MEBIBYTES = 8;
const MOST_BYTES = MOST_MEBIBYTES * 1024 * 1024;

const EXTENSIONS = ['.json', '.yaml', '.yml'];

/**
 * Reads all objects in files and directories, in order. Directories are read recursively, except `node_modules` and names
 * that begin with a dot; links to directories are not followed.
 *
 * @param paths files, directories, `-` for the standard input
 * @throws UnusableInput if a file does not exist, is too large or nested too deep, or if a directory has no manifests
 */
export function readFiles(paths: readonly string[]): ReadFiles {
  const foreign: string[] = [];
  const objects = paths.flatMap((place) => {
    if (place === STANDARD_INPUT || !statOf(place).isDirectory()) {
      return readObjects(place, readText(place));
    }
    const files = filesBelow(place);
    if (files.length === 0) {
      throw new UnusableInput(`'${place}' has no file that ends with ${EXTENSIONS.join(', ')}; use another directory`);
    }
    return files.flatMap((file) => {
      const found = readObjects(file, readText(file));
      if (!isForeign(found)) {
        return found;
      }
      foreign.push(file);
      return [];
    });
  });
  return { objects, foreign };
}

function statOf(place: string): fs.Stats {
  try {
    return fs.statSync(place);
  } catch {
    throw new UnusableInput(`'${place}' cannot be read; use a file, a directory, or - for the standard input`);
  }
}

function filesBelow(directory: string): string[] {
  const entries = fs.readdirSync(directory, { withFileTypes: true });
  return entries
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const place = path.join(directory, entry.name);
      if (entry.isDirectory()) {
        return filesBelow(place);
      }
      const isFile = entry.isFile() || (entry.isSymbolicLink() && statOf(place).isFile());
      return isFile && EXTENSIONS.includes(path.extname(entry.name)) ? [place] : [];
    });
}

/** Reads at most the limit, so that large files are rejected before they are in memory. */
function readText(place: string): string {
  const file = place === STANDARD_INPUT ? 0 : fs.openSync(place, 'r');
  try {
    const buffer = Buffer.allocUnsafe(MOST_BYTES + 1);
    let size = 0;
    for (let count = -1; count !== 0 && size <= MOST_BYTES; size += count) {
      count = readSome(file, buffer, size);
    }
    if (size > MOST_BYTES) {
      throw new UnusableInput(`'${place}' is larger than ${MOST_MEBIBYTES} MiB; split it`);
    }
    return buffer.toString('utf8', 0, size);
  } finally {
    if (place !== STANDARD_INPUT) {
      fs.closeSync(file);
    }
  }
}

/** Reading an empty pipe fails with EAGAIN, and at its end, on some systems, with EOF. */
function readSome(file: number, buffer: Buffer, offset: number): number {
  for (;;) {
    try {
      return fs.readSync(file, buffer, offset, buffer.length - offset, null);
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
