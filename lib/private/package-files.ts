import * as fs from 'fs';
import * as path from 'path';

/**
 * Path of a file that is part of the package, from its path below the root of the package.
 *
 * The code is in `lib/` in the repository and in `build/lib/` in the package, so the nearest file is used.
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
