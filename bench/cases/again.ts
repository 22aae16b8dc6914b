import { Chart } from 'cdk8s';
import { Bundle } from '../../lib';
import { stagedOutput } from '../../lib/gitops/staged-output';
import { partsOf } from '../../lib/synth/output/text';
import { FieldValidation } from '../../lib/validation/field-validation';
import { Case } from '../case';
import { DELIVERIES } from '../deliveries';
import { interleave, Trial } from '../measure';
import { addSpinApp, charts } from '../shapes';

const ROUNDS = 3;

/** Renders the files of a bundle and writes none. */
function render(bundle: Bundle): void {
  const options = {
    clusters: [],
    deliveries: DELIVERIES,
    existingNamespaces: [],
    fieldValidation: FieldValidation.WARN,
  };
  const { files } = stagedOutput(bundle, { ...options, recordConstructMetadata: false });
  let parts = 0;
  for (const [, { text }] of files) {
    parts += partsOf(text).length; // A text is rendered when it is read.
  }
  if (parts === 0) {
    throw new Error('nothing is rendered');
  }
}

function synth(bundle: Bundle): void {
  bundle.synth();
}

/** Figures of the three trials, which take turns; both cases are about them. */
let measured: { readonly rendering: number; readonly unchanged: number; readonly changed: number } | undefined;

/** A bundle that is written over itself, in which at most one of 10,000 apps has changed. */
export const AGAIN_CASES: Case[] = [
  {
    name: 'again-unchanged',
    title: '10,000 charts, 3 deliveries, nothing changed',
    unit: 'ms',
    peer: 'rendering',
    goal: { atMost: 1.3 },
    run(scratch) {
      const { rendering: peer, unchanged: ours } = measure(scratch);
      return { ours, peer, rounds: ROUNDS };
    },
  },
  {
    name: 'again-changed',
    title: '10,000 charts, 3 deliveries, one app changed',
    unit: 'ms',
    peer: 'nothing changed',
    goal: { atMost: 1.1 },
    run(scratch) {
      const { changed: ours, unchanged: peer } = measure(scratch);
      return { ours, peer, rounds: ROUNDS };
    },
  },
];

function measure(scratch: string): NonNullable<typeof measured> {
  if (!measured) {
    const trials = [again('before', render), again('before', synth), again('after', synth)];
    const [alone, unchanged, changed] = interleave({ trials, rounds: ROUNDS, scratch });
    measured = { rendering: alone, unchanged, changed };
  }
  return measured;
}

/** Writes the bundle once, and then does something with it when one app may have another name. */
function again(changing: string, action: (bundle: Bundle) => void): Trial {
  return (outdir) => {
    synth(bundleWith(outdir, 'before'));
    const bundle = bundleWith(outdir, changing);
    return () => {
      action(bundle);
    };
  };
}

/** 9,999 charts that stay the same, and one that changes. */
function bundleWith(outdir: string, changing: string): Bundle {
  const bundle = new Bundle({ outdir, deliveries: DELIVERIES });
  charts(9_999, 1)(bundle);
  addSpinApp(new Chart(bundle, 'changing'), changing);
  return bundle;
}
