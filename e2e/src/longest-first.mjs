import { basename } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/** Suites that take minutes, the longest first. Any of them at the end would run alone, with a core to spare. */
const LONGEST = [
  'node-upgrade',
  'argo-cd',
  'doctor',
  'tutorial',
  'upgrade-git',
  'shim-upgrade',
  'kubectl',
  'upgrade',
  'upgrade-traffic',
  'verdicts',
  'flux',
  'from-helm',
];

/** Starts the longest suites first, also on a machine on which Jest has not seen how long they take. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const others = super.sort(tests).map(({ path }) => basename(path, '.test.ts'));
    const order = [...LONGEST, ...others];
    const rank = ({ path }) => order.indexOf(basename(path, '.test.ts'));
    return [...tests].sort((a, b) => rank(a) - rank(b));
  }
}
