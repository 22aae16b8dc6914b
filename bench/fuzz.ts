// Random documents through the reading and the checks of `cdk8s-spinkube validate`: npm run fuzz [COUNT]
import fc from 'fast-check';
import { documents } from '../test/validation/documents-arbitrary';
import { fuzz } from '../test/validation/fuzz';

const count = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? Date.now());
const start = performance.now();
let slowest = 0;
fc.assert(
  fc.property(documents, (text) => {
    const begin = performance.now();
    fuzz(text);
    slowest = Math.max(slowest, performance.now() - begin);
  }),
  { seed, numRuns: count },
);
const seconds = ((performance.now() - start) / 1000).toFixed(0);
const peak = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(
  `${count} documents, seed ${seed}: ${seconds} s, the slowest ${slowest.toFixed(0)} ms, at most ${peak} MiB`,
);
