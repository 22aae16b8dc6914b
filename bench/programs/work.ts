// Prints the work of growing apps as JSON, a line each: node FLAGS --import tsx bench/programs/work.ts SMALL LARGE [NAME...]
import { workOf } from '../work'; // First: it only counts code that is loaded afterwards.
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { GROWING, Growing, growingBundle } from '../growing';
import { GROWING_INPUTS } from '../growing-inputs';

/** An action over something of any size. */
interface Action {
  readonly name: string;
  readonly prepare: (size: number, outdir: string) => () => void;
}

function synthOf(growing: Growing): Action {
  return {
    name: growing.name,
    prepare(size, outdir) {
      const bundle = growingBundle(growing, size, outdir);
      return () => {
        try {
          bundle.synth();
        } catch (error) {
          if (!growing.isRefused) {
            throw error;
          }
        }
      };
    },
  };
}

function workOfAction({ prepare }: Action, size: number, outdir: string): number {
  try {
    return workOf(prepare(size, outdir));
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

const sizes = process.argv.slice(2, 4).map(Number);
const names = process.argv.slice(4);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'work-'));
process.stderr.write = () => true; // Warnings are no matter.
try {
  const all = [...GROWING.map(synthOf), ...GROWING_INPUTS];
  for (const action of all.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const [, least, ...work] = [1, 1, ...sizes].map((size) => workOfAction(action, size, path.join(folder, 'dist')));
    // The first one loads what is loaded on demand, and what is left is there at any size.
    console.log(JSON.stringify({ name: action.name, work: work.map((each) => each - least) }));
  }
} finally {
  fs.rmSync(folder, { recursive: true });
}
