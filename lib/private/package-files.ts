import * as fs from 'fs';
import * as path from 'path';

/**
 * A file that the package ships, by its path from the root of the package.
 *
 * The code stands in `lib/` in the repository and in `build/lib/` in the package: the nearest file is it.
 */
export function packageFile(...parts: string[]): string {
  const file = path.join(...parts);
  let root = path.dirname(__dirname);
  while (!fs.existsSync(path.join(root, file))) {
    const parent = path.dirname(root);
    if (parent === root) {
      throw new Error(`the package is incomplete: ${parts.join('/')} is missing; install it again`);
    }
    root = parent;
  }
  return path.join(root, file);
}

/** A file of `crds/`. */
export function crdFile(name: string): string {
  return packageFile('crds', name);
}
