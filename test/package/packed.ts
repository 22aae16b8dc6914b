import { execFileSync } from 'child_process';
import * as path from 'path';

const ROOT = path.join(__dirname, '..', '..');

/** Packs the package into a folder, as `npm pack` does, but without another build, which would replace files that other tests read. */
export function packInto(folder: string): string {
  execFileSync(process.execPath, [path.join('tools', 'pack-contents.mjs')], { cwd: ROOT });
  const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return path.join(folder, packed.trim());
}
