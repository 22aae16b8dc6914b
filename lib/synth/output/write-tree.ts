import * as fs from 'fs';
import * as path from 'path';
import { plainError } from '../../private/errors';
import { Files } from './file-content';
import { StagedChanges } from './staged-changes';

/**
 * Writes the files of a synth to the output directory.
 *
 * All files are rendered first; changed files are written under temporary names. Only then are they renamed into place, one
 * by one, and stale files removed. An error before the first rename leaves the old tree unchanged; a process killed between
 * two renames leaves whole files, and the next synth completes the tree.
 *
 * @param directory the output directory; may be a symbolic link
 * @param files the files of this synth; may be rendered while they are written
 * @param stale files of earlier synths, removed unless this synth writes them. Other files are kept.
 * @param beforeReplace called with the existing files that will be replaced or removed, before the first one is
 * @throws if a file cannot be written, with the reason and the state of the directory; errors of `files`, unchanged
 */
export function writeTree(
  directory: string,
  files: Files,
  stale: readonly string[],
  beforeReplace: (files: string[]) => void = () => undefined,
): void {
  const attempt = <T>(run: () => T): T => {
    try {
      return run();
    } catch (error) {
      const state = changes?.isHalfWritten
        ? 'some files have been replaced already, so run the synth again'
        : UNCHANGED;
      throw plainError(`cannot write the bundle to '${directory}': ${reasonOf(error)}; ${state}`);
    }
  };
  let changes: StagedChanges | undefined;
  try {
    const staged = attempt(() => new StagedChanges(realPath(directory), stale));
    changes = staged;
    for (const [file, content] of files) {
      attempt(() => {
        staged.add(file, content);
      });
    }
    beforeReplace(attempt(() => staged.replaced()));
    attempt(() => {
      staged.apply();
    });
  } finally {
    changes?.discard();
  }
}

const UNCHANGED = 'nothing was changed';

/** The path of a directory with all symbolic links resolved, even if it does not exist yet. */
function realPath(directory: string): string {
  try {
    return fs.realpathSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw error;
    }
  }
  const absolute = path.resolve(directory);
  const isLink = fs.lstatSync(absolute, { throwIfNoEntry: false })?.isSymbolicLink();
  return isLink
    ? realPath(path.resolve(path.dirname(absolute), fs.readlinkSync(absolute)))
    : path.join(realPath(path.dirname(absolute)), path.basename(absolute));
}

const REASONS: { [code: string]: string } = {
  EACCES: 'no permission',
  EEXIST: 'a file stands where a folder is required',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file stands where a folder is required',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
};

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code !== undefined && code in REASONS ? `${REASONS[code]} (${code})` : message;
}
