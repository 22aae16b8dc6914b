import { Manifest } from '../../../lib/synth/manifest';
import { ClusterKnowledge } from '../../../lib/validation/admission/surroundings';

/**
 * Level and name of a rule, an object that it finds something in, what it says, the nearest object that is right, and
 * what else there is.
 */
export type Case = [
  rule: string,
  wrong: Manifest,
  words: string,
  right: Manifest,
  others?: Manifest[],
  knowledge?: ClusterKnowledge,
];
