import * as fs from 'fs';
import * as path from 'path';

/** Contents of all files below a folder, by relative path. */
export function readTree(folder: string): Map<string, string> {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ name, parentPath }) => path.relative(folder, path.join(parentPath, name))).sort();
  return new Map(paths.map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]));
}

/** Throws unless both folders have the same files with the same bytes. */
export function expectSameTrees([ours, theirs]: string[]): void {
  const [a, b] = [readTree(ours), readTree(theirs)];
  const different = [...new Set([...a.keys(), ...b.keys()])].filter((file) => a.get(file) !== b.get(file));
  if (different.length > 0) {
    throw new Error(
      `not comparable: both must write the same files, but ${different.length} files differ: ${different[0]}`,
    );
  }
}
