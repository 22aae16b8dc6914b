import { ApiObjectMetadata, Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { mapUnlessEmpty } from '../private/empty';
import { checkedProps, checkedType } from '../private/checked-props';
import { helmFullname, helmLabels, helmSelectorLabels, Labels } from '../private/helm-names';
import { addWarnings } from '../private/warnings';
import { SpinKubeRelease } from '../releases/registry';
import { RuntimeClassManagerVersion } from '../releases/runtime-class-manager/runtime-class-manager-version';
import { Problems } from '../validation/problems';
import { wholeNumber } from '../validation/requirement';
import { CustomResourceDefinitions } from './custom-resource-definitions';
import { addDefaultServiceAccount } from './workload/default-service-account';
import { addDeployment } from './workload/deployment';
import { grantClusterRole, READ, serviceAccount } from './workload/rbac';
import {
  checkNames,
  checkWholeSeconds,
  checkWorkload,
  inSeconds,
  Settled,
  settleWorkload,
  WorkloadOptions,
  WorkloadSettings,
} from './workload/workload';

const CHART = 'runtime-class-manager';

/** Options of the shim downloader, the container that downloads a shim in a Job on a node. */
export interface ShimDownloaderOptions {
  /**
   * Name of the ConfigMap with these options.
   *
   * @default 'shim-downloader-config'
   */
  readonly configMapName?: string;

  /**
   * Number of retries of a download (`NUM_RETRY`). A whole number, 0 or more.
   *
   * @default 3
   */
  readonly retries?: number;

  /**
   * Time between two attempts (`SLEEP_DURATION`). Whole seconds.
   *
   * @default Duration.seconds(2)
   */
  readonly retryInterval?: Duration;
}

/**
 * Properties of `RuntimeClassManager`.
 *
 * `replicas` is 0 or 1: runtime-class-manager has no leader election, so two replicas would work against each other.
 *
 * `imagePullSecrets` also become those of the ServiceAccount `default` of the namespace, as which the Jobs on the nodes run.
 */
export interface RuntimeClassManagerProps extends WorkloadOptions {
  /**
   * Version of runtime-class-manager.
   *
   * @default SpinKubeRelease.CURRENT.runtimeClassManager
   */
  readonly version?: RuntimeClassManagerVersion;

  /**
   * Namespace of runtime-class-manager and its Jobs, a DNS label. It is not created here and must allow privileged pods:
   * the Jobs write to the file system of the nodes.
   *
   * @default - the namespace of the chart, or 'runtime-class-manager' if it has none
   */
  readonly namespace?: string;

  /**
   * Helm release name, from which names, labels and selectors follow. To take over an existing Helm installation, use
   * the name of its release: selectors of a Deployment are immutable.
   *
   * As with Helm, objects are named `<helmReleaseName>-runtime-class-manager`, or `<helmReleaseName>` alone if that
   * contains `runtime-class-manager`. A DNS label.
   *
   * @default 'runtime-class-manager'
   */
  readonly helmReleaseName?: string;

  /**
   * Source of the CustomResourceDefinition of Shims.
   *
   * @default CustomResourceDefinitions.bundled()
   */
  readonly customResourceDefinitions?: CustomResourceDefinitions;

  /**
   * Shim downloader image (`SHIM_DOWNLOADER_IMAGE`), for the Jobs on the nodes.
   *
   * @default - the image of the version
   */
  readonly downloaderImage?: string;

  /**
   * Node installer image (`SHIM_NODE_INSTALLER_IMAGE`), for the Jobs on the nodes.
   *
   * @default - the image of the version
   */
  readonly installerImage?: string;

  /**
   * Options of the shim downloader.
   *
   * @default - three retries, two seconds apart, without a ConfigMap
   */
  readonly downloader?: ShimDownloaderOptions;

  /**
   * TTL of a finished Job on a node (`SHIM_NODE_INSTALLER_JOB_TTL`). Whole seconds.
   *
   * @default - none: a Job stays until its Shim is deleted
   */
  readonly jobTimeToLive?: Duration;
}

/** `RuntimeClassManagerProps`, copied, with all defaults. */
interface RuntimeClassManagerSettings extends WorkloadSettings, Settled<RuntimeClassManagerProps, 'downloader'> {
  readonly downloader?: Required<ShimDownloaderOptions>;
}

/**
 * runtime-class-manager, the operator that installs containerd shims on nodes as `Shim` objects specify.
 *
 * Renders what the Helm chart `runtime-class-manager` renders, under the same names, with these differences:
 *
 * - its pod runs with least privileges: not as root, without capabilities, with the seccomp profile `RuntimeDefault`;
 *   the Jobs that it starts on nodes are still privileged;
 * - the container port 80, where nothing listens, is omitted;
 * - no object has the labels `helm.sh/chart` and `app.kubernetes.io/managed-by`.
 *
 * The Namespace is not part of it and must exist.
 *
 * @see https://www.spinkube.dev/docs/install/installing-with-helm/
 *
 * @example
 *
 * new RuntimeClassManager(chart, 'runtime-class-manager', { namespace: 'runtime-class-manager' });
 */
export class RuntimeClassManager extends Construct {
  /** Version of runtime-class-manager. */
  public readonly version: RuntimeClassManagerVersion;

  /** Namespace of runtime-class-manager and its Jobs. */
  public readonly namespace: string;

  /** Name of the Deployment. */
  public readonly deploymentName: string;

  /** Name of the ServiceAccount of runtime-class-manager. Its Jobs run as `default`. */
  public readonly serviceAccountName: string;

  public constructor(scope: Construct, id: string, props: RuntimeClassManagerProps = {}) {
    super(scope, id);
    const settings = settle(this, checkedProps('RuntimeClassManagerProps', props, this));
    const release = { name: settings.helmReleaseName, chart: CHART, appVersion: settings.version.name };
    const name = helmFullname(release);
    this.version = settings.version;
    this.namespace = settings.namespace;
    this.deploymentName = name;
    this.serviceAccountName = name;

    const labels = helmLabels(release);
    const selectorLabels = helmSelectorLabels(release);
    const metadata = { name, namespace: settings.namespace, labels };
    settings.customResourceDefinitions._addTo(this, this.version._facts.crds);
    addRbac(this, metadata, settings);
    addDefaultServiceAccount(this, settings);
    addDownloaderConfig(this, settings);
    addManager(this, metadata, selectorLabels, settings);
    addWarnings(this, () => this.version._warnings('runtime-class-manager'));
    this.node.addValidation({ validate: () => check(selectorLabels, settings) });
  }
}

function settle(scope: Construct, props: RuntimeClassManagerProps): RuntimeClassManagerSettings {
  const { downloader } = props;
  const given = props.version ?? SpinKubeRelease.CURRENT.runtimeClassManager;
  const version = checkedType('RuntimeClassManagerVersion', given, 'version', scope);
  const images = version._facts;
  return {
    ...settleWorkload(props, { image: images.image }),
    version,
    namespace: props.namespace ?? Chart.of(scope).namespace ?? CHART,
    helmReleaseName: props.helmReleaseName ?? CHART,
    customResourceDefinitions: CustomResourceDefinitions._checked(scope, props.customResourceDefinitions),
    downloaderImage: props.downloaderImage ?? images.downloaderImage,
    installerImage: props.installerImage ?? images.installerImage,
    downloader: downloader && {
      configMapName: downloader.configMapName ?? 'shim-downloader-config',
      retries: downloader.retries ?? 3,
      retryInterval: downloader.retryInterval ?? Duration.seconds(2),
    },
    jobTimeToLive: props.jobTimeToLive ?? Duration.seconds(0),
  };
}

const RULES: kplus.k8s.PolicyRule[] = [
  // `update`: a label on each node records the state of the shim.
  { apiGroups: [''], resources: ['nodes'], verbs: [...READ, 'update'] },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: [...READ, 'create', 'delete', 'patch'] },
  { apiGroups: ['runtime.spinkube.dev'], resources: ['shims'], verbs: [...READ, 'update'] },
  { apiGroups: ['node.k8s.io'], resources: ['runtimeclasses'], verbs: [...READ, 'create', 'delete', 'patch'] },
];

function addRbac(
  scope: Construct,
  metadata: ApiObjectMetadata,
  { namespace, serviceAccountAnnotations }: RuntimeClassManagerSettings,
): void {
  const name = String(metadata.name);
  new kplus.k8s.KubeServiceAccount(scope, 'ServiceAccount', {
    metadata: { ...metadata, annotations: mapUnlessEmpty(serviceAccountAnnotations) },
    automountServiceAccountToken: true,
  });
  grantClusterRole(scope, 'ClusterRole', { name }, RULES, serviceAccount(name, namespace));
}

function addDownloaderConfig(scope: Construct, { downloader, namespace }: RuntimeClassManagerSettings): void {
  if (downloader) {
    new kplus.k8s.KubeConfigMap(scope, 'DownloaderConfig', {
      metadata: { name: downloader.configMapName, namespace },
      data: { NUM_RETRY: String(downloader.retries), SLEEP_DURATION: String(inSeconds(downloader.retryInterval)) },
    });
  }
}

function variables(settings: RuntimeClassManagerSettings): { [name: string]: string } {
  const { downloader } = settings;
  return {
    CONTROLLER_NAMESPACE: settings.namespace,
    SHIM_DOWNLOADER_IMAGE: settings.downloaderImage,
    SHIM_NODE_INSTALLER_IMAGE: settings.installerImage,
    SHIM_NODE_INSTALLER_JOB_TTL: String(inSeconds(settings.jobTimeToLive)),
    ...(downloader && { SHIM_DOWNLOADER_CONFIG_MAP: downloader.configMapName }),
  };
}

function addManager(
  scope: Construct,
  metadata: ApiObjectMetadata,
  selectorLabels: Labels,
  settings: RuntimeClassManagerSettings,
): void {
  addDeployment(
    scope,
    {
      metadata,
      selectorLabels,
      podLabels: metadata.labels,
      serviceAccountName: String(metadata.name),
      container: {
        name: CHART,
        env: Object.entries(variables(settings)).map(([name, value]) => ({ name, value })),
        livenessProbe: { ...httpGet('/healthz'), initialDelaySeconds: 15, periodSeconds: 20 },
        readinessProbe: httpGet('/readyz'),
      },
    },
    settings,
  );
}

function httpGet(path: string): kplus.k8s.Probe {
  return { httpGet: { path, port: kplus.k8s.IntOrString.fromNumber(8082) } };
}

function check(selectorLabels: Labels, settings: RuntimeClassManagerSettings): string[] {
  const problems = Problems.at();
  const { downloader, jobTimeToLive } = settings;
  checkNames(problems, settings);
  const env = Object.keys(variables(settings));
  checkWorkload(problems, settings, { selectorLabels, env, withoutLeaderElection: CHART });
  problems.at('downloader', 'retries').require(downloader?.retries, { ...wholeNumber(0), remedy: 'use 3' });
  checkWholeSeconds(problems.at('downloader', 'retryInterval'), downloader?.retryInterval);
  checkWholeSeconds(problems.at('jobTimeToLive'), jobTimeToLive);
  return problems.messages;
}
