import { Duration } from 'cdk8s';
import { violation } from '../../private/errors';
import { Problems } from '../../validation/problems';
import { DNS_LABEL, nonEmpty, OBJECT_NAME, Requirement } from '../../validation/requirement';
import { GitSource, IBundleSource } from '../git-source';
import { OciSource } from '../oci-source';
import { FluxDeletionPolicy, FluxDeliveryProps } from './flux-props';
import { fluxUrl } from './flux-url';

/** Everything that is wrong with the properties of a delivery. */
export function validateFlux(props: FluxDeliveryProps): string[] {
  return [...nameFaults(props), ...durationFaults(props), ...policyFaults(props), ...sourceFaults(props)];
}

/** Whether Flux has a kind for a source. */
export function isKnown(source: IBundleSource): source is GitSource | OciSource {
  return source instanceof GitSource || source instanceof OciSource;
}

function nameFaults(props: FluxDeliveryProps): string[] {
  const problems = Problems.at();
  const requireNames = (requirement: Requirement, ...properties: (keyof FluxDeliveryProps)[]) => {
    for (const property of properties.filter((one) => props[one] !== undefined)) {
      problems.at(property).require(props[property], nonEmpty(requirement));
    }
  };
  requireNames(DNS_LABEL, 'namespace', 'name');
  requireNames(OBJECT_NAME, 'sourceName', 'secretRef', 'serviceAccountName', 'kubeConfigSecret');
  return problems.messages;
}

function durationFaults({ interval, retryInterval, timeout }: FluxDeliveryProps): string[] {
  return Object.entries({ interval, retryInterval, timeout }).flatMap(([property, duration]) => {
    const seconds = duration === undefined ? 1 : toSeconds(duration);
    return Number.isInteger(seconds) && seconds >= 1
      ? []
      : [violation(property, `${seconds}s`, 'must be whole seconds, at least one', 'round it')];
  });
}

function toSeconds(duration: Duration): number {
  return duration.toMilliseconds() / 1000;
}

function policyFaults({ deletionPolicy }: FluxDeliveryProps): string[] {
  const policies: string[] = Object.values(FluxDeletionPolicy);
  return deletionPolicy === undefined || policies.includes(deletionPolicy)
    ? []
    : [violation('deletionPolicy', deletionPolicy, `must be one of ${policies.join(', ')}`, 'use FluxDeletionPolicy')];
}

function sourceFaults({ createSource = true, secretRef, source, sourceName }: FluxDeliveryProps): string[] {
  if (!isKnown(source)) {
    const rule = 'must be a Git repository or an OCI artifact';
    return [violation('source', source.url, rule, 'use GitSource.of() or OciSource.of()')];
  }
  if (!createSource) {
    return existingSourceFaults(secretRef, sourceName);
  }
  const errors: string[] = [];
  if (sourceName !== undefined) {
    const rule = 'has no effect when the source is created';
    errors.push(violation('sourceName', sourceName, rule, "remove it, or set 'createSource' to false"));
  }
  if (secretRef === undefined && fluxUrl(source).startsWith('ssh://')) {
    const rule = `is required to fetch ${source.url}`;
    errors.push(violation('secretRef', undefined, rule, "name a Secret with 'identity' and 'known_hosts'"));
  }
  if (source instanceof GitSource && source.commit !== undefined && !/^[0-9a-f]{40}$/.test(source.commit)) {
    const rule = 'must be all 40 digits of a commit for Flux';
    errors.push(violation('source.commit', source.commit, rule, "write what 'git rev-parse' says"));
  }
  return errors;
}

/** A setting that nobody reads would look as if it worked. */
function existingSourceFaults(secretRef?: string, sourceName?: string): string[] {
  const errors: string[] = [];
  if (sourceName === undefined) {
    const rule = "is required when 'createSource' is false";
    errors.push(violation('sourceName', undefined, rule, 'name the GitRepository or OCIRepository'));
  }
  if (secretRef !== undefined) {
    const rule = "has no effect when 'createSource' is false";
    errors.push(violation('secretRef', secretRef, rule, 'remove it, and set it at the source'));
  }
  return errors;
}
