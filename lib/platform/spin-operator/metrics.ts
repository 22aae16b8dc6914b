import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Labels } from '../../private/helm-names';
import { SpinOperatorVersion } from '../../releases/spin-operator/spin-operator-version';
import { Problems } from '../../validation/problems';
import { NOT_EMPTY } from '../../validation/requirement';
import { renderResources, RESTRICTED_CONTAINER } from '../workload/deployment';
import { addClusterRole, grantClusterRole } from '../workload/rbac';
import { SELECTS_PODS } from '../workload/workload';
import { CONTROL_PLANE, kubebuilderLabels, SpinOperatorNames } from './names';

/**
 * Options of kube-rbac-proxy, the container beside spin-operator v0.1.0 that authorizes requests for its metrics.
 *
 * The image that the chart names can no longer be pulled.
 */
export interface KubeRbacProxyOptions {
  /** Image of kube-rbac-proxy v0.15.0, or of another version with the same arguments, from a registry that has it. */
  readonly image: string;

  /**
   * Resource requests and limits of the container: CPU, memory and ephemeral storage. Replaces the default as a whole;
   * `{}` sets none.
   *
   * @default - CPU: request 5m, limit 500m; memory: request 64Mi, limit 128Mi
   */
  readonly resources?: kplus.ContainerResources;
}

/** Settings of the operator from which its metrics follow. */
export interface MetricsSettings {
  readonly version: SpinOperatorVersion;
  readonly kubernetesClusterDomain: string;
  readonly metricsServiceType: kplus.ServiceType;
  readonly kubeRbacProxy?: KubeRbacProxyOptions;
}

/** How the operator serves its metrics: by itself, or through kube-rbac-proxy. */
export interface Metrics {
  /** Address that the operator listens on. */
  readonly bindAddress: string;

  /** Containers beside the operator. */
  readonly sidecars: kplus.k8s.Container[];
}

/** Names that the monitoring of the operator refers to. */
export interface MonitoredOperator {
  /** ClusterRole that may read the metrics. */
  readonly metricsReader: string;

  /** Labels of the Service of the metrics; undefined if the metrics can only be read within the pod. */
  readonly metricsService?: Labels;

  /** Lease of the leader election. */
  readonly lease: string;
}

export function monitored(
  names: SpinOperatorNames,
  { kubeRbacProxy, version }: Pick<MetricsSettings, 'kubeRbacProxy' | 'version'>,
): MonitoredOperator {
  const isServed = kubeRbacProxy !== undefined || !version._isBefore(SpinOperatorVersion.V0_6_1);
  return {
    metricsReader: names.of(METRICS_READER),
    metricsService: isServed ? names.selectorLabels : undefined,
    lease: `90ba2d18.${version.api.group.replace(/^core\./, '')}`,
  };
}

const PORT = 8443;

/** Name of the port of the Service. */
export const METRICS_PORT_NAME = 'https';

const METRICS_READER = 'metrics-reader';
const LOCAL = '127.0.0.1:8080';

/** Adds the Service and the permissions for the metrics, unless they can only be read within the pod. */
export function addMetrics(scope: Construct, names: SpinOperatorNames, settings: MetricsSettings): Metrics {
  const { kubeRbacProxy, version } = settings;
  if (!version._isBefore(SpinOperatorVersion.V0_6_1)) {
    addAccess(scope, names, 'metrics-auth');
    addService(scope, names, settings, kplus.k8s.IntOrString.fromNumber(PORT));
    return { bindAddress: `:${PORT}`, sidecars: [] };
  }
  if (kubeRbacProxy === undefined) {
    return { bindAddress: LOCAL, sidecars: [] };
  }
  const labels = kubebuilderLabels('kube-rbac-proxy');
  addAccess(scope, names, 'proxy', labels);
  addService(scope, names, settings, kplus.k8s.IntOrString.fromString('https'), labels);
  return { bindAddress: LOCAL, sidecars: [renderProxy(settings, kubeRbacProxy)] };
}

/** Authenticating and authorizing those who read the metrics. */
const AUTHORIZE: kplus.k8s.PolicyRule[] = [
  { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
  { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
];

/** For whoever reads the metrics; a `SpinOperatorMonitor` binds it. */
const READ: kplus.k8s.PolicyRule[] = [{ nonResourceUrLs: ['/metrics'], verbs: ['get'] }];

function addAccess(scope: Construct, names: SpinOperatorNames, part: string, labels?: Labels): void {
  const metadata = (name: string) => names.clusterWide(names.of(name), labels);
  const binding = metadata(`${part}-rolebinding`);
  grantClusterRole(scope, 'MetricsAuthRole', metadata(`${part}-role`), AUTHORIZE, names.subject, binding);
  addClusterRole(scope, 'MetricsReaderRole', metadata(METRICS_READER), READ);
}

function addService(
  scope: Construct,
  names: SpinOperatorNames,
  { metricsServiceType }: MetricsSettings,
  targetPort: kplus.k8s.IntOrString,
  labels: Labels = {},
): void {
  new kplus.k8s.KubeService(scope, 'MetricsService', {
    metadata: names.namespaced(names.metricsService, { ...labels, ...CONTROL_PLANE }),
    spec: {
      type: metricsServiceType,
      selector: names.selectorLabels,
      ports: [{ name: METRICS_PORT_NAME, port: PORT, protocol: 'TCP', targetPort }],
    },
  });
}

const PROXY_RESOURCES: kplus.ContainerResources = {
  cpu: { request: kplus.Cpu.millis(5), limit: kplus.Cpu.millis(500) },
  memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
};

function renderProxy(
  { kubernetesClusterDomain }: MetricsSettings,
  { image, resources = PROXY_RESOURCES }: KubeRbacProxyOptions,
): kplus.k8s.Container {
  return {
    name: 'kube-rbac-proxy',
    image,
    args: [`--secure-listen-address=0.0.0.0:${PORT}`, `--upstream=http://${LOCAL}/`, '--logtostderr=true', '--v=0'],
    env: [{ name: 'KUBERNETES_CLUSTER_DOMAIN', value: kubernetesClusterDomain }],
    ports: [{ containerPort: PORT, name: 'https', protocol: 'TCP' }],
    resources: renderResources(resources),
    securityContext: RESTRICTED_CONTAINER,
  };
}

export function checkMetrics(
  problems: Problems,
  { kubeRbacProxy, metricsServiceType, version }: MetricsSettings,
): void {
  problems.at('metricsServiceType').require(metricsServiceType, SELECTS_PODS);
  if (kubeRbacProxy === undefined) {
    return;
  }
  const proxy = problems.at('kubeRbacProxy');
  if (version._isBefore(SpinOperatorVersion.V0_6_1)) {
    proxy.at('image').require(kubeRbacProxy.image, { ...NOT_EMPTY, remedy: 'set an image' });
  } else {
    const rule = `has no effect: spin-operator ${version.name} authorizes requests for its metrics itself`;
    proxy.refuse(kubeRbacProxy.image, rule, 'remove it');
  }
}
