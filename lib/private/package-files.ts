import * as fs from 'fs';
import * as path from 'path';

/**
 * A file that the package ships in `crds/`.
 *
 * The folder stands beside `lib/` in the repository and beside `build/` in the package: the nearest one is it.
 */
export function crdFile(name: string): string {
  let root = __dirname;
  while (!fs.existsSync(path.join(root, 'crds', name))) {
    const parent = path.dirname(root);
    if (parent === root) {
      throw new Error(`the package is incomplete: crds/${name} is missing; install it again`);
    }
    root = parent;
  }
  return path.join(root, 'crds', name);
}
