import { spawnSync } from 'child_process';
import * as path from 'path';

const ROOT = path.join(__dirname, '..');
let isBuilt = false;

/** Path of a compiled program of `bench/programs/`. */
export function builtProgram(name: string): string {
  return builtFile(`bench/programs/${name}.js`);
}

/** Path of a compiled file. The first call runs `npm run build`. */
export function builtFile(file: string): string {
  if (!isBuilt) {
    console.error('building the package');
    const { status } = spawnSync('npm', ['run', 'build'], { cwd: ROOT });
    if (status !== 0) {
      throw new Error("the package does not build; run 'npm run build' to see why");
    }
    isBuilt = true;
  }
  return path.join(ROOT, 'build', file);
}
