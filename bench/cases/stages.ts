import { Bundle } from '../../lib';
import { Case } from '../case';
import { interleave, Trial, WARM_UP } from '../measure';
import { charts, Shape } from '../shapes';
import { synthOf } from './cdk8s-app';

const ROUNDS = 5;

/** The default layout of a bundle, without deliveries; cdk8s has no equivalent. */
export const STAGES_CASES: Case[] = [
  stages('stages-1000', '1,000 charts x 1 SpinApp, as stages', charts(1000, 1)),
  stages('stages-10000', '10,000 charts x 1 SpinApp, as stages', charts(10_000, 1)),
  stages('stages-objects', '1 chart x 10,000 SpinApps, as stages', charts(1, 10_000)),
];

function stages(name: string, title: string, shape: Shape): Case {
  const trial: Trial = (outdir) => synthOf(new Bundle({ outdir }), shape);
  return {
    name,
    title,
    unit: 'ms',
    run(scratch) {
      const [ours] = interleave({ trials: [trial], rounds: ROUNDS, scratch, warmUp: WARM_UP });
      return { ours, rounds: ROUNDS };
    },
  };
}
