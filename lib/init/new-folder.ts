import * as fs from 'fs';
import * as path from 'path';
import { UnusableInput } from '../validation/documents/unusable-input';

/** Text or bytes of files, by their paths below a folder. */
export type NewFiles = ReadonlyMap<string, string | Buffer>;

/** A repository that has just been created or cloned is empty to its owner. */
const IGNORED = ['.git'];

/**
 * Checks that a folder does not exist, or is empty.
 *
 * @throws UnusableInput if it is not
 */
export function requireEmpty(folder: string): void {
  const found = usable(folder, () => namesIn(folder)).filter((name) => !IGNORED.includes(name));
  if (found.length > 0) {
    const shown = found.slice(0, 3).join(', ');
    const others = found.length > 3 ? ` and ${found.length - 3} more` : '';
    throw new UnusableInput(`'${folder}' is not empty: it has ${shown}${others}; give another folder`);
  }
}

/**
 * Writes all files of a new folder, or none: they are written beside each other first, and then renamed into place.
 *
 * @param folder the folder, which does not exist or is empty
 * @throws UnusableInput if it is not, or cannot be written
 */
export function writeNewFolder(folder: string, files: NewFiles): void {
  requireEmpty(folder);
  usable(folder, () => {
    const exists = fs.existsSync(folder);
    const parent = exists ? folder : path.dirname(path.resolve(folder));
    const created = fs.mkdirSync(parent, { recursive: true });
    const temporary = path.join(parent, `.init-${process.pid}-${Math.random().toString(36).slice(2, 8)}`);
    fs.mkdirSync(temporary);
    const moved: string[] = [];
    try {
      for (const [file, content] of files) {
        const place = path.join(temporary, file);
        fs.mkdirSync(path.dirname(place), { recursive: true });
        fs.writeFileSync(place, content);
      }
      if (!exists) {
        fs.renameSync(temporary, folder);
        return;
      }
      for (const name of fs.readdirSync(temporary)) {
        const place = path.join(folder, name);
        fs.renameSync(path.join(temporary, name), place);
        moved.push(place);
      }
      fs.rmdirSync(temporary);
    } catch (error) {
      for (const place of [temporary, ...moved, ...(created === undefined ? [] : [created])]) {
        fs.rmSync(place, { recursive: true, force: true });
      }
      throw error;
    }
  });
}

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

/** Turns an error of the file system into one that the command reports. */
function usable<T>(folder: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined
      ? error
      : new UnusableInput(`'${folder}' cannot be written (${code}); nothing was written`);
  }
}
