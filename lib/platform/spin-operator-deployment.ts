import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { listUnlessEmpty, mapUnlessEmpty } from '../private/empty';
import { resourceQuantities } from '../private/quantity';
import { ServingCertificate } from './spin-operator-certificate';
import { CONTROL_PLANE, kubebuilderLabels, SpinOperatorNames } from './spin-operator-names';
import { SpinOperatorSettings } from './spin-operator-settings';

export const WEBHOOK_PORT = 9443;
export const METRICS_PORT = 8443;
const HEALTH_PORT = 8082;

/** The arguments that the operator always gets. */
export const ARGS = [
  `--health-probe-bind-address=:${HEALTH_PORT}`,
  `--metrics-bind-address=:${METRICS_PORT}`,
  '--leader-elect',
  '--enable-webhooks',
];

const CONTAINER = 'manager';
const CERTIFICATE_VOLUME = 'cert';

/** The operator itself. */
export function addDeployment(
  scope: Construct,
  names: SpinOperatorNames,
  settings: SpinOperatorSettings,
  certificate: ServingCertificate,
): void {
  new kplus.k8s.KubeDeployment(scope, 'Deployment', {
    metadata: names.namespaced(names.manager, { ...kubebuilderLabels('manager'), ...CONTROL_PLANE }),
    spec: {
      replicas: settings.replicas,
      selector: { matchLabels: names.selectorLabels },
      template: {
        metadata: {
          annotations: { 'kubectl.kubernetes.io/default-container': CONTAINER, ...settings.podAnnotations },
          labels: { ...settings.podLabels, ...names.selectorLabels },
        },
        spec: renderPod(names, settings, certificate),
      },
    },
  });
}

function renderPod(
  names: SpinOperatorNames,
  settings: SpinOperatorSettings,
  { secretName }: ServingCertificate,
): kplus.k8s.PodSpec {
  return {
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: PLATFORMS_OF_THE_IMAGE } },
    containers: [renderContainer(settings)],
    imagePullSecrets: listUnlessEmpty(settings.imagePullSecrets.map(({ name }) => ({ name }))),
    nodeSelector: mapUnlessEmpty(settings.nodeSelector),
    priorityClassName: settings.priorityClassName,
    securityContext: { runAsNonRoot: true },
    serviceAccountName: names.manager,
    terminationGracePeriodSeconds: inSeconds(settings.terminationGracePeriod),
    volumes: [{ name: CERTIFICATE_VOLUME, secret: { defaultMode: 0o644, secretName } }],
  };
}

const PLATFORMS_OF_THE_IMAGE: kplus.k8s.NodeSelector = {
  nodeSelectorTerms: [
    {
      matchExpressions: [
        { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64', 'arm64'] },
        { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
      ],
    },
  ],
};

function renderContainer(settings: SpinOperatorSettings): kplus.k8s.Container {
  return {
    name: CONTAINER,
    image: settings.image,
    imagePullPolicy: settings.imagePullPolicy,
    command: ['/manager'],
    args: [...ARGS, ...settings.extraArgs],
    env: [{ name: 'KUBERNETES_CLUSTER_DOMAIN', value: settings.kubernetesClusterDomain }],
    ports: [{ containerPort: WEBHOOK_PORT, name: 'webhook-server', protocol: 'TCP' }],
    livenessProbe: { ...httpGet('/healthz'), initialDelaySeconds: 15, periodSeconds: 20 },
    readinessProbe: { ...httpGet('/readyz'), initialDelaySeconds: 5, periodSeconds: 10 },
    resources: renderResources(settings.resources),
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    volumeMounts: [{ name: CERTIFICATE_VOLUME, mountPath: '/tmp/k8s-webhook-server/serving-certs', readOnly: true }],
  };
}

function httpGet(path: string): kplus.k8s.Probe {
  return { httpGet: { path, port: kplus.k8s.IntOrString.fromNumber(HEALTH_PORT) } };
}

function renderResources(resources: kplus.ContainerResources): kplus.k8s.ResourceRequirements | undefined {
  const requests = mapUnlessEmpty(quantities(resources, 'request'));
  const limits = mapUnlessEmpty(quantities(resources, 'limit'));
  return (requests ?? limits) ? { requests, limits } : undefined;
}

function quantities(resources: kplus.ContainerResources, kind: 'request' | 'limit') {
  const amounts = Object.entries(resourceQuantities(resources, kind));
  return Object.fromEntries(amounts.map(([name, amount]) => [name, kplus.k8s.Quantity.fromString(amount)]));
}

/** Seconds, with a fraction if there is one: the rules refuse it. */
export function inSeconds(duration: Duration): number {
  return duration.toSeconds({ integral: false });
}
