import { Case } from '../case';
import { interleave, WARM_UP } from '../measure';
import { charts } from '../shapes';
import { bundleTrial } from './cdk8s-app';

const ROUNDS = 5;

/** Ten times the charts should take about ten times as long. */
export const GROWTH_CASE: Case = {
  name: 'growth',
  title: '10,000 charts x 1 SpinApp',
  unit: 'ms',
  peer: 'ours, 1,000',
  goal: { atMost: 13 },
  run(scratch) {
    const trials = [bundleTrial(charts(10_000, 1)), bundleTrial(charts(1000, 1))];
    const [ours, peer] = interleave({ trials, rounds: ROUNDS, scratch, warmUp: WARM_UP });
    return { ours, peer, rounds: ROUNDS };
  },
};
