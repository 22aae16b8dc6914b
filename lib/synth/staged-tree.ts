import * as fs from 'fs';
import * as path from 'path';
import { makeAlike } from './folder-kind';
import type { FileContent } from './write-tree';

/** A new tree that grows file by file, in a folder of its own. What the old tree has already is not in it at first. */
export class StagedTree {
  /** All files that were added. */
  public readonly files = new Set<string>();

  /** Those of them that the old tree does not have already; they are in the folder. */
  public readonly changed = new Set<string>();

  private readonly folders = new Set(['.']);
  private readonly before: fs.Stats | undefined;

  /**
   * @param root where it grows
   * @param old the tree that it will replace; undefined if there is none
   */
  public constructor(
    public readonly root: string,
    public readonly old: string | undefined,
  ) {
    fs.mkdirSync(root);
    this.before = old === undefined ? undefined : fs.statSync(old);
    this.inheritFromOld();
  }

  public add(file: string, content: FileContent): void {
    if (this.files.has(file)) {
      fs.rmSync(path.join(this.root, file), { force: true });
    }
    this.files.add(file);
    if (this.old !== undefined && isThere(path.join(this.old, file), content)) {
      this.changed.delete(file);
    } else {
      this.changed.add(file);
      this.makeFolder(path.dirname(file));
      writeFile(`${this.root}/${file}`, content);
    }
  }

  /** Makes a folder, and those above it. */
  public makeFolder(folder: string): void {
    if (!this.folders.has(folder)) {
      this.makeFolder(path.dirname(folder));
      fs.mkdirSync(path.join(this.root, folder));
      this.folders.add(folder);
    }
  }

  public hasFolder(folder: string): boolean {
    return this.folders.has(folder);
  }

  /** Whether the old tree is still the one that files were compared with. */
  public isOldThere(): boolean {
    return this.old === undefined || fs.statSync(this.old).ino === this.before?.ino;
  }

  /** Files and folders get the group of the folder that they are made in, if its mode says so. */
  private inheritFromOld(): void {
    try {
      if (this.before !== undefined) {
        makeAlike(this.before, this.root);
      }
    } catch {
      // Then the folders will not be swapped either: that needs the same.
    }
  }
}

/** Whether a file is as it should be already. */
function isThere(file: string, { executable = false, text }: FileContent): boolean {
  try {
    const stat = fs.statSync(file);
    return (
      stat.isFile() &&
      stat.size === Buffer.byteLength(text) &&
      ((stat.mode & 0o100) !== 0) === executable &&
      fs.readFileSync(file, 'utf8') === text
    );
  } catch {
    return false;
  }
}

/**
 * Writes a new file; one that is there, and may be a link to one of the old tree, is never written to.
 *
 * Node writes a text in one go where the encoding is named, and else makes a buffer of it first.
 */
function writeFile(file: string, { executable, text }: FileContent): void {
  fs.writeFileSync(file, text, { encoding: 'utf8', mode: executable ? 0o777 : 0o666, flag: 'wx' });
}
