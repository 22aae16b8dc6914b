import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CertManagerVersion } from '../releases';
import { addDeployment } from '../workload/deployment';
import { grantClusterRole, grantRole, READ } from '../workload/rbac';
import { CONTAINER, httpGet, OWN_NAMESPACE } from './container';
import { featureGateArgs } from './feature-gates';
import { Metrics, metricsOf } from './metrics';
import { METRICS_PORT, METRICS_PORT_NAME } from './monitoring';
import { CertManagerNames } from './names';
import { addServiceAccount } from './roles';
import { CertManagerSettings } from './settings';
import { addWebhookConfigurations } from './webhook-configurations';

export const HEALTH_PORT = { containerPort: 6080, name: 'healthcheck', protocol: 'TCP' };

const PORT_NAME = 'https';

/** The arguments that the webhook always gets. It makes its CA and certificate itself. */
export function webhookArgs(
  { caSecret, webhook: { name } }: CertManagerNames,
  settings: CertManagerSettings,
): string[] {
  return [
    `--v=${settings.logLevel}`,
    `--secure-port=${settings.webhook.securePort}`,
    ...featureGateArgs(settings.webhook.featureGates),
    `--dynamic-serving-ca-secret-namespace=${OWN_NAMESPACE}`,
    `--dynamic-serving-ca-secret-name=${caSecret}`,
    ...[name, `${name}.${OWN_NAMESPACE}`, `${name}.${OWN_NAMESPACE}.svc`].map(
      (host) => `--dynamic-serving-dns-names=${host}`,
    ),
  ];
}

/** The webhook, which the API server asks about each object of cert-manager. */
export function addWebhook(parent: Construct, names: CertManagerNames, settings: CertManagerSettings): void {
  const scope = new Construct(parent, 'Webhook');
  const metrics = metricsOf(names.webhook, settings);
  addRbac(scope, names, settings);
  addService(scope, names, settings, metrics);
  addServer(scope, names, settings, metrics);
  addWebhookConfigurations(scope, names, settings);
}

function addRbac(scope: Construct, { caSecret, webhook }: CertManagerNames, settings: CertManagerSettings): void {
  addServiceAccount(scope, webhook, settings.webhook);
  grantRole(
    scope,
    'ServingRole',
    webhook.namespaced(`${webhook.name}:dynamic-serving`),
    [
      { apiGroups: [''], resources: ['secrets'], resourceNames: [caSecret], verbs: [...READ, 'update'] },
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
    ],
    webhook.subject,
  );
  grantClusterRole(
    scope,
    'SubjectAccessReviewsRole',
    webhook.clusterWide(`${webhook.name}:subjectaccessreviews`),
    [{ apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] }],
    webhook.subject,
  );
}

/** Where the API server reaches the webhook, and Prometheus its metrics. */
function addService(
  scope: Construct,
  { webhook }: CertManagerNames,
  { webhook: { serviceType } }: CertManagerSettings,
  { hasService }: Metrics,
): void {
  const port = (name: string, number: number, target: string) => ({
    name,
    port: number,
    protocol: 'TCP',
    targetPort: kplus.k8s.IntOrString.fromString(target),
  });
  new kplus.k8s.KubeService(scope, 'Service', {
    metadata: webhook.namespaced(),
    spec: {
      type: serviceType,
      selector: webhook.selectorLabels,
      ports: [
        port(PORT_NAME, 443, PORT_NAME),
        ...(hasService ? [port('metrics', METRICS_PORT, METRICS_PORT_NAME)] : []),
      ],
    },
  });
}

function addServer(scope: Construct, names: CertManagerNames, settings: CertManagerSettings, metrics: Metrics): void {
  const { hostNetwork, securePort } = settings.webhook;
  const { webhook } = names;
  const healthPort =
    settings.version === CertManagerVersion.V1_14_4
      ? kplus.k8s.IntOrString.fromNumber(HEALTH_PORT.containerPort)
      : kplus.k8s.IntOrString.fromString(HEALTH_PORT.name);
  const probe = { failureThreshold: 3, successThreshold: 1, timeoutSeconds: 1 };
  addDeployment(
    scope,
    {
      metadata: webhook.namespaced(),
      selectorLabels: webhook.selectorLabels,
      podLabels: webhook.labels,
      podAnnotations: metrics.podAnnotations,
      serviceAccountName: webhook.name,
      enableServiceLinks: false,
      hostNetwork: hostNetwork || undefined,
      dnsPolicy: hostNetwork ? kplus.DnsPolicy.CLUSTER_FIRST_WITH_HOST_NET : undefined,
      container: {
        ...CONTAINER,
        name: 'cert-manager-webhook',
        args: webhookArgs(names, settings),
        ports: [{ containerPort: securePort, name: PORT_NAME, protocol: 'TCP' }, HEALTH_PORT, ...metrics.ports],
        livenessProbe: { ...probe, ...httpGet('/livez', healthPort), initialDelaySeconds: 60, periodSeconds: 10 },
        readinessProbe: { ...probe, ...httpGet('/healthz', healthPort), initialDelaySeconds: 5, periodSeconds: 5 },
      },
    },
    settings.webhook,
  );
}
