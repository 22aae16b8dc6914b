import * as path from 'path';
import { App } from 'cdk8s';
import { Bundle, Cluster } from '../../lib';
import { Case } from '../case';
import { interleave, Trial, WARM_UP } from '../measure';
import { charts } from '../shapes';

const ROUNDS = 5;
const NAMES = Array.from({ length: 100 }, (_, index) => `cluster-${index}`);
const fill = charts(1, 20);

const bundle: Trial = (outdir) => {
  const app = new Bundle({ outdir });
  NAMES.forEach((name) => {
    fill(new Cluster(app, name));
  });
  return () => {
    app.synth();
  };
};

const apps: Trial = (folder) => {
  const all = NAMES.map((name) => new App({ outdir: path.join(folder, name) }));
  all.forEach(fill);
  return () => {
    all.forEach((app) => {
      app.synth();
    });
  };
};

/** A fleet: one Bundle that writes stages, against a cdk8s.App for each cluster. */
export const CLUSTERS_CASE: Case = {
  name: 'clusters',
  title: '100 clusters x 20 SpinApps, as stages',
  unit: 'ms',
  peer: '100 cdk8s.Apps',
  run(scratch) {
    const [ours, peer] = interleave({ trials: [bundle, apps], rounds: ROUNDS, scratch, warmUp: WARM_UP });
    return { ours, peer, rounds: ROUNDS };
  },
};
