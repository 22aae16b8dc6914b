import { Case } from '../case';
import { GROWING, growingBundle } from '../growing';
import { interleave, Trial, WARM_UP } from '../measure';

const ROUNDS = 3;

/** Ten times the size of other shapes than single charts, with three deliveries: about ten times as long. */
export const SHAPE_CASES: Case[] = [
  shape('shape-chain', '10,000 charts in a chain', 'chain of charts', 10_000),
  shape('shape-all', '1,000 charts, each after all before', 'charts, each of which depends on all before', 2500),
  shape('shape-webhook', 'webhook beside 10,000 SpinApps', 'webhook beside SpinApps and other objects', 2000),
  shape('shape-clusters', '2,000 clusters in a chain', 'chain of clusters', 2000),
  shape('shape-rings', '100 rings of 3 clusters, RollingSync', 'rings of clusters in an ApplicationSet', 100),
];

function shape(name: string, title: string, growingName: string, size: number): Case {
  return {
    name,
    title,
    unit: 'ms',
    peer: 'ours, a tenth',
    goal: { atMost: 13 },
    run(scratch) {
      const trials = [trial(growingName, size), trial(growingName, size / 10)];
      const [ours, peer] = interleave({ trials, rounds: ROUNDS, scratch, warmUp: WARM_UP });
      return { ours, peer, rounds: ROUNDS };
    },
  };
}

function trial(growingName: string, size: number): Trial {
  const growing = GROWING.find(({ name }) => name === growingName);
  if (!growing) {
    throw new Error(`there is no growing app '${growingName}'`);
  }
  return (outdir) => {
    const bundle = growingBundle(growing, size, outdir);
    return () => {
      bundle.synth();
    };
  };
}
