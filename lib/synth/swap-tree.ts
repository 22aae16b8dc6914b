import * as fs from 'fs';
import * as path from 'path';
import { carryOver } from './carry-over';
import { isUsual } from './folder-kind';
import { StagedTree } from './staged-tree';
import { StagingFolder } from './staging-folder';
import { isSwapImpossible } from './swap-impossible';
import { HalfWritten } from './tree-failure';

/**
 * Whether a directory may be moved: not one that something is mounted on or in, nor one that the process works in, which
 * would find itself in a removed folder.
 */
export function canSwap(directory: string): boolean {
  const stat = fs.statSync(directory);
  return (
    isUsual(stat) &&
    stat.dev === fs.statSync(path.dirname(directory)).dev && // else a mount, or what Btrfs calls a subvolume
    ![process.cwd(), ...mountPoints()].some((folder) => `${folder}${path.sep}`.startsWith(`${directory}${path.sep}`))
  );
}

/** Where file systems, or parts of them, are mounted; known on Linux only. */
function mountPoints(): string[] {
  try {
    const lines = fs.readFileSync('/proc/self/mountinfo', 'utf8').trimEnd().split('\n');
    return lines.map((line) => line.split(' ')[4].replace(/\\(\d{3})/g, (_, code: string) => octal(code)));
  } catch {
    return [];
  }
}

function octal(code: string): string {
  return String.fromCharCode(parseInt(code, 8));
}

/**
 * Completes a tree and puts it in the place of the old one.
 *
 * @param tree the new tree
 * @param staging where it is
 * @param gone files of the old tree that have no place in the new one
 * @returns whether that was possible; if not, nothing was changed
 */
export function swapTree(tree: StagedTree, staging: StagingFolder, gone: readonly string[]): boolean {
  try {
    if (tree.old !== undefined) {
      carryOver(tree.old, tree, gone);
    }
    if (!tree.isOldThere()) {
      throw new Error('another synth has written there meanwhile');
    }
    swap(staging);
    return true;
  } catch (error) {
    if (isSwapImpossible(error)) {
      return false;
    }
    throw error;
  }
}

/** Ends with the new tree in its place, or with an error and the old one there. */
function swap(staging: StagingFolder): void {
  const { directory, next, old } = staging;
  try {
    while (!takesPlace(next, directory)) {
      // More than once only if another run puts a tree there in between; then that one is the old one.
      fs.rmSync(old, { recursive: true, force: true });
      fs.renameSync(directory, old);
    }
  } catch (error) {
    putBack(staging, error);
    throw error;
  }
}

/** Moves a folder to where nothing or an empty folder is, and does nothing if something is there. */
function takesPlace(folder: string, place: string): boolean {
  try {
    fs.renameSync(folder, place);
    return true;
  } catch (error) {
    if (['EEXIST', 'ENOTEMPTY'].includes(String((error as NodeJS.ErrnoException).code))) {
      return false;
    }
    throw error;
  }
}

function putBack(staging: StagingFolder, error: unknown): void {
  if (staging.holdsTheTree()) {
    try {
      fs.renameSync(staging.old, staging.directory);
    } catch {
      throw new HalfWritten(error, `its files are in '${staging.old}', and the next synth puts them back`);
    }
  }
}
