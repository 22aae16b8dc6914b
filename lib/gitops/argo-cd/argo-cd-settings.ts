import { Duration } from 'cdk8s';
import { listedError, violation } from '../../private/errors';
import { isDnsLabel } from '../../private/names';
import { Problems } from '../../validation/problems';
import { DNS_LABEL, nonEmpty } from '../../validation/requirement';
import { GitSource, IBundleSource } from '../git-source';
import { OciSource } from '../oci-source';
import { ArgoCdGenerator } from './argo-cd-generator';
import { ArgoCdDeliveryProps, ArgoCdMode } from './argo-cd-props';

/** What Argo CD fetches, in its own words. */
export interface SourceSettings {
  readonly repoUrl: string;
  readonly targetRevision: string;

  /** The output directory of the bundle in it. */
  readonly path: string;
}

/** How Argo CD tries again. */
export interface RetrySettings {
  readonly limit: number;
  readonly duration: string;
  readonly factor: number;
  readonly maxDuration: string;
}

/** Properties of the delivery, settled. */
export interface ArgoCdSettings {
  readonly source: SourceSettings;
  readonly mode: ArgoCdMode;
  readonly namespace: string;
  readonly name: string;

  /** An existing project, if it is one. */
  readonly project?: string;

  /** The clusters of one ApplicationSet, if there is one for several. */
  readonly generator?: ArgoCdGenerator;

  /** The cluster, if it is said which one. */
  readonly destination?: string;

  /** How Argo CD syncs by itself, if it does. */
  readonly automated?: { readonly prune: boolean; readonly selfHeal: boolean };
  readonly retry: RetrySettings;
  readonly healthChecks: boolean;
  readonly labels?: { [key: string]: string };
}

const BACKOFF = Duration.seconds(5);
const MAX_BACKOFF = Duration.minutes(3);

/**
 * Fills in the defaults.
 *
 * @throws with everything that is wrong at once
 */
export function settle(props: ArgoCdDeliveryProps): ArgoCdSettings {
  const errors = faultsOf(props);
  const source = sourceSettings(props.source);
  if (errors.length > 0 || source === undefined) {
    throw listedError('ArgoCdDelivery has', errors);
  }
  const { automated = true, labels, prune = true, selfHeal = true } = props;
  return {
    source,
    mode: props.mode ?? ArgoCdMode.APP_OF_APPS,
    namespace: props.namespace ?? 'argocd',
    name: props.name ?? 'spinkube',
    project: props.project,
    generator: props.generator,
    destination: props.destination,
    automated: automated ? { prune, selfHeal } : undefined,
    retry: {
      limit: props.retryLimit ?? 10,
      duration: `${seconds(props.retryBackoff ?? BACKOFF)}s`,
      factor: props.retryBackoffFactor ?? 2,
      maxDuration: `${seconds(props.retryMaxBackoff ?? MAX_BACKOFF)}s`,
    },
    healthChecks: props.healthChecks ?? true,
    labels: labels && Object.keys(labels).length > 0 ? { ...labels } : undefined,
  };
}

/** Nothing for a source that says no revision which Argo CD knows. */
function sourceSettings(source: IBundleSource): SourceSettings | undefined {
  const { path, url: repoUrl } = source;
  if (source instanceof GitSource) {
    return { repoUrl, path, targetRevision: source.revision };
  }
  if (source instanceof OciSource) {
    return { repoUrl, path, targetRevision: source.digest ?? source.semver ?? source.tag ?? 'latest' };
  }
  return undefined;
}

function faultsOf(props: ArgoCdDeliveryProps): string[] {
  const { destination, generator, mode, name, namespace, project, source } = props;
  const errors: string[] = [];
  const check = (property: keyof ArgoCdDeliveryProps, fine: boolean, rule: string, remedy: string, value?: unknown) => {
    if (!fine) {
      errors.push(violation(property, value ?? props[property], rule, remedy));
    }
  };
  check(
    'source',
    sourceSettings(source) !== undefined,
    'must say which revision to fetch',
    'use GitSource.of() or OciSource.of()',
    source.url,
  );
  const modes: string[] = Object.values(ArgoCdMode);
  check('mode', mode === undefined || modes.includes(mode), `must be one of ${modes.join(', ')}`, 'use ArgoCdMode');
  const names = Problems.at();
  for (const [property, value] of Object.entries({ namespace, name })) {
    if (value !== undefined) {
      names.at(property).require(value, nonEmpty(DNS_LABEL));
    }
  }
  errors.push(...names.messages);
  check(
    'project',
    project === undefined || isName(project),
    'must be the name of an AppProject',
    'name one that exists, or leave it out to have one made',
  );
  check(
    'destination',
    destination === undefined || isDestination(destination),
    'must be the address of an API server or the name of a cluster, not a pattern',
    "write 'https://HOST', or a name of 'argocd cluster list'",
  );
  check(
    'destination',
    destination === undefined || generator === undefined,
    "cannot be given with 'generator', which says the cluster of each Application",
    'remove one of them',
  );
  return [
    ...errors,
    ...automationFaults(props),
    ...retryFaults(props),
    ...labelFaults('labels', props.labels),
    ...labelFaults('generator', generator?._ofBundle),
    ...labelFaults('generator', generator?._ofArgoCd),
  ];
}

/** In a project a destination is a pattern, and one that begins with an exclamation mark forbids. */
function isDestination(destination: string): boolean {
  return isServer(destination) ? /^https?:\/\/[^\s*?{}]+$/.test(destination) : /^[^\s*?[\]{}!/]+$/.test(destination);
}

/** Whether a destination is an address, not a name. */
export function isServer(destination: string): boolean {
  return destination.includes('://');
}

/** A setting that nobody reads would look as if it worked. */
function automationFaults(props: ArgoCdDeliveryProps): string[] {
  const unread = (reason: string, ...properties: ('automated' | 'prune' | 'selfHeal')[]) =>
    properties
      .filter((property) => props[property] !== undefined)
      .map((property) => violation(property, props[property], `has no effect ${reason}`, `remove '${property}'`));
  if (props.mode === ArgoCdMode.ROLLING_SYNC) {
    return unread('with ArgoCdMode.ROLLING_SYNC, which syncs whatever differs', 'automated', 'selfHeal');
  }
  return props.automated === false ? unread("when 'automated' is false", 'prune', 'selfHeal') : [];
}

function retryFaults(props: ArgoCdDeliveryProps): string[] {
  const { retryBackoff = BACKOFF, retryBackoffFactor, retryLimit, retryMaxBackoff = MAX_BACKOFF } = props;
  const errors: string[] = [];
  const atLeast = (property: string, value: number | undefined, least: number, remedy: string) => {
    if (value !== undefined && !(Number.isInteger(value) && value >= least)) {
      errors.push(violation(property, value, `must be a whole number of at least ${least}`, remedy));
    }
  };
  atLeast('retryLimit', retryLimit, -1, 'use 0 for no retry, -1 for no limit');
  atLeast('retryBackoffFactor', retryBackoffFactor, 1, 'use 1 for retries at equal distances');
  for (const [property, duration] of Object.entries({ retryBackoff, retryMaxBackoff })) {
    if (!(Number.isInteger(seconds(duration)) && seconds(duration) >= 1)) {
      errors.push(violation(property, `${seconds(duration)}s`, 'must be whole seconds, at least one', 'round it'));
    }
  }
  if (seconds(retryMaxBackoff) < seconds(retryBackoff)) {
    const rule = `must not be shorter than 'retryBackoff' (${seconds(retryBackoff)}s)`;
    errors.push(violation('retryMaxBackoff', `${seconds(retryMaxBackoff)}s`, rule, 'make it longer'));
  }
  return errors;
}

function seconds(duration: Duration): number {
  return duration.toMilliseconds() / 1000;
}

const LABEL = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

function labelFaults(property: string, labels: { [key: string]: string } = {}): string[] {
  return Object.entries(labels)
    .filter(([key, value]) => !isLabelKey(key) || !(value === '' || LABEL.test(value)))
    .map(([key, value]) =>
      violation(property, `${key}=${value}`, 'must be a label of Kubernetes', 'mend its key or value'),
    );
}

function isLabelKey(key: string): boolean {
  const parts = key.split('/');
  const prefixes = parts.slice(0, -1);
  return LABEL.test(parts[parts.length - 1]) && prefixes.length <= 1 && prefixes.every(isName);
}

/** RFC 1123 subdomain: what Kubernetes wants of most names. */
function isName(name: string): boolean {
  return name.split('.').every(isDnsLabel);
}
