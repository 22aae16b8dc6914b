import * as kplus from 'cdk8s-plus-28';
import { CloudProfile } from './cloud-profile';
import { ShootDns } from './dns';
import { Hibernation } from './hibernation';
import { Infrastructure } from './infrastructure';
import { Maintenance } from './maintenance';
import { ShootNetworking } from './networking';
import { ShootCredentials } from './shoot-credentials';
import { WorkerPoolProps } from './worker-pool-props';

/** What a Shoot is for. Gardener watches those for production more closely. */
export enum ShootPurpose {
  /** To try things out. */
  EVALUATION = 'evaluation',

  /** For tests. Gardener does not watch it. */
  TESTING = 'testing',

  /** For development. */
  DEVELOPMENT = 'development',

  /** For production. */
  PRODUCTION = 'production',

  /** For Gardener itself: in the namespace `garden` only. */
  INFRASTRUCTURE = 'infrastructure',
}

/** What Gardener itself installs into a Shoot. Only before Kubernetes 1.35, and in Shoots for evaluation. */
export interface ShootAddons {
  /**
   * Whether the dashboard of Kubernetes is installed.
   *
   * @default false
   */
  readonly kubernetesDashboard?: boolean;

  /**
   * Whether ingress-nginx is installed.
   *
   * @default false
   */
  readonly nginxIngress?: boolean;
}

/** Properties of a `Shoot`. */
export interface ShootProps extends kplus.ResourceProps {
  /**
   * The project that the Shoot is in. Its name and that of the Shoot may have 21 characters together.
   *
   * @default - that of the namespace, where it is called `garden-<project>`
   */
  readonly project?: string;

  /** The CloudProfile: which versions, machine types and images there are. */
  readonly cloudProfile: CloudProfile;

  /** By which account Gardener makes the machines. */
  readonly credentials: ShootCredentials;

  /** The region, as the CloudProfile knows it: `eu-central-1`. Gardener never lets it change. */
  readonly region: string;

  /**
   * The version of Kubernetes: `1.34` for the newest of these that the CloudProfile has, at each apply, or `1.34.2`. Gardener
   * raises patches by itself, and goes back to none, unless `maintenance.updateKubernetes` is false.
   */
  readonly kubernetesVersion: string;

  /** The cloud provider, and networks and the like there. */
  readonly infrastructure: Infrastructure;

  /**
   * The network of nodes, pods and Services.
   *
   * @default - Calico; the nodes have the network of the infrastructure
   */
  readonly networking?: ShootNetworking;

  /**
   * The domain of the API server.
   *
   * @default - one below the domain of the garden
   */
  readonly dns?: ShootDns;

  /**
   * Whether the Shoot sleeps, and when.
   *
   * @default - it is always awake
   */
  readonly hibernation?: Hibernation;

  /**
   * When Gardener maintains the Shoot, and what it may change then.
   *
   * @default - Gardener's: in an hour that it chooses, and it raises versions
   */
  readonly maintenance?: Maintenance;

  /**
   * What the Shoot is for.
   *
   * @default - Gardener's, ShootPurpose.EVALUATION
   */
  readonly purpose?: ShootPurpose;

  /**
   * What Gardener itself installs into the Shoot.
   *
   * @default - nothing
   */
  readonly addons?: ShootAddons;

  /**
   * Whether the Shoot may be deleted, by the annotation `confirmation.gardener.cloud/deletion`. Without it Gardener refuses
   * to, the deliveries of a bundle do not try, and Argo CD and Flux do not prune it.
   *
   * To remove a Shoot, apply it once with `confirmDeletion: true`, and then remove it.
   *
   * @default false
   * @see https://gardener.cloud/docs/gardener/concepts/apiserver-admission-plugins/
   */
  readonly confirmDeletion?: boolean;

  /**
   * The worker pools. At least one must take system components.
   *
   * @default - those that `addWorkerPool()` adds
   */
  readonly workerPools?: WorkerPoolProps[];
}
