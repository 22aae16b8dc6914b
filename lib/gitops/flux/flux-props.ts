import { Duration } from 'cdk8s';
import { listedError } from '../../private/errors';
import { checkedProps } from '../../private/checked-props';
import { given } from '../../private/given';
import { Problems } from '../../validation/problems';
import { DNS_LABEL, nonEmpty, OBJECT_NAME, oneOfNoneEmpty } from '../../validation/requirement';
import { requireWholeSeconds } from '../duration';
import { GitSource, IBundleSource } from '../git-source';
import { OciSource } from '../oci-source';
import { checkCosign, FluxCosign } from './cosign';

/** Deletion policy: what happens to the objects of a stage when its Kustomization is deleted. */
export enum FluxDeletionPolicy {
  /** They are deleted if `prune` is on, and stay otherwise. */
  MIRROR_PRUNE = 'MirrorPrune',

  /** They are deleted. */
  DELETE = 'Delete',

  /** They are deleted, and the Kustomization stays until they are gone or `timeout` has passed. */
  WAIT_FOR_TERMINATION = 'WaitForTermination',

  /** They stay. */
  ORPHAN = 'Orphan',
}

/** Properties of `FluxDelivery`. */
export interface FluxDeliveryProps {
  /**
   * Source of the bundle: a `GitSource` becomes a GitRepository, an `OciSource` an OCIRepository.
   *
   * Flux does not support `git@host:path`, which is rendered as `ssh://git@host/path`. A `Cluster` may have another source.
   *
   * @see https://fluxcd.io/flux/components/source/
   */
  readonly source: IBundleSource;

  /**
   * Creates the GitRepository or OCIRepository. If false, `sourceName` is an existing one, and only the kind and path of
   * `source` are used.
   *
   * @default true
   */
  readonly createSource?: boolean;

  /**
   * Name of the existing GitRepository or OCIRepository, in the same namespace. Needs `createSource: false`.
   *
   * @default - none: one is created
   */
  readonly sourceName?: string;

  /**
   * Name of a Secret in `namespace` with which Flux fetches the source. Addresses with `ssh://` need one, with the keys
   * `identity` and `known_hosts`.
   *
   * @default - none: the source is public
   * @see https://fluxcd.io/flux/components/source/gitrepositories/#secret-reference
   */
  readonly secretRef?: string;

  /**
   * Cosign: Flux applies an OCI artifact only with a signature. It needs an `OciSource`.
   *
   * @default - none: signatures are not checked
   */
  readonly cosign?: FluxCosign;

  /**
   * Namespace of the objects of Flux.
   *
   * @default 'flux-system'
   */
  readonly namespace?: string;

  /**
   * Name of the source, and prefix of the names of the Kustomizations: `spinkube-cert-manager`. In a `Cluster`, its name comes
   * first: `eu-1-spinkube`.
   *
   * @default 'spinkube'
   */
  readonly name?: string;

  /**
   * Interval at which Flux checks the source and the objects in the cluster for changes.
   *
   * Rendered as whole seconds, minutes or hours.
   *
   * @default Duration.minutes(10)
   */
  readonly interval?: Duration;

  /**
   * Interval after which Flux retries a failed stage.
   *
   * Rendered as whole seconds, minutes or hours.
   *
   * @default Duration.minutes(1)
   */
  readonly retryInterval?: Duration;

  /**
   * Time a stage may take to become healthy before it counts as failed.
   *
   * Rendered as whole seconds, minutes or hours.
   *
   * @default Duration.minutes(5), and Duration.minutes(30) for a stage with a Shoot
   */
  readonly timeout?: Duration;

  /**
   * Prunes objects that are no longer in a stage. CustomResourceDefinitions and Namespaces always stay, because all objects of
   * these kinds and in these namespaces would be deleted. So do Shoots, with their stages and the stages that these depend on,
   * unless `confirmDeletion` is set.
   *
   * @default true
   */
  readonly prune?: boolean;

  /**
   * Deletion policy of the stages. CustomResourceDefinitions and Namespaces stay
   * in any case, and the stages with Shoots and before them.
   *
   * @default FluxDeletionPolicy.WAIT_FOR_TERMINATION
   */
  readonly deletionPolicy?: FluxDeletionPolicy;

  /**
   * Name of a ServiceAccount in `namespace` that Flux impersonates to apply the stages. It needs permissions for all their
   * objects, ClusterRoles among them.
   *
   * @default - none: that of kustomize-controller, or its `--default-service-account`
   */
  readonly serviceAccountName?: string;

  /**
   * Name of a Secret in `namespace` with the kubeconfig of the target cluster under the key `value`. In a `Cluster`, its name
   * comes first, as in Cluster API: with `kubeconfig`, `eu-1-kubeconfig`.
   *
   * @default - none: the cluster in which Flux runs
   */
  readonly kubeConfigSecret?: string;

  /**
   * Root Kustomization: Flux also syncs the folder `flux`, so that Kustomizations of new stages arrive, changed ones are updated,
   * and those of removed stages go, with their objects. It has the name of the source, and the same ServiceAccount as the others,
   * which then also needs permissions for Kustomizations and sources in `namespace`.
   *
   * The Kustomization of a stage that others depend on, or that is never pruned, stays until you delete it: Flux deletes in any
   * order.
   *
   * @default false
   */
  readonly rootKustomization?: boolean;

  /**
   * Suspends the Kustomizations until they are resumed. Deleting a suspended Kustomization leaves its objects.
   *
   * @default false
   */
  readonly suspend?: boolean;
}

/** Properties of the delivery, settled. */
export interface FluxSettings {
  readonly source: GitSource | OciSource;

  /** Name of the existing source, if none is created. */
  readonly existingSource?: string;
  readonly secretRef?: string;
  readonly cosign?: FluxCosign;
  readonly namespace: string;
  readonly name: string;
  readonly interval: string;
  readonly retryInterval: string;

  /** How long a stage may take, in seconds, if all of them get the same time. */
  readonly timeoutSeconds?: number;

  readonly prune: boolean;
  readonly deletionPolicy: FluxDeletionPolicy;
  readonly serviceAccountName?: string;
  readonly kubeConfigSecret?: string;
  readonly rootKustomization: boolean;
  readonly suspend: boolean;
}

/**
 * Fills in the defaults.
 *
 * @throws with everything that is wrong at once
 */
export function settle(options: FluxDeliveryProps): FluxSettings {
  const props = checkedProps('FluxDeliveryProps', options, 'FluxDelivery');
  const { source } = props;
  const { messages } = problemsOf(props);
  if (messages.length > 0 || !isKnown(source)) {
    throw listedError('FluxDelivery has', messages);
  }
  return {
    source,
    existingSource: props.sourceName,
    secretRef: props.secretRef,
    cosign: props.cosign,
    namespace: props.namespace ?? 'flux-system',
    name: props.name ?? 'spinkube',
    interval: goDuration((props.interval ?? Duration.minutes(10)).toSeconds()),
    retryInterval: goDuration((props.retryInterval ?? Duration.minutes(1)).toSeconds()),
    timeoutSeconds: props.timeout?.toSeconds(),
    prune: props.prune ?? true,
    deletionPolicy: props.deletionPolicy ?? FluxDeletionPolicy.WAIT_FOR_TERMINATION,
    serviceAccountName: props.serviceAccountName,
    kubeConfigSecret: props.kubeConfigSecret,
    rootKustomization: props.rootKustomization ?? false,
    suspend: props.suspend ?? false,
  };
}

/** `1h`, `10m` or `90s`: the largest unit of which it is a whole number. */
export function goDuration(seconds: number): string {
  const [unit, length] = UNITS.find(([, each]) => seconds % each === 0) ?? ['s', 1];
  return `${seconds / length}${unit}`;
}

const UNITS: [string, number][] = [
  ['h', 3600],
  ['m', 60],
];

/** Everything that is wrong with the properties. */
function problemsOf(props: Partial<FluxDeliveryProps>): Problems {
  const { deletionPolicy, interval, kubeConfigSecret, name, namespace, retryInterval, timeout } = props;
  const { secretRef, serviceAccountName, sourceName } = props;
  const problems = Problems.at();
  for (const [property, value] of Object.entries({ namespace, name })) {
    problems.at(property).require(value ?? 'default', nonEmpty(DNS_LABEL));
  }
  for (const [property, value] of Object.entries({ sourceName, secretRef, serviceAccountName, kubeConfigSecret })) {
    problems.at(property).require(value ?? 'default', nonEmpty(OBJECT_NAME));
  }
  for (const [property, duration] of Object.entries({ interval, retryInterval, timeout })) {
    requireWholeSeconds(duration, problems.at(property));
  }
  problems.at('deletionPolicy').require(deletionPolicy, oneOfNoneEmpty(...Object.values(FluxDeletionPolicy)));
  checkSource(props, problems);
  return problems;
}

/** True for a source that Flux has a kind for. */
export function isKnown(source: IBundleSource | undefined): source is GitSource | OciSource {
  return source instanceof GitSource || source instanceof OciSource;
}

function checkSource(
  { cosign, createSource = true, secretRef, source, sourceName }: Partial<FluxDeliveryProps>,
  problems: Problems,
) {
  if (!isKnown(source)) {
    const rule = 'must be a Git repository or an OCI artifact';
    problems.at('source').refuse(given(source).url, rule, 'use GitSource.of() or OciSource.of()');
    return;
  }
  if (cosign && !(createSource && source instanceof OciSource)) {
    const remedy = 'use OciSource.of(), or remove it and set spec.verify of the existing OCIRepository';
    problems.at('cosign').refuse(undefined, 'needs an OCI artifact as source, for which a source is created', remedy);
  }
  if (cosign) {
    checkCosign(problems.at('cosign'), cosign);
  }
  if (!createSource) {
    checkExistingSource(problems, secretRef, sourceName);
    return;
  }
  if (sourceName !== undefined) {
    const rule = "has no effect unless 'createSource' is false";
    problems.at('sourceName').refuse(sourceName, rule, "remove it, or set 'createSource' to false");
  }
  if (secretRef === undefined && fluxUrl(source).startsWith('ssh://')) {
    const rule = `is required to fetch ${source.url}`;
    problems.at('secretRef').refuse(undefined, rule, "name a Secret with 'identity' and 'known_hosts'");
  }
  if (source instanceof GitSource && source.commit !== undefined && !/^[0-9a-f]{40}$/.test(source.commit)) {
    const rule = 'must be the full SHA of a commit, 40 digits';
    problems.at('source', 'commit').refuse(source.commit, rule, "use the output of 'git rev-parse'");
  }
}

/** Everything that is wrong with the source of a cluster. */
export function checkClusterSource(source: IBundleSource, settings: FluxSettings, problems: Problems): void {
  if (settings.existingSource === undefined) {
    checkSource({ source, secretRef: settings.secretRef, cosign: settings.cosign }, problems);
  } else {
    const rule = "has no effect when 'createSource' of FluxDelivery is false";
    problems.at('source').refuse(given(source).url, rule, 'remove it from the cluster, or create the source');
  }
}

/** A property without effect would look as if it worked. */
function checkExistingSource(problems: Problems, secretRef?: string, sourceName?: string): void {
  if (sourceName === undefined) {
    const rule = "is required when 'createSource' is false";
    problems.at('sourceName').refuse(undefined, rule, 'name the GitRepository or OCIRepository');
  }
  if (secretRef !== undefined) {
    const rule = "has no effect when 'createSource' is false";
    problems.at('secretRef').refuse(secretRef, rule, 'remove it, and set it on the existing source');
  }
}

/** The address of a source as Flux writes it: it does not support `git@host:path`. */
export function fluxUrl({ url }: IBundleSource): string {
  return url.replace(/^([\w.-]+@[\w.-]+):\/?/, 'ssh://$1/');
}
