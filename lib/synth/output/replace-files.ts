import * as fs from 'fs';
import * as path from 'path';
import { TemporaryNames } from './leftovers';

/**
 * Writes files. All are written under temporary names first and then renamed into place, so that an error leaves whole
 * files. Existing ones keep their mode, and symbolic links stay links.
 *
 * @param texts the new text of each file, by its path
 * @throws if a file cannot be written
 */
export function replaceFiles(texts: ReadonlyMap<string, string>): void {
  const names = new TemporaryNames();
  const staged = new Map<string, string>();
  try {
    for (const [file, text] of texts) {
      const before = fs.statSync(file, { throwIfNoEntry: false });
      const place = before ? fs.realpathSync(file) : file;
      const temporary = path.join(path.dirname(place), names.next());
      staged.set(temporary, place);
      fs.writeFileSync(temporary, text, { flag: 'wx' });
      if (before) {
        fs.chmodSync(temporary, before.mode);
      }
    }
    staged.forEach((place, temporary) => {
      fs.renameSync(temporary, place);
    });
  } finally {
    staged.forEach((_, temporary) => {
      fs.rmSync(temporary, { force: true });
    });
  }
}
