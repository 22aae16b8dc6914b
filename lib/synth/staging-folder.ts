import * as fs from 'fs';
import * as path from 'path';

/**
 * A temporary folder for the new tree, until it takes its place, and the old one, until it is removed.
 *
 * The process id in its name tells later runs whether this one still needs it.
 */
export class StagingFolder {
  /**
   * Makes one, and takes in those that killed runs have left.
   *
   * @param directory the output directory
   * @param beside whether it should stand beside the directory; where that is not allowed, it stands in it
   */
  public static make(directory: string, beside: boolean): StagingFolder {
    const earlier = stagingFolders(directory);
    const folder = (beside ? makeBeside(directory) : undefined) ?? makeTemporary(directory, PREFIX_WITHIN);
    const staging = new StagingFolder(directory, folder);
    earlier.forEach((folder, index) => {
      staging.takeIn(folder, `left-${index}`);
    });
    return staging;
  }

  public readonly next: string;
  public readonly old: string;

  public constructor(
    public readonly directory: string,
    private readonly folder: string,
  ) {
    this.next = path.join(folder, 'new');
    this.old = path.join(folder, 'old');
  }

  /** Whether it stands beside the output directory, so that the two trees can be swapped. */
  public get isBeside(): boolean {
    return path.dirname(this.folder) !== this.directory;
  }

  /** Whether its run ended in the middle of a swap: the old tree is away, and the new one not in its place. */
  public holdsTheTree(): boolean {
    return fs.existsSync(this.old) && fs.existsSync(this.next) && !fs.existsSync(this.directory);
  }

  /** Removes it, as far as that is possible; the next run tries again. */
  public remove(): void {
    try {
      if (!this.holdsTheTree()) {
        fs.rmSync(this.folder, { recursive: true, force: true });
      }
    } catch {
      // What is in the output directory does not depend on it.
    }
  }

  /** Moved before they are removed: should their run live on a machine or in a container that we cannot see, it stops. */
  private takeIn(other: StagingFolder, name: string): void {
    if (!other.isInUse()) {
      try {
        fs.renameSync(other.folder, path.join(this.folder, name));
      } catch {
        // It belongs to somebody else, who will remove it.
      }
    }
  }

  private isInUse(): boolean {
    const pid = Number(/-(\d+)-\w+$/.exec(this.folder)?.[1]);
    // One with our own id is of an earlier process: every run has the same id in a container.
    return pid !== process.pid && isRunning(pid);
  }
}

/** The staging folders of all runs that write, or wrote, to a directory. */
export function stagingFolders(directory: string): StagingFolder[] {
  return [...foldersIn(path.dirname(directory), prefixBeside(directory)), ...foldersIn(directory, PREFIX_WITHIN)].map(
    (folder) => new StagingFolder(directory, folder),
  );
}

const PREFIX_WITHIN = '.synth-';

function prefixBeside(directory: string): string {
  return `.${path.basename(directory)}${PREFIX_WITHIN}`;
}

function foldersIn(parent: string, prefix: string): string[] {
  return namesIn(parent)
    .filter((name) => name.startsWith(prefix) && /^\d+-\w{6}$/.test(name.slice(prefix.length)))
    .map((name) => path.join(parent, name));
}

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

/** Not being allowed to write there is no failure: the output directory itself may be writable. */
const NOT_ALLOWED = ['EACCES', 'ENAMETOOLONG', 'EPERM', 'EROFS'];

function makeBeside(directory: string): string | undefined {
  try {
    return makeTemporary(path.dirname(directory), prefixBeside(directory));
  } catch (error) {
    if (fs.existsSync(directory) && NOT_ALLOWED.includes(String((error as NodeJS.ErrnoException).code))) {
      return undefined;
    }
    throw error;
  }
}

function makeTemporary(parent: string, prefix: string): string {
  return fs.mkdtempSync(path.join(parent, `${prefix}${process.pid}-`));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it runs, and is another user's
  }
}
