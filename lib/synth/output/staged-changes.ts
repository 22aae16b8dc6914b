import * as fs from 'fs';
import * as path from 'path';
import { FileContent, Text } from './file-content';
import { byteLength, hasText, writeText } from './file-text';
import { TemporaryNames } from './leftovers';

/**
 * The changes of a synth to the output directory: collected under temporary names, then renamed into place.
 *
 * A folder that does not exist yet is written as a whole under a temporary name. Paths are absolute.
 */
export class StagedChanges {
  /** True while some of the changes have been made and others have not. */
  public isHalfWritten = false;

  private readonly names = new TemporaryNames();

  /** All files of this synth, by their path below the directory. */
  private readonly files = new Set<string>();

  /** The changed files, and their temporary paths until they are renamed, by themselves or with their folder. */
  private readonly staged = new Map<string, string>();

  /** Files and folders to rename: temporary path by final path. */
  private readonly moves = new Map<string, string>();

  /** By folder, where its files are written: in it or, if it does not exist yet, under a temporary name. */
  private readonly folders = new Map<string, string>();

  /** Inodes at the time of comparison, 0 for missing files, to detect changes by another process. */
  private readonly inodes = new Map<string, number>();

  /** True if a folder is written as a whole; there is none if only files change. */
  private hasNewFolders = false;

  /** The journal, which exists while the directory is changed; undefined if there is no directory yet. */
  private readonly journal?: string;

  /**
   * @param root the output directory; neither it nor what is above it is a symbolic link
   * @param stale files of earlier synths, by their path below it
   */
  public constructor(
    private readonly root: string,
    private readonly stale: readonly string[],
  ) {
    this.journal = fs.existsSync(root) ? path.join(root, this.names.journal) : undefined;
  }

  /** Adds a file of this synth; one that differs from what is in the directory is written under a temporary name. */
  public add(file: string, { executable = false, text }: FileContent): void {
    const place = `${this.root}${path.sep}${file}`;
    this.unstage(place);
    this.files.add(file);
    if (this.folders.has(place)) {
      throw clash(place);
    }
    if ((this.hasNewFolders && this.isInNewFolder(place)) || !this.isUpToDate(place, text, executable)) {
      const temporary = this.temporaryFor(place);
      this.staged.set(place, temporary);
      writeText(temporary, text, executable);
    }
  }

  /** Paths of existing files that `apply()` will replace or remove, below the directory. */
  public replaced(): string[] {
    const changed = [...this.staged.keys()].filter((place) => (this.inodes.get(place) ?? 0) !== 0);
    const removed = this.stale.filter((file) => !this.files.has(file) && lookUp(path.join(this.root, file))?.isFile());
    return [...changed.map((place) => path.relative(this.root, place)), ...removed];
  }

  /**
   * Renames changed files into place, then removes stale files and the leftovers of killed runs.
   *
   * @throws before the first change if another process has changed a file since, or a stale file cannot be removed
   */
  public apply(): void {
    const stale = this.stale.filter((file) => !this.files.has(file));
    const gone = [...new Set(stale.flatMap((file) => this.remainsOf(file)))];
    if (this.moves.size + gone.length > 0) {
      this.check(gone);
      this.writeJournal([...this.staged.keys(), ...gone]);
    }
    this.removeLeftovers();
    for (const [place, temporary] of this.moves) {
      fs.renameSync(temporary, place);
      this.isHalfWritten = true;
    }
    gone.forEach((file) => {
      this.removeStale(file);
    });
    this.isHalfWritten = false;
    this.moves.clear();
  }

  /** Removes temporary files; the journal stays if the next synth has to complete this one. */
  public discard(): void {
    const journal = this.journal !== undefined && !this.isHalfWritten ? [this.journal] : [];
    for (const file of [...this.moves.values(), ...journal]) {
      remove(file);
    }
  }

  private isInNewFolder(place: string): boolean {
    const folder = path.dirname(place);
    const target = this.folders.get(folder);
    return target === undefined ? folder !== place && this.isInNewFolder(folder) : target !== folder;
  }

  private isUpToDate(place: string, text: Text, isExecutable: boolean): boolean {
    const stat = lookUp(place);
    this.inodes.set(place, stat?.ino ?? 0);
    if (stat?.isDirectory() && !fs.lstatSync(place).isSymbolicLink()) {
      throw new Error(`'${place}' is a folder, but a file belongs there; remove it`);
    }
    return (
      stat?.isFile() === true &&
      stat.size === byteLength(text) &&
      ((stat.mode & 0o100) !== 0) === isExecutable &&
      hasText(place, text)
    );
  }

  /** Drops an earlier file with the same path: the last one counts. */
  private unstage(place: string): void {
    const temporary = this.staged.get(place);
    if (temporary !== undefined) {
      fs.rmSync(temporary);
      this.staged.delete(place);
      this.moves.delete(place);
    }
  }

  private temporaryFor(place: string): string {
    const folder = path.dirname(place);
    const target = this.targetOf(folder);
    if (target !== folder) {
      return path.join(target, path.basename(place)); // Renamed with its folder.
    }
    if (this.moves.has(place)) {
      throw clash(place);
    }
    if (this.moves.size === 0) {
      this.writeJournal([]);
    }
    const temporary = path.join(folder, this.names.next());
    this.moves.set(place, temporary);
    return temporary;
  }

  /** The folder in which the files of a folder are written: itself or a temporary one. */
  private targetOf(folder: string): string {
    let target = this.folders.get(folder);
    if (target === undefined) {
      target = folder;
      if (!this.isFolder(folder)) {
        target = this.temporaryFor(folder);
        this.hasNewFolders = true;
        fs.mkdirSync(target);
      }
      this.folders.set(folder, target);
    }
    return target;
  }

  /** Tells if a folder exists; throws if something else is in its place. */
  private isFolder(folder: string): boolean {
    const parent = path.dirname(folder);
    if (isWithin(this.root, parent) && this.targetOf(parent) !== parent) {
      return false;
    }
    const stat = lookUp(folder, fs.lstatSync);
    if (stat?.isSymbolicLink() && !isWithin(this.root, fs.realpathSync(folder))) {
      throw new Error(`'${folder}' is a symbolic link out of the directory; remove it`);
    }
    if (stat && !fs.statSync(folder).isDirectory()) {
      throw new Error(`'${folder}' is a file, but a folder belongs there; remove it`);
    }
    if (!stat) {
      this.inodes.set(folder, 0);
    }
    return stat !== undefined;
  }

  /** A stale file or, if a killed run removed the file only, its empty folder; undefined outside of the directory. */
  private remainsOf(file: string): string[] {
    const place = path.join(this.root, file);
    let found = place;
    let stat = lookUp(found, fs.lstatSync);
    while (!stat) {
      found = path.dirname(found);
      stat = lookUp(found, fs.lstatSync);
    }
    const isLeft = stat.isDirectory() ? fs.readdirSync(found).length === 0 : found === place;
    return isLeft && found !== this.root && isWithin(this.root, fs.realpathSync(path.dirname(found))) ? [found] : [];
  }

  private check(gone: readonly string[]): void {
    for (const [place, inode] of this.inodes) {
      if (inode === 0 ? lookUp(place, fs.lstatSync) : lookUp(place)?.ino !== inode) {
        throw new Error('another process has written to it meanwhile');
      }
    }
    for (const folder of new Set(gone.map((file) => path.dirname(file)))) {
      fs.accessSync(folder, fs.constants.W_OK);
    }
  }

  private writeJournal(files: readonly string[]): void {
    if (this.journal !== undefined) {
      fs.writeFileSync(this.journal, JSON.stringify(files.map((file) => path.relative(this.root, file))));
    }
  }

  /**
   * Removes the leftovers of killed runs: below the directory if there is a journal of a killed run, beside it if it does
   * not exist yet. Folders without leftovers are not listed, as they may be large.
   */
  private removeLeftovers(): void {
    const journals = this.names.leftoversIn(this.root);
    const folders = new Set(this.journal === undefined ? [path.dirname(this.root)] : []);
    for (const file of journals.length > 0 ? [...this.files, ...this.stale] : []) {
      let folder = path.dirname(path.join(this.root, file));
      while (folder !== this.root && !folders.has(folder)) {
        folders.add(folder);
        folder = path.dirname(folder);
      }
    }
    for (const file of [...[...folders].flatMap((folder) => this.names.leftoversIn(folder)), ...journals]) {
      remove(file);
    }
  }

  /** Removes a stale file or empty folder, and the parent folders that it leaves empty. */
  private removeStale(place: string): void {
    if (fs.lstatSync(place).isDirectory()) {
      fs.rmdirSync(place);
    } else {
      fs.rmSync(place);
    }
    this.isHalfWritten = true;
    const folder = path.dirname(place);
    if (folder !== this.root && fs.readdirSync(folder).length === 0) {
      this.removeStale(folder);
    }
  }
}

function isWithin(folder: string, file: string): boolean {
  return `${file}${path.sep}`.startsWith(`${folder}${path.sep}`);
}

/** The status of a path, if it exists; with `fs.lstatSync`, symbolic links are not followed. */
function lookUp(file: string, stat: typeof fs.statSync = fs.statSync): fs.Stats | undefined {
  try {
    return stat(file, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') {
      return undefined;
    }
    throw error;
  }
}

function clash(place: string): Error {
  return new Error(`'${place}' is both a file and a folder of the bundle; rename one of them`);
}

/** Removes a temporary file or folder if possible; if not, the next synth tries again. */
function remove(file: string): void {
  try {
    fs.rmSync(file, { recursive: true, force: true });
  } catch {
    // Leftovers do no harm.
  }
}
