import { Duration } from 'cdk8s';
import { IBundleSource } from '../git-source';
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
