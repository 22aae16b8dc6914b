import * as fs from 'fs';
import * as path from 'path';

/** Where a directory is, or will be, when all symbolic links are followed. */
export function realPlace(directory: string): string {
  try {
    return fs.realpathSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw error;
    }
  }
  const absolute = path.resolve(directory);
  const target = linkTarget(absolute);
  return target === undefined
    ? path.join(realPlace(path.dirname(absolute)), path.basename(absolute))
    : realPlace(path.resolve(path.dirname(absolute), target));
}

/** Where a symbolic link points; undefined when there is none. */
function linkTarget(file: string): string | undefined {
  return fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ? fs.readlinkSync(file) : undefined;
}
