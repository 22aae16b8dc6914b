import { violation } from '../../private/errors';
import { isDnsLabel } from '../../private/names';

/** A namespace other than that of cert-manager, if one is named. */
export function validateNamespace(property: string, namespace?: string): string[] {
  return namespace === undefined || isDnsLabel(namespace)
    ? []
    : [violation(property, namespace, 'must be a DNS label, as all namespaces', 'name one that exists')];
}
