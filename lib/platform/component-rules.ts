import { Duration } from 'cdk8s';
import { violation } from '../private/errors';
import { Problems } from '../validation/problems';
import { DNS_LABEL, nonEmpty } from '../validation/requirement';
import { inSeconds } from './workload/pod';

const RELEASE_NAME = { ...nonEmpty(DNS_LABEL), remedy: "use the name that 'helm list' shows" };

/** What every component has. */
export interface ComponentSettings {
  readonly helmReleaseName: string;
  readonly namespace: string;
}

export function validateNames({ helmReleaseName, namespace }: ComponentSettings): string[] {
  const problems = Problems.at();
  problems.at('helmReleaseName').require(helmReleaseName, RELEASE_NAME);
  problems.at('namespace').require(namespace, nonEmpty(DNS_LABEL));
  return problems.messages;
}

/** A namespace other than that of the component, if one is named. */
export function validateNamespace(property: string, namespace?: string): string[] {
  const problems = Problems.at(property);
  if (namespace !== undefined) {
    problems.require(namespace, nonEmpty(DNS_LABEL));
  }
  return problems.messages;
}

export function validateWholeSeconds(property: string, duration: Duration): string[] {
  const seconds = inSeconds(duration);
  return Number.isInteger(seconds) ? [] : [violation(property, `${seconds}s`, 'must be whole seconds', 'round it up')];
}
