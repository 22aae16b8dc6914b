import { spawnSync } from 'child_process';
import * as path from 'path';

const ROOT = path.join(__dirname, '..');
let isBuilt = false;

/** A program of `bench/programs/` as it is after `npm run build`, which runs once. */
export function builtProgram(name: string): string {
  if (!isBuilt) {
    console.error('building the package');
    const { status } = spawnSync('npm', ['run', 'build'], { cwd: ROOT });
    if (status !== 0) {
      throw new Error("the package cannot be built: 'npm run build' says why");
    }
    isBuilt = true;
  }
  return path.join(ROOT, 'build', 'bench', 'programs', `${name}.js`);
}
