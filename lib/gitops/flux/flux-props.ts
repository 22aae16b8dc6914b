import { Duration } from 'cdk8s';
import { IBundleSource } from '../git-source';

/** What becomes of the objects of a stage when its Kustomization is deleted. */
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
   * Where Flux fetches the bundle from: a `GitSource` becomes a GitRepository, an `OciSource` an OCIRepository.
   *
   * Flux does not know `git@host:path`, which is rendered as `ssh://git@host/path`.
   *
   * @see https://fluxcd.io/flux/components/source/
   */
  readonly source: IBundleSource;

  /**
   * Whether the GitRepository or OCIRepository is one of the files. Otherwise there is one already, see `sourceName`; of
   * `source` its kind and path count then.
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
   * @default - none: anybody may fetch it
   * @see https://fluxcd.io/flux/components/source/gitrepositories/#secret-reference
   */
  readonly secretRef?: string;

  /**
   * Namespace of the objects of Flux.
   *
   * @default 'flux-system'
   */
  readonly namespace?: string;

  /**
   * Name of the source, and beginning of the names of the Kustomizations: `spinkube-cert-manager`. Those of a `Cluster` have
   * its name in front: `eu-1-spinkube`.
   *
   * @default 'spinkube'
   */
  readonly name?: string;

  /**
   * How often Flux looks for changes: of the source, and of the objects in the cluster.
   *
   * Rendered as whole seconds, minutes or hours.
   *
   * @default Duration.minutes(10)
   */
  readonly interval?: Duration;

  /**
   * How long Flux waits after a failure before it tries a stage again.
   *
   * Rendered as whole seconds, minutes or hours.
   *
   * @default Duration.minutes(1)
   */
  readonly retryInterval?: Duration;

  /**
   * How long a stage may take to become healthy, before that counts as a failure.
   *
   * Rendered as whole seconds, minutes or hours.
   *
   * @default Duration.minutes(5), and Duration.minutes(30) for a stage with a Shoot
   */
  readonly timeout?: Duration;

  /**
   * Whether Flux deletes what is no longer in a stage. CustomResourceDefinitions and Namespaces stay in any case: what
   * others have of them or in them would go with them. So do Shoots, and all that is in their stages and in those before,
   * until `confirmDeletion` says otherwise.
   *
   * @default true
   */
  readonly prune?: boolean;

  /**
   * What becomes of the objects of a stage when its Kustomization is deleted. CustomResourceDefinitions and Namespaces stay
   * in any case, and the stages with Shoots and before them.
   *
   * @default FluxDeletionPolicy.WAIT_FOR_TERMINATION
   */
  readonly deletionPolicy?: FluxDeletionPolicy;

  /**
   * Name of a ServiceAccount in `namespace` as which Flux applies the stages. It may do what the stages need, which make
   * ClusterRoles.
   *
   * @default - none: that of kustomize-controller, or its `--default-service-account`
   */
  readonly serviceAccountName?: string;

  /**
   * Name of a Secret in `namespace` with the kubeconfig of the cluster to install to, under the key `value`. That of a
   * `Cluster` has its name in front, as Cluster API calls them: with `kubeconfig`, `eu-1-kubeconfig`.
   *
   * @default - none: the cluster in which Flux runs
   */
  readonly kubeConfigSecret?: string;

  /**
   * Whether Flux leaves the stages alone until somebody resumes them. Deleting a Kustomization that is suspended leaves what
   * it has made.
   *
   * @default false
   */
  readonly suspend?: boolean;
}
