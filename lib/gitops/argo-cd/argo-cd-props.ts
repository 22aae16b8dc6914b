import { Duration } from 'cdk8s';
import { byName } from '../../private/by-name';
import { listedError } from '../../private/errors';
import { checkedProps } from '../../private/checked-props';
import { given } from '../../private/given';
import { Problems } from '../../validation/problems';
import {
  DNS_LABEL,
  LABEL_VALUE,
  nonEmpty,
  OBJECT_NAME,
  ofAnyText,
  oneOfNoneEmpty,
  QUALIFIED_NAME,
  wholeNumber,
} from '../../validation/requirement';
import { requireWholeSeconds, seconds } from '../duration';
import { GitSource, IBundleSource } from '../git-source';
import { OciSource } from '../oci-source';
import { ArgoCdGenerator } from './argo-cd-generator';

/** Mode: how Argo CD applies the stages in order. */
export enum ArgoCdMode {
  /**
   * App of apps: an Application for each stage, and one that creates them wave by wave. The manifests have no annotations of
   * Argo CD, and each stage shows its own health.
   *
   * Waves wait for each other only with the health check of Applications, which is one of `healthChecks`. They do so when
   * stages are created, and when `source` moves from one tag or commit to the next; a push to a branch is synced by all stages
   * in parallel, with retries.
   */
  APP_OF_APPS = 'AppOfApps',

  /**
   * Sync waves: one Application for all manifests, each annotated with the level of its stage as its sync wave. Every sync goes
   * wave by wave.
   */
  SYNC_WAVES = 'SyncWaves',

  /**
   * Rolling sync (progressive syncs): an ApplicationSet creates an Application for each stage, syncs a level when all levels
   * before it are healthy, at every change, and deletes them in reverse order. The manifests have no annotations of Argo CD.
   *
   * Requires Argo CD 3.2 or later with `applicationsetcontroller.enable.progressive.syncs`.
   *
   * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Progressive-Syncs/
   */
  ROLLING_SYNC = 'RollingSync',
}

/** Properties of `ArgoCdDelivery`. */
export interface ArgoCdDeliveryProps {
  /**
   * Source of the bundle: a `GitSource`, or an `OciSource` with Argo CD 3.1 or later.
   *
   * Argo CD reads one layer of an OCI artifact, by default of the media type `application/vnd.oci.image.layer.v1.tar+gzip`.
   *
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/oci/
   */
  readonly source: IBundleSource;

  /**
   * Mode: how Argo CD applies the stages in order.
   *
   * @default ArgoCdMode.APP_OF_APPS
   */
  readonly mode?: ArgoCdMode;

  /**
   * Generator of one ApplicationSet for all `Cluster`s of the bundle, instead of Applications in the folder of each: an
   * Application for each cluster, or with `ArgoCdMode.ROLLING_SYNC` one for each stage of each cluster, where a level waits
   * for the previous levels in all clusters. All charts must then be in a `Cluster`; the one in which Argo CD runs is called
   * `in-cluster`.
   *
   * @default - none: each cluster has Applications in its own folder
   */
  readonly generator?: ArgoCdGenerator;

  /**
   * Namespace of Argo CD, the Applications and the project.
   *
   * @default 'argocd'
   */
  readonly namespace?: string;

  /**
   * Name of the Application of the whole bundle and of the ApplicationSet, and prefix of the names of the Applications of the
   * stages: `spinkube-cert-manager`. In a `Cluster`, its name comes first: `eu-1-spinkube`.
   *
   * @default 'spinkube'
   */
  readonly name?: string;

  /**
   * Name of an existing AppProject for the Applications. It must allow the objects of the bundle, and Applications in
   * `namespace` unless there is only one.
   *
   * @default - a new project, named like the Application of the whole bundle, which allows only this repository and the kinds and
   * namespaces of the bundle
   */
  readonly project?: string;

  /**
   * Destination cluster: the address of its API server, or its name in Argo CD. With several `Cluster`s in the bundle it applies
   * to all of them, for an Argo CD in each.
   *
   * @default - https://kubernetes.default.svc, the cluster in which Argo CD runs; for a `Cluster` of the bundle, the cluster of
   * the same name in Argo CD
   */
  readonly destination?: string;

  /**
   * Automated sync when the source changes. `ArgoCdMode.ROLLING_SYNC` always syncs.
   *
   * @default true
   */
  readonly automated?: boolean;

  /**
   * Prunes objects that are no longer in the bundle during an automated sync. CustomResourceDefinitions always stay, because all
   * objects of their kinds would be deleted.
   *
   * @default true
   */
  readonly prune?: boolean;

  /**
   * Self-heal: reverts changes that others make in the cluster. `ArgoCdMode.ROLLING_SYNC` always does.
   *
   * @default true
   */
  readonly selfHeal?: boolean;

  /**
   * Number of retries of a failed sync; -1 retries forever. The defaults take about 17 minutes; after that Argo CD waits for a
   * change of the source.
   *
   * @default 10
   */
  readonly retryLimit?: number;

  /**
   * Delay before the first retry.
   *
   * Rendered as whole seconds.
   *
   * @default Duration.seconds(5)
   */
  readonly retryBackoff?: Duration;

  /**
   * Factor by which the delay grows with each retry.
   *
   * @default 2
   */
  readonly retryBackoffFactor?: number;

  /**
   * Maximum delay between retries.
   *
   * Rendered as whole seconds.
   *
   * @default Duration.minutes(3)
   */
  readonly retryMaxBackoff?: Duration;

  /**
   * Writes a file with health checks, to be merged into the configuration of Argo CD. Its built-in check of SpinApps never reports
   * an app as healthy, and it has none for the other kinds that stages must wait for. The file also declares the quantities in
   * SpinApps, so that `0.5` and `500m` are not a difference.
   *
   * @default true
   */
  readonly healthChecks?: boolean;

  /**
   * Labels of the Applications and the project.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };
}

/** The source, in the terms of Argo CD. */
export interface SourceSettings {
  readonly repoUrl: string;
  readonly targetRevision: string;

  /** The output directory of the bundle in it. */
  readonly path: string;
}

/** Retries of a sync. */
export interface RetrySettings {
  readonly limit: number;

  /** Undefined for that of Argo CD, which the defaults of the delivery are. */
  readonly backoff?: { readonly duration: string; readonly factor: number; readonly maxDuration: string };
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
export function settle(options: ArgoCdDeliveryProps): ArgoCdSettings {
  const props = checkedProps('ArgoCdDeliveryProps', options, 'ArgoCdDelivery');
  const { messages } = problemsOf(props);
  const source = sourceSettings(props.source);
  if (messages.length > 0 || source === undefined) {
    throw listedError('ArgoCdDelivery has', messages);
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
    retry: { limit: props.retryLimit ?? 10, backoff: backoffOf(props) },
    healthChecks: props.healthChecks ?? true,
    labels: labels && Object.keys(labels).length > 0 ? byName(labels) : undefined,
  };
}

function backoffOf(props: Partial<ArgoCdDeliveryProps>): RetrySettings['backoff'] {
  const { retryBackoff, retryBackoffFactor, retryMaxBackoff } = props;
  const isDefault = retryBackoff === undefined && retryBackoffFactor === undefined && retryMaxBackoff === undefined;
  return isDefault
    ? undefined
    : {
        duration: `${seconds(retryBackoff ?? BACKOFF)}s`,
        factor: retryBackoffFactor ?? 2,
        maxDuration: `${seconds(retryMaxBackoff ?? MAX_BACKOFF)}s`,
      };
}

/** Undefined for a source without a revision that Argo CD supports. */
export function sourceSettings(source: IBundleSource | undefined): SourceSettings | undefined {
  const { path = '', url: repoUrl = '' } = given(source);
  if (source instanceof GitSource) {
    return { repoUrl, path, targetRevision: source.revision };
  }
  if (source instanceof OciSource) {
    return { repoUrl, path, targetRevision: source.digest ?? source.semver ?? source.tag ?? 'latest' };
  }
  return undefined;
}

/** Everything that is wrong with the properties. */
function problemsOf(props: Partial<ArgoCdDeliveryProps>): Problems {
  const { destination, generator, mode, name, namespace, project, source } = props;
  const problems = Problems.at();
  requireRevision(source, problems.at('source'));
  problems.at('mode').require(mode, oneOfNoneEmpty(...Object.values(ArgoCdMode)));
  for (const [property, value] of Object.entries({ namespace, name })) {
    problems.at(property).require(value ?? 'default', nonEmpty(DNS_LABEL));
  }
  problems.at('project').require(project ?? 'default', nonEmpty(OBJECT_NAME));
  problems.at('destination').require(destination, DESTINATION);
  if (destination !== undefined && generator !== undefined) {
    const rule = "cannot be combined with 'generator', which selects the cluster of each Application";
    problems.at('destination').refuse(destination, rule, 'remove one of them');
  }
  refuseUnused(props, problems);
  checkRetry(props, problems);
  checkLabels(props.labels, problems.at('labels'));
  checkLabels(generator?._ofBundle, problems.at('generator'));
  checkLabels(generator?._ofArgoCd, problems.at('generator'));
  return problems;
}

export function requireRevision(source: IBundleSource | undefined, problems: Problems): void {
  if (sourceSettings(source) === undefined) {
    problems.refuse(given(source).url, 'must specify a revision', 'use GitSource.of() or OciSource.of()');
  }
}

/** In a project a destination is a pattern, and one that begins with an exclamation mark denies. */
const DESTINATION = ofAnyText(
  (destination) =>
    isServer(destination) ? /^https?:\/\/[^\s*?{}]+$/.test(destination) : /^[^\s*?[\]{}!/]+$/.test(destination),
  'must be the address of an API server or the name of a cluster, not a pattern',
  "use 'https://HOST' or a name from 'argocd cluster list'",
);

/** True for the address of a cluster, false for its name. */
export function isServer(destination: string): boolean {
  return destination.includes('://');
}

/** A property without effect would look as if it worked. */
function refuseUnused(props: Partial<ArgoCdDeliveryProps>, problems: Problems): void {
  const refuse = (reason: string, ...properties: ('automated' | 'prune' | 'selfHeal')[]) => {
    for (const property of properties.filter((one) => props[one] !== undefined)) {
      problems.at(property).refuse(props[property], `has no effect ${reason}`, `remove '${property}'`);
    }
  };
  if (props.mode === ArgoCdMode.ROLLING_SYNC) {
    refuse('with ArgoCdMode.ROLLING_SYNC, which syncs every difference', 'automated', 'selfHeal');
  } else if (props.automated === false) {
    refuse("when 'automated' is false", 'prune', 'selfHeal');
  }
}

function checkRetry(props: Partial<ArgoCdDeliveryProps>, problems: Problems): void {
  const { retryBackoff = BACKOFF, retryBackoffFactor, retryLimit, retryMaxBackoff = MAX_BACKOFF } = props;
  const at = (property: keyof ArgoCdDeliveryProps) => problems.at(property);
  at('retryLimit').require(retryLimit, { ...wholeNumber(-1), remedy: 'use 0 for no retries, -1 for no limit' });
  at('retryBackoffFactor').require(retryBackoffFactor, { ...wholeNumber(1), remedy: 'use 1 for a constant backoff' });
  requireWholeSeconds(retryBackoff, at('retryBackoff'));
  requireWholeSeconds(retryMaxBackoff, at('retryMaxBackoff'));
  if (seconds(retryMaxBackoff) < seconds(retryBackoff)) {
    const rule = `must not be shorter than 'retryBackoff' (${seconds(retryBackoff)}s)`;
    at('retryMaxBackoff').refuse(`${seconds(retryMaxBackoff)}s`, rule, 'increase it');
  }
}

function checkLabels(labels: { [key: string]: string } = {}, problems: Problems): void {
  for (const [key, value] of Object.entries(labels)) {
    problems.require(key, nonEmpty(QUALIFIED_NAME));
    problems.at(key).require(value, LABEL_VALUE);
  }
}
