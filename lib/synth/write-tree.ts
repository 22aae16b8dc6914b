import * as fs from 'fs';
import * as path from 'path';
import { plainError } from '../private/errors';
import { realPlace } from './real-place';
import { StagedTree } from './staged-tree';
import { stagingFolders, StagingFolder } from './staging-folder';
import { canSwap, swapTree } from './swap-tree';
import { HalfWritten, reasonOf } from './tree-failure';
import { writeInPlace } from './write-in-place';

/** What is in a file. */
export interface FileContent {
  readonly text: string;

  /** Whether it is a program. */
  readonly executable?: boolean;
}

/** Files by their path below the output directory, rendered one after the other; of two with one path the later counts. */
export type Files = Iterable<readonly [path: string, content: FileContent]>;

/** Files that are all rendered. */
export type FileTree = Map<string, FileContent>;

/**
 * Replaces files of an earlier synth by those of this one.
 *
 * The new tree is built beside the old one, which is then swapped for it: whenever the run ends, there is the one or the
 * other. What else is in the directory comes along, and a file that is as it should be stays the same file. Where a
 * swap is impossible, changed files are moved into the directory one by one.
 *
 * @param directory the output directory
 * @param files what is to be there; may be rendered meanwhile, and when that fails, nothing is changed
 * @param stale files of an earlier synth; those that are not written anew are removed
 * @throws if a file cannot be written, with the reason and what became of the directory; what `files` throws, as it is
 */
export function writeTree(directory: string, files: Files, stale: readonly string[]): void {
  worded(directory, () => {
    const place = realPlace(directory);
    putBack(place);
    if (fs.existsSync(place)) {
      fs.mkdirSync(place, { recursive: true }); // makes nothing, and refuses a file
    }
    withFoldersAbove(place, () => {
      replaceTree(place, files, stale);
    });
  });
}

/**
 * Puts the old tree back when a run was killed in the middle of a swap. Whoever wants to know what an earlier synth has
 * written calls this before.
 */
export function putBackTree(directory: string): void {
  worded(directory, () => {
    putBack(realPlace(directory));
  });
}

function putBack(place: string): void {
  for (const staging of stagingFolders(place)) {
    if (staging.holdsTheTree()) {
      fs.renameSync(staging.old, place);
    }
  }
}

function replaceTree(place: string, files: Files, stale: readonly string[]): void {
  const old = fs.existsSync(place) ? place : undefined;
  const staging = StagingFolder.make(place, old === undefined || canSwap(place));
  try {
    const tree = new StagedTree(staging.next, old);
    for (const [file, content] of rendered(files)) {
      tree.add(file, content);
    }
    const gone = stale.filter((file) => !tree.files.has(file) && isThere(path.join(place, file)));
    if (old !== undefined && tree.changed.size === 0 && gone.length === 0) {
      return;
    }
    if (!staging.isBeside || !swapTree(tree, staging, gone)) {
      writeInPlace(tree, place, gone);
    }
  } finally {
    staging.remove();
  }
}

/** Also says so of a symbolic link that points nowhere. */
function isThere(file: string): boolean {
  return fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** Makes the folders in which `place` is to be, for as long as `use` does not fail. */
function withFoldersAbove(place: string, use: () => void): void {
  const missing: string[] = [];
  for (let folder = path.dirname(place); !fs.existsSync(folder); folder = path.dirname(folder)) {
    missing.push(folder);
  }
  try {
    fs.mkdirSync(path.dirname(place), { recursive: true });
    use();
  } catch (error) {
    missing.forEach(removeIfEmpty);
    throw error;
  }
}

function removeIfEmpty(folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch {
    // It was not made, or somebody else uses it by now.
  }
}

/** What the files throw while they are rendered. */
class RenderingFailed extends Error {}

/** Tells errors of rendering from those of the file system. */
function* rendered(files: Files): Files {
  try {
    yield* files;
  } catch (error) {
    throw new RenderingFailed(undefined, { cause: error });
  }
}

function worded(directory: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (error instanceof RenderingFailed) {
      throw error.cause;
    }
    const state = error instanceof HalfWritten ? error.message : 'nothing was changed';
    throw plainError(`cannot write the bundle to '${directory}': ${reasonOf(error)}; ${state}`);
  }
}
