// Fuzzes synthesis, the YAML printer and the checks with more input than the tests: npm run fuzz [-- NAME [COUNT [SEED]]]
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as fc from 'fast-check';
import { randomApp } from '../test/synth/cdk8s/random-app';
import { outcomes } from '../test/synth/cdk8s/same-as-cdk8s';
import { fuzzYaml } from '../test/synth/yaml-fuzz';
import { documents } from '../test/validation/documents-arbitrary';
import { fuzz } from '../test/validation/fuzz';

/** A fuzz target: its default number of inputs, and a function that throws if one of them fails. */
type Target = readonly [count: number, run: (count: number, seed: number) => void];

const TARGETS: { readonly [name: string]: Target } = {
  apps: [20_000, fuzzApps],
  yaml: [2_000_000, fuzzEmitter],
  documents: [100_000, fuzzDocuments],
};

/** Compares the output of a bundle in the layouts of cdk8s with that of cdk8s itself. */
function fuzzApps(numRuns: number, seed: number): void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuzz-'));
  try {
    const property = fc.property(randomApp, (random) => {
      const [cdk8s, bundle] = outcomes(random, folder).map((outcome) => JSON.stringify(outcome));
      return cdk8s === bundle;
    });
    fc.assert(property, { numRuns, seed });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Compares the YAML of random objects with that of cdk8s, and parses it again. */
function fuzzEmitter(count: number, seed: number): void {
  const difference = fuzzYaml(count, seed);
  if (difference) {
    throw new Error(JSON.stringify(difference, undefined, 2));
  }
}

/** Reads and checks random documents as `cdk8s-spinkube validate` does. */
function fuzzDocuments(numRuns: number, seed: number): void {
  const property = fc.property(documents, (text) => {
    fuzz(text);
  });
  fc.assert(property, { numRuns, seed });
}

const [chosen = '', count = '', seed = String(Date.now())] = process.argv.slice(2);
if (chosen !== '' && !(chosen in TARGETS)) {
  throw new Error(`'${chosen}' is not a fuzz target; use one of ${Object.keys(TARGETS).join(', ')}`);
}
for (const [name, [most, run]] of Object.entries(TARGETS)) {
  if (chosen === '' || chosen === name) {
    const start = performance.now();
    const runs = Number(count || most);
    run(runs, Number(seed) | 0);
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    const peak = Math.round(process.resourceUsage().maxRSS / 1024);
    console.log(`${name}: ${runs} inputs passed (seed ${Number(seed) | 0}) in ${seconds} s, peak memory ${peak} MiB`);
  }
}
