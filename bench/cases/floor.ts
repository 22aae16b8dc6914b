import * as fs from 'fs';
import * as path from 'path';
import { Case } from '../case';
import { manifestsOf } from '../manifests';
import { interleave, Trial, WARM_UP } from '../measure';
import { charts } from '../shapes';
import { expectSameTrees, readTree } from '../trees';
import { bundleTrial } from './cdk8s-app';

const ROUNDS = 5;
const SHAPE = charts(10_000, 1);

/** Lower bound: serializes each manifest as JSON, and writes each file. */
function floorTrial(scratch: string): Trial {
  const manifests = manifestsOf(SHAPE);
  const original = path.join(scratch, 'original');
  bundleTrial(SHAPE)(original)();
  const files = [...readTree(original)];
  return (folder) => () => {
    fs.mkdirSync(folder);
    manifests.forEach((manifest) => JSON.stringify(manifest));
    files.forEach(([file, text]) => {
      fs.writeFileSync(path.join(folder, file), text);
    });
  };
}

/** A bundle against a lower bound for writing the same files. */
export const FLOOR_CASE: Case = {
  name: 'floor',
  title: '10,000 charts x 1 SpinApp',
  unit: 'ms',
  peer: 'JSON, file writes',
  goal: { atMost: 4 },
  run(scratch) {
    const trials = [bundleTrial(SHAPE), floorTrial(scratch)];
    const [ours, peer] = interleave({ trials, rounds: ROUNDS, scratch, verify: expectSameTrees, warmUp: WARM_UP });
    return { ours, peer, rounds: ROUNDS };
  },
};
