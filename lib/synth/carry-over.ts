import * as fs from 'fs';
import * as path from 'path';
import { isUsual, makeAlike } from './folder-kind';
import { StagedTree } from './staged-tree';
import { SwapImpossible } from './swap-impossible';

/**
 * Completes a new tree by what it has in common with the old one, and by what somebody else has there: files, which stay
 * the same files, symbolic links, empty folders, and the owners and modes of folders.
 *
 * @param old the old tree
 * @param tree the new one
 * @param gone files of the old tree that stay behind
 * @throws SwapImpossible if something is there that cannot be in two trees at once
 */
export function carryOver(old: string, tree: StagedTree, gone: readonly string[]): void {
  const left = new Set(gone);

  function carryFolder(folder: string): void {
    const stat = fs.lstatSync(path.join(old, folder));
    const entries = fs.readdirSync(path.join(old, folder), { withFileTypes: true });
    if (!isUsual(stat) || !entries.every(isMovable)) {
      throw new SwapImpossible();
    }
    if (entries.length === 0) {
      tree.makeFolder(folder);
    }
    for (const entry of entries) {
      carry(entry, path.posix.join(folder, entry.name));
    }
    if (tree.hasFolder(folder)) {
      makeAlike(stat, path.join(tree.root, folder));
    }
  }

  function carry(entry: fs.Dirent, file: string): void {
    if (entry.isDirectory()) {
      carryFolder(file);
    } else if (!left.has(file) && !tree.changed.has(file)) {
      tree.makeFolder(path.dirname(file));
      if (entry.isFile()) {
        fs.linkSync(path.join(old, file), path.join(tree.root, file));
      } else if (entry.isSymbolicLink() && !tree.hasFolder(file)) {
        fs.symlinkSync(fs.readlinkSync(path.join(old, file)), path.join(tree.root, file));
      } else {
        throw new SwapImpossible(); // a socket, a device, or a link to a folder that files were written to
      }
    }
  }

  carryFolder('.');
}

/** Not a repository, where Git may be at work, nor what has a name that is no UTF-8 and cannot be repeated. */
function isMovable({ name }: fs.Dirent): boolean {
  return name !== '.git' && !name.includes('\ufffd');
}
