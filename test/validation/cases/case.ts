import { Manifest } from '../../../lib/synth/manifest';
import { ClusterKnowledge } from '../../../lib/validation/admission/surroundings';

/**
 * A case of a rule: its level and name, an object that it reports, the message, a similar object that it accepts, and the
 * other objects and knowledge that it needs.
 */
export type Case = [
  rule: string,
  wrong: Manifest,
  words: string,
  right: Manifest,
  others?: Manifest[],
  knowledge?: ClusterKnowledge,
];
