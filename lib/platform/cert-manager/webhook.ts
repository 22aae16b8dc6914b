import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { withoutNamespace } from '../../private/cluster-scoped';
import { CertManagerVersion } from '../../releases/cert-manager/cert-manager-version';
import { Problems } from '../../validation/problems';
import { wholeNumber } from '../../validation/requirement';
import { addDeployment, renderHostNetwork } from '../workload/deployment';
import { grantClusterRole, grantRole, READ } from '../workload/rbac';
import { inSeconds, SELECTS_PODS, Settled } from '../workload/workload';
import {
  addServiceAccount,
  CertManagerComponentOptions,
  checkComponent,
  ComponentSettings,
  CONTAINER,
  featureGateArgs,
  httpGet,
  OWN_NAMESPACE,
  settleComponent,
  SharedSettings,
} from './component';
import { METRICS_PORT, METRICS_PORT_NAME, Metrics, metricsOf } from './monitoring';
import { CertManagerNames } from './names';

/**
 * Options of the webhook, which validates the resources of cert-manager. While it does not answer, the API server rejects
 * them.
 *
 * With several replicas, all of them answer.
 */
export interface CertManagerWebhookOptions extends CertManagerComponentOptions {
  /**
   * Timeout of the API server for a webhook call (`timeoutSeconds`). Whole seconds, from 1 to 30.
   *
   * @default Duration.seconds(30)
   */
  readonly timeout?: Duration;

  /**
   * Host network: runs the pods on the network of their nodes, for clusters whose API server can reach nodes but not pods.
   * Requires a `securePort` that is free on the nodes, and a namespace with the Pod Security Standard `privileged`.
   *
   * @default false
   */
  readonly hostNetwork?: boolean;

  /**
   * Port of the webhook in the pods (`--secure-port`). From 1024 to 65535, and not one of its other ports. The port of the
   * Service is always 443.
   *
   * @default 10250
   */
  readonly securePort?: number;

  /**
   * Type of the Service. Any type but `EXTERNAL_NAME`.
   *
   * @default kplus.ServiceType.CLUSTER_IP
   */
  readonly serviceType?: kplus.ServiceType;
}

/** `CertManagerWebhookOptions`, copied, with all defaults. */
export interface WebhookSettings extends ComponentSettings, Settled<CertManagerWebhookOptions> {}

export function settleWebhook(options: CertManagerWebhookOptions, image: string): WebhookSettings {
  return {
    ...settleComponent(options, image),
    timeout: options.timeout ?? Duration.seconds(30),
    hostNetwork: options.hostNetwork ?? false,
    securePort: options.securePort ?? 10250,
    serviceType: options.serviceType ?? kplus.ServiceType.CLUSTER_IP,
  };
}

/** Settings of cert-manager from which the webhook follows. */
interface Settings extends SharedSettings {
  readonly webhook: WebhookSettings;
}

const HEALTH_PORT = { containerPort: 6080, name: 'healthcheck', protocol: 'TCP' };

const PORT_NAME = 'https';

/** Arguments that the webhook always gets. It generates its CA and certificate itself. */
export function webhookArgs({ caSecret, webhook: { name } }: CertManagerNames, settings: Settings): string[] {
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

export function addWebhook(parent: Construct, names: CertManagerNames, settings: Settings): void {
  const scope = new Construct(parent, 'Webhook');
  const metrics = metricsOf(names.webhook, settings);
  addRbac(scope, names, settings);
  addService(scope, names, settings, metrics);
  addServer(scope, names, settings, metrics);
  addWebhookConfigurations(scope, names, settings);
}

function addRbac(scope: Construct, { caSecret, webhook }: CertManagerNames, settings: Settings): void {
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

/** The Service for the API server, and for Prometheus. */
function addService(
  scope: Construct,
  { webhook }: CertManagerNames,
  { webhook: { serviceType } }: Settings,
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

function addServer(scope: Construct, names: CertManagerNames, settings: Settings, metrics: Metrics): void {
  const { securePort } = settings.webhook;
  const { webhook } = names;
  const healthPort = settings.version._isBefore(CertManagerVersion.V1_21_1)
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
      ...renderHostNetwork(settings.webhook),
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

/**
 * The cainjector injects the CA bundle into these configurations, from the Secret in which the webhook stores its CA.
 */
function addWebhookConfigurations(
  scope: Construct,
  { caSecret, webhook: names }: CertManagerNames,
  { webhook: { timeout } }: Settings,
): void {
  const { name, namespace } = names;
  const metadata = {
    ...names.clusterWide(),
    annotations: { 'cert-manager.io/inject-ca-from-secret': `${namespace}/${caSecret}` },
  };
  const webhook = (path: string) => ({
    name: 'webhook.cert-manager.io',
    admissionReviewVersions: ['v1'],
    clientConfig: { service: { name, namespace, path } },
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    sideEffects: 'None',
    timeoutSeconds: inSeconds(timeout),
  });
  const mutating = new kplus.k8s.KubeMutatingWebhookConfiguration(scope, 'MutatingWebhook', {
    metadata,
    webhooks: [{ ...webhook('/mutate'), rules: [REQUESTS] }],
  });
  const validating = new kplus.k8s.KubeValidatingWebhookConfiguration(scope, 'ValidatingWebhook', {
    metadata,
    webhooks: [{ ...webhook('/validate'), namespaceSelector: UNLESS_DISABLED, rules: [EVERYTHING] }],
  });
  withoutNamespace(mutating);
  withoutNamespace(validating);
}

/** The webhook records the user in each CertificateRequest. */
const REQUESTS: kplus.k8s.RuleWithOperations = {
  apiGroups: ['cert-manager.io'],
  apiVersions: ['v1'],
  operations: ['CREATE'],
  resources: ['certificaterequests'],
};

const EVERYTHING: kplus.k8s.RuleWithOperations = {
  apiGroups: ['cert-manager.io', 'acme.cert-manager.io'],
  apiVersions: ['v1'],
  operations: ['CREATE', 'UPDATE'],
  // All resources of these two groups and their subresources: a status is validated as well.
  resources: ['*/*'],
};

const UNLESS_DISABLED: kplus.k8s.LabelSelector = {
  matchExpressions: [{ key: 'cert-manager.io/disable-validation', operator: 'NotIn', values: ['true'] }],
};

export function checkWebhook(problems: Problems, names: CertManagerNames, settings: Settings): void {
  const { serviceType, timeout } = settings.webhook;
  const seconds = inSeconds(timeout);
  checkComponent(problems, names.webhook, settings.webhook, webhookArgs(names, settings), settings.version);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 30) {
    problems.at('timeout').refuse(`${seconds}s`, 'must be whole seconds, from 1 to 30', 'use Duration.seconds(30)');
  }
  checkSecurePort(problems.at('securePort'), settings);
  problems.at('serviceType').require(serviceType, SELECTS_PODS);
}

/** Port of the kubelet, on every node. */
const KUBELET_PORT = 10250;

function checkSecurePort(problems: Problems, { version, webhook: { hostNetwork, securePort } }: Settings): void {
  const ports = [HEALTH_PORT.containerPort, ...(version._isBefore(CertManagerVersion.V1_21_1) ? [] : [METRICS_PORT])];
  problems.require(
    securePort,
    ...[
      wholeNumber(1024, 65535),
      { accepts: (port: unknown) => !ports.includes(Number(port)), text: 'is used by another port of the webhook' },
      {
        accepts: (port: unknown) => !hostNetwork || port !== KUBELET_PORT,
        text: 'is the port of the kubelet, which is taken on the host network',
      },
    ].map((requirement) => ({ ...requirement, remedy: 'use 10260' })),
  );
}
