import { App, Chart } from 'cdk8s';
import { Bundle } from '../../lib';
import { Case } from '../case';
import { interleave, Trial, WARM_UP } from '../measure';
import { addSpinApp, charts, Shape } from '../shapes';
import { synthOf } from './cdk8s-app';

const ROUNDS = 5;

/** The default layout of a bundle, without deliveries; cdk8s has no equivalent. */
export const STAGES_CASES: Case[] = [
  stages('stages-1000', '1,000 charts x 1 SpinApp, as stages', charts(1000, 1)),
  stages('stages-10000', '10,000 charts x 1 SpinApp, as stages', charts(10_000, 1)),
  stages('stages-objects', '1 chart x 10,000 SpinApps, as stages', charts(1, 10_000)),
  measured('stages-again', '10,000 charts x 1 SpinApp, written again with one app changed', (outdir) => {
    synthOf(new Bundle({ outdir }), changing('before'))();
    return synthOf(new Bundle({ outdir }), changing('after'));
  }),
];

/** 10,000 charts that stay the same, and one that changes. */
function changing(name: string): Shape {
  return (app: App) => {
    charts(9_999, 1)(app);
    addSpinApp(new Chart(app, 'changing'), name);
  };
}

function stages(name: string, title: string, shape: Shape): Case {
  return measured(name, title, (outdir) => synthOf(new Bundle({ outdir }), shape));
}

function measured(name: string, title: string, trial: Trial): Case {
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
