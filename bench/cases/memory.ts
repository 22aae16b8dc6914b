import { execFileSync } from 'child_process';
import * as path from 'path';
import { builtProgram } from '../built';
import { Case } from '../case';

/** Peak memory of processes that write very large apps. */
export const MEMORY_CASES: Case[] = [
  memory('memory', '100,000 SpinApps in 1,000 charts, peak memory', 1500, 'many-objects'),
  memory('memory-stages', '100,000 SpinApps in 1,000 charts, 3 deliveries, peak memory', 500, 'many-objects', 'stages'),
  memory('memory-text', 'a ConfigMap with 100 MB of text, peak memory', 400, 'large-text'),
];

function memory(name: string, title: string, atMost: number, program: string, ...args: string[]): Case {
  return {
    name,
    title,
    unit: 'MB',
    goal: { atMost },
    run(scratch) {
      const command = [builtProgram(program), path.join(scratch, 'output'), ...args];
      return { ours: Number(execFileSync(process.execPath, command, { encoding: 'utf8' })), rounds: 1 };
    },
  };
}
