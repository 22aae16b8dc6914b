import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Folders of the committed bundles: `dist/`, and that of every example. */
export function committedBundles() {
  const examples = readdirSync(join(ROOT, 'examples')).map((name) => join(ROOT, 'examples', name, 'dist'));
  return [join(ROOT, 'dist'), ...examples].filter((folder) => existsSync(folder));
}
