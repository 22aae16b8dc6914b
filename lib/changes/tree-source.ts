import * as fs from 'fs';
import * as path from 'path';
import { manifestFilesBelow } from '../validation/documents/read-files';
import { UnusableInput } from '../validation/documents/unusable-input';
import { filesAtRevision } from './git-files';
import { readTree, Tree, TreeFiles } from './tree';

/**
 * Reads a tree from a folder or file, or else from a revision of Git: `HEAD~1:dist`. A revision without a folder stands for
 * the folder that it is compared with, so that `HEAD~1` and `dist` are two versions of `dist`.
 *
 * @param place the folder or revision
 * @param other the place that it is compared with
 * @param onFile called after each file
 * @throws UnusableInput if there is neither, or something in it cannot be read
 */
export function treeAt(place: string, other: string, onFile?: () => void): Tree {
  const files = filesAt(place, other);
  try {
    return readTree(files, onFile);
  } catch (error) {
    throw error instanceof UnusableInput ? new UnusableInput(`${place}: ${error.message}`) : error;
  }
}

function filesAt(place: string, other: string): TreeFiles {
  const status = fs.statSync(place, { throwIfNoEntry: false });
  if (status === undefined) {
    return filesAtRevision(place.includes(':') ? place : `${place}:${folderOf(other)}`);
  }
  if (status.isFile()) {
    return new Map([[path.basename(place), read(place)]]);
  }
  const nameOf = (file: string) => path.relative(place, file).split(path.sep).join('/');
  return new Map(manifestFilesBelow(place).map((file) => [nameOf(file), read(file)]));
}

/** The folder of a place, as Git takes it after a revision. */
function folderOf(place: string): string {
  if (fs.existsSync(place)) {
    return `./${path.relative('', place).split(path.sep).join('/')}`;
  }
  return place.includes(':') ? place.slice(place.indexOf(':') + 1) : './';
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UnusableInput(`'${file}' cannot be read (${code}); make it readable, or remove it`);
  }
}
