import * as fs from 'fs';

/** Whether the owner may do everything in a folder; one of another kind could neither be made anew nor removed. */
export function isUsual({ mode }: fs.Stats): boolean {
  return (mode & 0o700) === 0o700;
}

/** Gives a folder the owner and the mode of another one. */
export function makeAlike(model: fs.Stats, folder: string): void {
  const { gid, mode, uid } = fs.statSync(folder);
  if (uid !== model.uid || gid !== model.gid) {
    fs.chownSync(folder, model.uid, model.gid);
  }
  if (mode !== model.mode) {
    fs.chmodSync(folder, model.mode & 0o7777);
  }
}
