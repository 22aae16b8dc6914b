import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { Yaml } from 'cdk8s';
import { builtProgram } from '../built';
import { Case } from '../case';
import { fullSpinApp } from '../full-spin-app';

const MEGABYTES = 100;

/** Peak memory of `cdk8s-spinkube validate` on a very large file. */
export const VALIDATE_MEMORY_CASE: Case = {
  name: 'validate-memory',
  title: `validate ${MEGABYTES} MB of SpinApps in one file, peak memory`,
  unit: 'MB',
  goal: { atMost: 420 },
  run(scratch) {
    const file = path.join(scratch, 'large.yaml');
    const program = builtProgram('validate');
    writeSpinApps(file, MEGABYTES * 1e6);
    const args = [program, 'validate', file];
    const { stderr, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (!/^\d+ checked, .*\b0 errors, 0 warnings/.test(stdout)) {
      throw new Error(`'validate' does not find valid objects only: ${stdout.slice(-500)}${stderr}`);
    }
    return { ours: Number(stderr), rounds: 1 };
  },
};

/** Writes SpinApps to a file until it is large enough. */
function writeSpinApps(file: string, bytes: number): void {
  const output = fs.openSync(file, 'w');
  for (let index = 0, size = 0; size < bytes; index++) {
    size += fs.writeSync(output, `---\n${Yaml.stringify(fullSpinApp(index))}`);
  }
  fs.closeSync(output);
}
