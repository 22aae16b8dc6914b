import { Duration } from 'cdk8s';
import { listedError } from '../../private/errors';
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

/** How Argo CD is told the order of the stages. */
export enum ArgoCdMode {
  /**
   * An Application for each stage, and one over all of them that creates them wave by wave. The manifests say nothing of
   * Argo CD, and each stage shows its own health.
   *
   * Waves wait for each other only with the health check of Applications, which is one of `healthChecks`. They do so when
   * stages are created, and when `source` moves from one tag or commit to the next; what is pushed to a branch is synced
   * by all stages side by side, with retries.
   */
  APP_OF_APPS = 'AppOfApps',

  /**
   * One Application over all manifests, each of which carries the level of its stage as its sync wave. Every sync goes wave
   * by wave.
   */
  SYNC_WAVES = 'SyncWaves',

  /**
   * An ApplicationSet makes an Application for each stage, and syncs those of a level when all of the levels before are
   * healthy, at every change; it deletes them backwards. The manifests say nothing of Argo CD.
   *
   * Argo CD 3.2 or later, in which it is to be turned on: `applicationsetcontroller.enable.progressive.syncs`.
   *
   * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Progressive-Syncs/
   */
  ROLLING_SYNC = 'RollingSync',
}

/** Properties of `ArgoCdDelivery`. */
export interface ArgoCdDeliveryProps {
  /**
   * Where Argo CD fetches the bundle from: a `GitSource`, or an `OciSource` with Argo CD 3.1 or later.
   *
   * Of an OCI artifact Argo CD takes one layer, of the media type `application/vnd.oci.image.layer.v1.tar+gzip` unless it
   * is told otherwise.
   *
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/oci/
   */
  readonly source: IBundleSource;

  /**
   * How Argo CD is told the order of the stages.
   *
   * @default ArgoCdMode.APP_OF_APPS
   */
  readonly mode?: ArgoCdMode;

  /**
   * Makes one ApplicationSet for the `Cluster`s of a bundle, in the place of Applications in the folder of each: an
   * Application for each cluster, or with `ArgoCdMode.ROLLING_SYNC` one for each stage of each cluster, where a level waits
   * for the levels before in all clusters. Charts of the bundle itself then need a `Cluster` too; the one in which Argo CD
   * runs is called `in-cluster`.
   *
   * @default - none: each cluster has Applications in its own folder, to be applied for it
   */
  readonly generator?: ArgoCdGenerator;

  /**
   * Namespace in which Argo CD runs; the Applications and the project are made there.
   *
   * @default 'argocd'
   */
  readonly namespace?: string;

  /**
   * Name of the Application over the whole bundle and of the ApplicationSet, and beginning of the names of those of the stages:
   * `spinkube-cert-manager`. Those of a `Cluster` have its name in front: `eu-1-spinkube`.
   *
   * @default 'spinkube'
   */
  readonly name?: string;

  /**
   * Name of an existing project for the Applications, which must allow what the bundle holds, and Applications in
   * `namespace` unless there is only one.
   *
   * @default - a project of its own, named like the Application over the whole bundle, which allows this repository, and the
   * kinds and namespaces that the bundle uses
   */
  readonly project?: string;

  /**
   * The cluster to install to: the address of its API server, or the name that Argo CD has for it. Given with several
   * `Cluster`s in the bundle it is that of all of them, for an Argo CD in each.
   *
   * @default - https://kubernetes.default.svc, the cluster in which Argo CD runs; for a `Cluster` of the bundle, the one that
   * Argo CD has under its name
   */
  readonly destination?: string;

  /**
   * Whether Argo CD syncs by itself when the source changes. With `ArgoCdMode.ROLLING_SYNC` it always does.
   *
   * @default true
   */
  readonly automated?: boolean;

  /**
   * Whether an automated sync removes what is no longer in the bundle. CustomResourceDefinitions stay in any case: all objects
   * of their kinds would go with them.
   *
   * @default true
   */
  readonly prune?: boolean;

  /**
   * Whether Argo CD undoes changes that others make in the cluster. With `ArgoCdMode.ROLLING_SYNC` it always does.
   *
   * @default true
   */
  readonly selfHeal?: boolean;

  /**
   * How often a failed sync is tried again, -1 for ever. With all defaults that takes about 17 minutes; after that Argo CD
   * waits for a change of the source.
   *
   * @default 10
   */
  readonly retryLimit?: number;

  /**
   * Time before the first retry.
   *
   * Rendered as whole seconds.
   *
   * @default Duration.seconds(5)
   */
  readonly retryBackoff?: Duration;

  /**
   * By how much the time between retries grows with each of them.
   *
   * @default 2
   */
  readonly retryBackoffFactor?: number;

  /**
   * Most time between retries.
   *
   * Rendered as whole seconds.
   *
   * @default Duration.minutes(3)
   */
  readonly retryMaxBackoff?: Duration;

  /**
   * Whether there is a file with health checks, to be added to the configuration of Argo CD. Its own one for SpinApps never
   * says that an app is healthy, and it has none for the other kinds that stages must wait for. The file also tells Argo CD
   * where SpinApps have quantities, so that `0.5` and `500m` are no difference.
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

/** Everything that is wrong with the properties. */
function problemsOf(props: ArgoCdDeliveryProps): Problems {
  const { destination, generator, mode, name, namespace, project, source } = props;
  const problems = Problems.at();
  if (sourceSettings(source) === undefined) {
    problems.at('source').refuse(source.url, 'must specify a revision', 'use GitSource.of() or OciSource.of()');
  }
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

/** In a project a destination is a pattern, and one that begins with an exclamation mark denies. */
const DESTINATION = ofAnyText(
  (destination) =>
    isServer(destination) ? /^https?:\/\/[^\s*?{}]+$/.test(destination) : /^[^\s*?[\]{}!/]+$/.test(destination),
  'must be the address of an API server or the name of a cluster, not a pattern',
  "use 'https://HOST' or a name from 'argocd cluster list'",
);

/** Whether a destination is an address, not a name. */
export function isServer(destination: string): boolean {
  return destination.includes('://');
}

/** A property without effect would look as if it worked. */
function refuseUnused(props: ArgoCdDeliveryProps, problems: Problems): void {
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

function checkRetry(props: ArgoCdDeliveryProps, problems: Problems): void {
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
