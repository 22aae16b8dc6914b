import { execFileSync } from 'child_process';
import * as path from 'path';
import { builtProgram } from '../built';
import { Case } from '../case';

/** Peak memory of a process that writes a very large app. */
export const MEMORY_CASE: Case = {
  name: 'memory',
  title: '100,000 SpinApps in 1,000 charts, peak memory',
  unit: 'MB',
  goal: { atMost: 1500 },
  run(scratch) {
    const program = builtProgram('many-objects');
    const printed = execFileSync(process.execPath, [program, path.join(scratch, 'many')], { encoding: 'utf8' });
    return { ours: Number(printed), rounds: 1 };
  },
};
