import { ApiObjectMetadata, Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { mapUnlessEmpty } from '../../private/empty';
import { helmFullname, helmLabels, helmSelectorLabels, Labels } from '../../private/helm-names';
import { CustomResourceDefinitions } from '../custom-resource-definitions';
import { RUNTIME_CLASS_MANAGERS, RuntimeClassManagerVersion } from '../releases';
import { addDeployment } from '../workload/deployment';
import { inSeconds } from '../workload/pod';
import { grantClusterRole, READ, serviceAccount } from '../workload/rbac';
import { mirrored, settleWorkload, WorkloadSettings } from '../workload/workload-settings';
import { RuntimeClassManagerProps, ShimDownloaderOptions } from './props';
import { validateRuntimeClassManager } from './rules';

const CHART = 'runtime-class-manager';

/** What a RuntimeClassManager has been told, copied, with the defaults filled in. */
export interface RuntimeClassManagerSettings extends WorkloadSettings {
  readonly version: RuntimeClassManagerVersion;
  readonly namespace: string;
  readonly helmReleaseName: string;
  readonly customResourceDefinitions: CustomResourceDefinitions;
  readonly downloaderImage: string;
  readonly installerImage: string;
  readonly downloader?: Required<ShimDownloaderOptions>;
  readonly jobTimeToLive: Duration;
}

/**
 * The operator that puts containerd shims on nodes, as `Shim` objects tell it.
 *
 * It is what the Helm chart `runtime-class-manager` installs, under the same names, with these differences:
 *
 * - its pod has no privileges that it does not need: not root, no capabilities, the seccomp profile `RuntimeDefault`;
 *   the Jobs that it starts on nodes are privileged as ever;
 * - the container port 80, where nothing listens, is left out;
 * - no object has the labels `helm.sh/chart` and `app.kubernetes.io/managed-by`.
 *
 * The Namespace is not here, and is needed before it.
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

  /** Namespace of runtime-class-manager and of its Jobs. */
  public readonly namespace: string;

  /** Name of its Deployment. */
  public readonly deploymentName: string;

  /** Name of the ServiceAccount that it and its Jobs run under. */
  public readonly serviceAccountName: string;

  public constructor(scope: Construct, id: string, props: RuntimeClassManagerProps = {}) {
    super(scope, id);
    const settings = settle(this, props);
    const release = { name: settings.helmReleaseName, chart: CHART, appVersion: settings.version };
    const name = helmFullname(release);
    this.version = settings.version;
    this.namespace = settings.namespace;
    this.deploymentName = name;
    this.serviceAccountName = name;

    const labels = helmLabels(release);
    const selectorLabels = helmSelectorLabels(release);
    const metadata = { name, namespace: settings.namespace, labels };
    settings.customResourceDefinitions._addTo(this, RUNTIME_CLASS_MANAGERS[this.version].crds);
    addRbac(this, metadata, settings);
    addDownloaderConfig(this, settings);
    addManager(this, metadata, selectorLabels, settings);
    this.node.addValidation({
      validate: () => validateRuntimeClassManager(settings, selectorLabels, Object.keys(variables(settings))),
    });
  }
}

function settle(scope: Construct, props: RuntimeClassManagerProps): RuntimeClassManagerSettings {
  const { downloader, imageRegistry, version = RuntimeClassManagerVersion.V0_2_0 } = props;
  const images = RUNTIME_CLASS_MANAGERS[version];
  return {
    ...settleWorkload(props, { image: mirrored(images.image, imageRegistry) }),
    version,
    namespace: props.namespace ?? Chart.of(scope).namespace ?? CHART,
    helmReleaseName: props.helmReleaseName ?? CHART,
    customResourceDefinitions: props.customResourceDefinitions ?? CustomResourceDefinitions.bundled(),
    downloaderImage: props.downloaderImage ?? mirrored(images.downloaderImage, imageRegistry),
    installerImage: props.installerImage ?? mirrored(images.installerImage, imageRegistry),
    downloader: downloader && {
      configMapName: downloader.configMapName ?? 'shim-downloader-config',
      retries: downloader.retries ?? 3,
      retryInterval: downloader.retryInterval ?? Duration.seconds(2),
    },
    jobTimeToLive: props.jobTimeToLive ?? Duration.seconds(0),
  };
}

const RULES: kplus.k8s.PolicyRule[] = [
  // Writes nodes: it says in a label of each how far the shim is.
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
