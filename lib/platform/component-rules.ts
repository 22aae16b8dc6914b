import { Duration } from 'cdk8s';
import { violation } from '../private/errors';
import { isDnsLabel } from '../private/names';
import { inSeconds } from './workload/pod';

const DNS_LABEL =
  'is not a valid DNS label: use at most 63 lower-case letters, digits and dashes, beginning and ending with a letter or digit';

/** What every component has. */
export interface ComponentSettings {
  readonly helmReleaseName: string;
  readonly namespace: string;
}

export function validateNames({ helmReleaseName, namespace }: ComponentSettings): string[] {
  return [
    ...(isDnsLabel(helmReleaseName)
      ? []
      : [violation('helmReleaseName', helmReleaseName, DNS_LABEL, "use the name that 'helm list' shows")]),
    ...(isDnsLabel(namespace) ? [] : [violation('namespace', namespace, DNS_LABEL, 'choose another one')]),
  ];
}

/** A namespace other than that of the component, if one is named. */
export function validateNamespace(property: string, namespace?: string): string[] {
  return namespace === undefined || isDnsLabel(namespace)
    ? []
    : [violation(property, namespace, 'must be a DNS label, as all namespaces', 'name one that exists')];
}

export function validateWholeSeconds(property: string, duration: Duration): string[] {
  const seconds = inSeconds(duration);
  return Number.isInteger(seconds) ? [] : [violation(property, `${seconds}s`, 'must be whole seconds', 'round it up')];
}
