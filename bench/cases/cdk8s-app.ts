import { App, YamlOutputType } from 'cdk8s';
import { Bundle } from '../../lib';
import { Case } from '../case';
import { interleave, Trial, WARM_UP } from '../measure';
import { charts, layers, Shape } from '../shapes';
import { expectSameTrees } from '../trees';

const yamlOutputType = YamlOutputType.FILE_PER_CHART;

/** Synthesizes an app in the layout of cdk8s. */
export function bundleTrial(shape: Shape): Trial {
  return (outdir) => synthOf(new Bundle({ outdir, yamlOutputType }), shape);
}

function cdk8sTrial(shape: Shape): Trial {
  return (outdir) => synthOf(new App({ outdir, yamlOutputType }), shape);
}

/** Adds charts to an app, and returns its synthesis. */
export function synthOf(app: App, shape: Shape): () => void {
  shape(app);
  return () => {
    app.synth();
  };
}

/** The same app in a Bundle and a cdk8s.App, whose time is quadratic in the number of charts and worse in layers. */
export const CDK8S_APP_CASES: Case[] = [
  against('charts-1000', '1,000 charts x 1 SpinApp', charts(1000, 1), { atLeast: 12, rounds: 5 }),
  against('charts-3000', '3,000 charts x 1 SpinApp', charts(3000, 1), { atLeast: 35, rounds: 5 }),
  against('objects-1000', '1 chart x 1,000 SpinApps', charts(1, 1000), { atLeast: 3, rounds: 15 }),
  against('objects-10000', '1 chart x 10,000 SpinApps', charts(1, 10_000), { rounds: 5 }),
  against('layers', '5 layers x 5 charts x 10 SpinApps', layers(5, 5, 10), { atLeast: 100, rounds: 5 }),
];

function against(
  name: string,
  title: string,
  shape: Shape,
  { atLeast, rounds }: { readonly atLeast?: number; readonly rounds: number },
): Case {
  return {
    name,
    title,
    unit: 'ms',
    peer: 'cdk8s.App',
    goal: atLeast === undefined ? undefined : { atLeast },
    run(scratch) {
      const trials = [bundleTrial(shape), cdk8sTrial(shape)];
      const [ours, peer] = interleave({ trials, rounds, scratch, verify: expectSameTrees, warmUp: WARM_UP });
      return { ours, peer, rounds };
    },
  };
}
