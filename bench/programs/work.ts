// Prints the work of growing apps as JSON, a line each: node FLAGS --import tsx bench/programs/work.ts SMALL LARGE [NAME...]
import { workOf } from '../work'; // First: it only counts code that is loaded afterwards.
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { GROWING, Growing, growingBundle } from '../growing';

/** Work of the synthesis of an app of a size. */
function workOfSynth(growing: Growing, size: number, outdir: string): number {
  const bundle = growingBundle(growing, size, outdir);
  try {
    return workOf(() => {
      try {
        bundle.synth();
      } catch (error) {
        if (!growing.isRefused) {
          throw error;
        }
      }
    });
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

const sizes = process.argv.slice(2, 4).map(Number);
const names = process.argv.slice(4);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'work-'));
process.stderr.write = () => true; // Warnings are no matter.
try {
  for (const growing of GROWING.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const [, least, ...work] = [1, 1, ...sizes].map((size) => workOfSynth(growing, size, path.join(folder, 'dist')));
    // The first synthesis loads what is loaded on demand, and what is left is there at any size.
    console.log(JSON.stringify({ name: growing.name, work: work.map((each) => each - least) }));
  }
} finally {
  fs.rmSync(folder, { recursive: true });
}
