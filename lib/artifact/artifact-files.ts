import * as fs from 'fs';
import * as path from 'path';
import { isTemporary } from '../synth/output/leftovers';
import { UnusableInput } from '../validation/documents/unusable-input';
import { ArchivedFile } from './tar';

/**
 * The files of a folder for an artifact, by path in ascending order. Leaves out `.git` and temporary files of synth.
 *
 * @throws UnusableInput if it is not a folder, has no files, or has something else than files
 */
export function artifactFiles(folder: string): ArchivedFile[] {
  if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UnusableInput(`'${folder}' is not a folder; give the output directory of a bundle`);
  }
  const files = filesBelow(folder, '');
  if (files.length === 0) {
    throw new UnusableInput(`'${folder}' has no files; run cdk8s synth first`);
  }
  return files.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function filesBelow(folder: string, below: string): ArchivedFile[] {
  const entries = fs.readdirSync(path.join(folder, below), { withFileTypes: true });
  return entries
    .filter(({ name }) => name !== '.git' && !isTemporary(name))
    .flatMap((entry) => {
      const place = path.posix.join(below, entry.name);
      const file = path.join(folder, place);
      if (entry.isDirectory()) {
        return filesBelow(folder, place);
      }
      if (!entry.isFile()) {
        throw new UnusableInput(`'${file}' is not a regular file: Flux leaves links out; replace it by a file`);
      }
      const isExecutable = (fs.statSync(file).mode & fs.constants.S_IXUSR) !== 0;
      return { path: place, content: fs.readFileSync(file), isExecutable };
    });
}
