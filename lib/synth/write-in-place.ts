import * as fs from 'fs';
import * as path from 'path';
import { StagedTree } from './staged-tree';
import { HalfWritten } from './tree-failure';

/**
 * Moves the changed files of a tree into a directory, one by one, and removes those that are gone from the tree.
 *
 * @throws HalfWritten if that fails
 */
export function writeInPlace(tree: StagedTree, directory: string, gone: readonly string[]): void {
  try {
    for (const file of tree.changed) {
      fs.mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
      fs.renameSync(path.join(tree.root, file), path.join(directory, file));
    }
    for (const file of gone) {
      removeFile(directory, file);
    }
  } catch (error) {
    throw new HalfWritten(error, 'some of its files may be new already, so repeat the synth');
  }
}

/** Removes a file and the folders that are empty without it. */
function removeFile(directory: string, file: string): void {
  fs.rmSync(path.join(directory, file), { force: true });
  for (let folder = path.dirname(file); folder !== '.'; folder = path.dirname(folder)) {
    const full = path.join(directory, folder);
    if (!fs.existsSync(full) || fs.readdirSync(full).length > 0) {
      return;
    }
    fs.rmdirSync(full);
  }
}
