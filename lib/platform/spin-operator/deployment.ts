import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SpinOperatorVersion } from '../releases';
import { ServingCertificate } from '../webhook-certificates/webhook-target';
import { addDeployment } from '../workload/deployment';
import { Metrics } from './metrics';
import { CONTROL_PLANE, kubebuilderLabels, SpinOperatorNames } from './names';
import { SpinOperatorSettings } from './settings';

export const WEBHOOK_PORT = 9443;
const HEALTH_PORT = 8082;

/** The arguments that the operator always gets. */
export function operatorArgs(bindAddress: string): string[] {
  return [
    `--health-probe-bind-address=:${HEALTH_PORT}`,
    `--metrics-bind-address=${bindAddress}`,
    '--leader-elect',
    '--enable-webhooks',
  ];
}

/** The variable that the operator always gets. */
export const CLUSTER_DOMAIN = 'KUBERNETES_CLUSTER_DOMAIN';

const CONTAINER = 'manager';
const VOLUME = 'cert';

/** The operator itself. */
export function addOperator(
  scope: Construct,
  names: SpinOperatorNames,
  settings: SpinOperatorSettings,
  metrics: Metrics,
  { secretName }: ServingCertificate,
): void {
  addDeployment(
    scope,
    {
      metadata: names.namespaced(names.manager, { ...kubebuilderLabels('manager'), ...CONTROL_PLANE }),
      selectorLabels: names.selectorLabels,
      podAnnotations: { 'kubectl.kubernetes.io/default-container': CONTAINER },
      serviceAccountName: names.manager,
      requiredNodes: settings.version === SpinOperatorVersion.V0_1_0 ? [] : PLATFORMS_OF_THE_IMAGE,
      container: {
        name: CONTAINER,
        command: ['/manager'],
        args: operatorArgs(metrics.bindAddress),
        env: [{ name: CLUSTER_DOMAIN, value: settings.kubernetesClusterDomain }],
        ports: [{ containerPort: WEBHOOK_PORT, name: 'webhook-server', protocol: 'TCP' }],
        livenessProbe: { ...httpGet('/healthz'), initialDelaySeconds: 15, periodSeconds: 20 },
        readinessProbe: { ...httpGet('/readyz'), initialDelaySeconds: 5, periodSeconds: 10 },
        volumeMounts: [{ name: VOLUME, mountPath: '/tmp/k8s-webhook-server/serving-certs', readOnly: true }],
      },
      sidecars: metrics.sidecars,
      volumes: [{ name: VOLUME, secret: { defaultMode: 0o644, secretName } }],
    },
    settings,
  );
}

const PLATFORMS_OF_THE_IMAGE: kplus.k8s.NodeSelectorRequirement[] = [
  { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64', 'arm64'] },
  { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
];

function httpGet(path: string): kplus.k8s.Probe {
  return { httpGet: { path, port: kplus.k8s.IntOrString.fromNumber(HEALTH_PORT) } };
}
