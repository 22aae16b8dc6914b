import { Manifest } from '../../synth/manifest';
import { textAt } from '../text-at';
import { Grant, grant } from './grant';

const ENFORCED = 'pod-security.kubernetes.io/enforce';

/** The Pod Security Standards from the strictest; a namespace without one is as `privileged`. */
const STANDARDS = ['restricted', 'baseline', 'privileged'];

/**
 * The pods that a namespace admits. One that is new admits those that it says, because a cluster may have a standard for
 * namespaces without one.
 */
export function grantsOfNamespace(namespace: Manifest, isNew: boolean): Grant[] {
  const standard = textAt(namespace.metadata, 'labels', ENFORCED);
  const level = STANDARDS.indexOf(standard || (isNew ? STANDARDS[0] : 'privileged'));
  return STANDARDS.slice(1, level < 0 ? undefined : level + 1).map((one) => grant('pods', `of the standard ${one}`));
}
