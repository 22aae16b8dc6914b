import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Labels } from '../../private/helm-names';
import { SpinOperatorVersion } from '../releases';
import { renderResources } from '../workload/pod';
import { addClusterRole, grantClusterRole } from '../workload/rbac';
import { RESTRICTED_CONTAINER } from '../workload/security-context';
import { CONTROL_PLANE, kubebuilderLabels, SpinOperatorNames } from './names';
import { SpinOperatorSettings } from './settings';

const PORT = 8443;
const LOCAL = '127.0.0.1:8080';

/** How the operator serves its metrics: itself, or through a container beside it that asks who is calling. */
export interface Metrics {
  /** What the operator listens on. */
  readonly bindAddress: string;

  /** The container beside it. */
  readonly sidecars: kplus.k8s.Container[];
}

/** Adds what makes the metrics readable to those who may; nothing where they stay within the pod. */
export function addMetrics(scope: Construct, names: SpinOperatorNames, settings: SpinOperatorSettings): Metrics {
  const { kubeRbacProxy, version } = settings;
  if (version !== SpinOperatorVersion.V0_1_0) {
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

/** Lets the server ask whether a caller may read the metrics. */
const ASK: kplus.k8s.PolicyRule[] = [
  { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
  { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
];

/** For whoever scrapes the metrics; nobody is bound to it here. */
const READ: kplus.k8s.PolicyRule[] = [{ nonResourceUrLs: ['/metrics'], verbs: ['get'] }];

function addAccess(scope: Construct, names: SpinOperatorNames, part: string, labels?: Labels): void {
  const metadata = (name: string) => names.clusterWide(names.of(name), labels);
  const binding = metadata(`${part}-rolebinding`);
  grantClusterRole(scope, 'MetricsAuthRole', metadata(`${part}-role`), ASK, names.subject, binding);
  addClusterRole(scope, 'MetricsReaderRole', metadata('metrics-reader'), READ);
}

function addService(
  scope: Construct,
  names: SpinOperatorNames,
  { metricsServiceType }: SpinOperatorSettings,
  targetPort: kplus.k8s.IntOrString,
  labels: Labels = {},
): void {
  new kplus.k8s.KubeService(scope, 'MetricsService', {
    metadata: names.namespaced(names.metricsService, { ...labels, ...CONTROL_PLANE }),
    spec: {
      type: metricsServiceType,
      selector: names.selectorLabels,
      ports: [{ name: 'https', port: PORT, protocol: 'TCP', targetPort }],
    },
  });
}

function renderProxy(
  { kubernetesClusterDomain }: SpinOperatorSettings,
  { image, resources }: Required<SpinOperatorSettings>['kubeRbacProxy'],
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
