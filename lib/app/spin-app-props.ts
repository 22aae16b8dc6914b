import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { HealthProbe } from './health-probe';
import { RuntimeConfig } from './runtime-config';
import { ISpinAppExecutor } from './spin-app-executor';
import { SpinManifest } from './spin-manifest/spin-manifest';
import { Variable } from './variable';

/** How a volume is mounted into an app. */
export interface SpinAppMountOptions extends kplus.MountOptions {
  /**
   * Whether mounts below a read-only mount are read-only as well.
   *
   * @default - not set: Kubernetes takes `RecursiveReadOnly.DISABLED`
   */
  readonly recursiveReadOnly?: RecursiveReadOnly;
}

/** A volume, and where it is mounted. */
export interface SpinAppVolumeMount extends SpinAppMountOptions {
  /** Path in the container. */
  readonly path: string;

  /** The volume, or what can be made one. */
  readonly volume: kplus.IStorage;
}

/** Whether mounts below a read-only mount are read-only as well. */
export enum RecursiveReadOnly {
  /** They are as they were mounted. */
  DISABLED = 'Disabled',

  /** They are read-only where the node's runtime can do that. */
  IF_POSSIBLE = 'IfPossible',

  /** They are read-only, or the pod does not start. */
  ENABLED = 'Enabled',
}

/** What a single request to a Spin app may use. */
export interface InvocationLimits {
  /**
   * Memory of one instance of a component. At most the memory limit of the app, or else its request.
   *
   * @default - not limited
   */
  readonly memory?: Size;
}

/** Properties of a `SpinApp`. */
export interface SpinAppProps extends kplus.ResourceProps {
  /** OCI reference of the application. Prefer a digest, so that what was tested is what runs. */
  readonly image: string;

  /** Runs the app; it must be in the app's namespace. The app follows its release: API group and fields. */
  readonly executor: ISpinAppExecutor;

  /**
   * Number of pods. Must be left out when an autoscaler decides.
   *
   * @default - 1, and none with an autoscaler
   */
  readonly replicas?: number;

  /**
   * Whether something else decides the number of pods. An autoscaler of cdk8s-plus that targets the app turns it on.
   *
   * @default false
   */
  readonly enableAutoscaling?: boolean;

  /**
   * The application's `spin.toml`, which the app is checked against: its variables, components, stores, databases, models
   * and triggers. It must be the one that the image was made of.
   *
   * @default - nothing is known of the application
   */
  readonly manifest?: SpinManifest;

  /**
   * Components of the application to run; the others are left out.
   *
   * @default - all
   */
  readonly components?: string[];

  /**
   * Application variables by name, in Spin's spelling: lower case with underscores.
   *
   * @default - those with a default in the application's manifest
   */
  readonly variables?: { [name: string]: Variable };

  /**
   * Whether secrets of the app may stand in its manifest: variables that are secret by `spin.toml` or by their names, and
   * options of the runtime configuration. Whoever can read the manifest can read them.
   *
   * @default - what the bundle says, or else false
   */
  readonly allowPlaintextSecrets?: boolean;

  /**
   * The stores, databases and LLM behind the labels that the application names.
   *
   * @default - what Spin offers by itself, inside of each pod
   */
  readonly runtimeConfig?: RuntimeConfig;

  /**
   * When the app may get requests.
   *
   * @default - as soon as its container runs
   */
  readonly readiness?: HealthProbe;

  /**
   * When the app is to be restarted.
   *
   * @default - when its container ends
   */
  readonly liveness?: HealthProbe;

  /**
   * CPU, memory and ephemeral storage of each pod.
   *
   * @default - no requests, no limits
   */
  readonly resources?: kplus.ContainerResources;

  /**
   * Extended resources of each pod by name, such as `nvidia.com/gpu`. Kubernetes wants whole numbers and takes them as
   * request and limit.
   *
   * @default - none
   */
  readonly extendedResources?: { [name: string]: number };

  /**
   * What a single request may use.
   *
   * @default - not limited
   */
  readonly invocationLimits?: InvocationLimits;

  /**
   * Volumes of the pods. Those that are mounted need not be named here.
   *
   * @default - the volumes of `volumeMounts`
   */
  readonly volumes?: kplus.Volume[];

  /**
   * Volumes to mount, and where.
   *
   * @default - none
   */
  readonly volumeMounts?: SpinAppVolumeMount[];

  /**
   * Secrets to pull the image with.
   *
   * @default - none
   */
  readonly imagePullSecrets?: kplus.ISecret[];

  /**
   * Service account of the pods.
   *
   * @default - the namespace's `default`
   */
  readonly serviceAccount?: kplus.IServiceAccount;

  /**
   * Annotations of the Deployment. Refused under an executor that makes none.
   *
   * @default - none
   */
  readonly deploymentAnnotations?: { [key: string]: string };

  /**
   * Annotations of the pods. Refused under an executor that makes no Deployments.
   *
   * @default - none
   */
  readonly podAnnotations?: { [key: string]: string };

  /**
   * Labels of the pods, besides those of the operator.
   *
   * @default - none
   */
  readonly podLabels?: { [key: string]: string };

  /**
   * Annotations of the Service.
   *
   * @default - none
   */
  readonly serviceAnnotations?: { [key: string]: string };
}
