import * as fs from 'fs';
import * as path from 'path';
import { plainError } from '../private/errors';

/** What is in a file. */
export interface FileContent {
  readonly text: string;

  /** Whether it is a program. */
  readonly executable?: boolean;
}

/** Files by their path below the output directory. */
export type FileTree = Map<string, FileContent>;

/** Files by their path below the output directory, rendered one after the other. */
export type Files = Iterable<readonly [path: string, content: FileContent]>;

/**
 * Replaces files of an earlier synth by those of this one.
 *
 * What is there already is left alone. Everything else is written beside its place first, so that a full disk or missing rights leave what was there.
 *
 * @param directory the output directory
 * @param files what is to be there
 * @param stale files of an earlier synth; those that are not written anew are removed
 * @throws if a file cannot be written; the message says which and why
 */
export function writeTree(directory: string, files: Files, stale: readonly string[]): void {
  const failure = replaceFiles(directory, new Map(files), stale);
  if (failure !== undefined) {
    throw plainError(`cannot write the bundle to '${directory}': ${failure}`);
  }
}

/** Says what went wrong, if anything did, and in which state it left the directory. */
function replaceFiles(directory: string, files: FileTree, stale: readonly string[]): string | undefined {
  let temporary: string | undefined;
  let state = 'nothing was changed';
  const changed = [...files].filter(([file, content]) => !isThere(path.join(directory, file), content));
  try {
    fs.mkdirSync(directory, { recursive: true });
    temporary = fs.mkdtempSync(path.join(directory, '.synth-'));
    for (const [file, content] of changed) {
      writeFile(path.join(temporary, file), content);
    }
    state = 'some of its files may be new already, so repeat the synth';
    for (const [file] of changed) {
      fs.mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
      fs.renameSync(path.join(temporary, file), path.join(directory, file));
    }
    for (const file of stale.filter((old) => !files.has(old))) {
      removeFile(directory, file);
    }
  } catch (error) {
    return `${reason(error)}; ${state}`;
  } finally {
    if (temporary !== undefined) {
      fs.rmSync(temporary, { recursive: true, force: true });
    }
  }
  return undefined;
}

/** Whether a file is as it should be already; it then keeps its time of change. */
function isThere(file: string, { executable = false, text }: FileContent): boolean {
  try {
    return fs.readFileSync(file, 'utf8') === text && ((fs.statSync(file).mode & 0o100) !== 0) === executable;
  } catch {
    return false;
  }
}

function writeFile(file: string, { executable, text }: FileContent): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text, { mode: executable ? 0o777 : 0o666 });
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

const REASONS: { [code: string]: string } = {
  EACCES: 'no permission',
  EEXIST: 'a file stands where a folder is needed',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file stands where a folder is needed',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
};

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code !== undefined && code in REASONS ? `${REASONS[code]} (${code})` : message;
}
