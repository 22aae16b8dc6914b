import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkedProps, checkedType } from '../../private/checked-props';
import { Labels } from '../../private/helm-names';
import { addWarnings } from '../../private/warnings';
import { CertManagerVersion } from '../../releases/cert-manager/cert-manager-version';
import { SpinKubeRelease } from '../../releases/registry';
import { Problems } from '../../validation/problems';
import { wholeNumber } from '../../validation/requirement';
import { CustomResourceDefinitions } from '../custom-resource-definitions';
import { addClusterRole, READ } from '../workload/rbac';
import { checkNames, NAMESPACE_NAME, Settled } from '../workload/workload';
import { addCainjector, cainjectorArgs, CertManagerCainjectorOptions } from './cainjector';
import { checkComponent, ComponentSettings, settleComponent, SharedSettings } from './component';
import {
  addController,
  CertManagerControllerOptions,
  checkController,
  ControllerSettings,
  settleController,
} from './controller';
import { CertManagerMonitoring, METRICS_PORT_NAME } from './monitoring';
import { CertManagerNames, ComponentNames } from './names';
import { addWebhook, CertManagerWebhookOptions, checkWebhook, settleWebhook, WebhookSettings } from './webhook';

/** Properties of `CertManager`. */
export interface CertManagerProps {
  /**
   * Version of cert-manager.
   *
   * @default SpinKubeRelease.CURRENT.certManager
   */
  readonly version?: CertManagerVersion;

  /**
   * Namespace of cert-manager, a DNS label. It is not created here.
   *
   * @default - the namespace of the chart, or 'cert-manager' if it has none
   */
  readonly namespace?: string;

  /**
   * Helm release name, from which names, labels and selectors follow. To take over an existing Helm installation, use
   * the name of its release: selectors of a Deployment are immutable.
   *
   * As with Helm, names begin with `<helmReleaseName>-cert-manager`, or with `<helmReleaseName>` alone if that contains
   * `cert-manager`; long names are truncated. A DNS label that begins with a letter.
   *
   * @default 'cert-manager'
   */
  readonly helmReleaseName?: string;

  /**
   * Source of the CustomResourceDefinitions of Certificates, issuers and the other resources of cert-manager.
   *
   * @default CustomResourceDefinitions.bundled()
   */
  readonly customResourceDefinitions?: CustomResourceDefinitions;

  /**
   * Leader election namespace: the namespace of the Leases (`--leader-election-namespace`). It must exist. A DNS label.
   *
   * Two cert-managers with the same leader election namespace block each other. Where `kube-system` cannot be written to,
   * as on GKE Autopilot, use the namespace of cert-manager.
   *
   * @default 'kube-system'
   */
  readonly leaderElectionNamespace?: string;

  /**
   * Log verbosity (`--v`): a whole number from 0, little but errors, to 10, all requests with their content.
   *
   * @default 2
   */
  readonly logLevel?: number;

  /**
   * Prometheus metrics, on port 9402: how Prometheus discovers them.
   *
   * @default CertManagerMonitoring.annotations()
   */
  readonly monitoring?: CertManagerMonitoring;

  /**
   * Adds NetworkPolicies that restrict the pods to the connections that they need: ingress to their own ports; egress for
   * DNS, HTTP, HTTPS and port 6443. In v1.14.4 only the webhook has them, and they allow all ingress.
   *
   * With an API server on another port than 443 or 6443, cert-manager then does not work.
   *
   * @default false
   */
  readonly networkPolicies?: boolean;

  /**
   * Options of the controller, which issues and renews certificates.
   *
   * @default - one replica, as in the Helm chart
   */
  readonly controller?: CertManagerControllerOptions;

  /**
   * Options of the webhook, which validates the resources of cert-manager.
   *
   * @default - one replica, as in the Helm chart
   */
  readonly webhook?: CertManagerWebhookOptions;

  /**
   * Options of the cainjector, which injects CA bundles into webhook configurations and the like.
   *
   * @default - one replica, as in the Helm chart
   */
  readonly cainjector?: CertManagerCainjectorOptions;
}

/** `CertManagerProps`, copied, with all defaults. */
interface CertManagerSettings extends SharedSettings, Settled<CertManagerProps> {
  readonly controller: ControllerSettings;
  readonly webhook: WebhookSettings;
  readonly cainjector: ComponentSettings;
}

/**
 * cert-manager, which issues and renews certificates: its CustomResourceDefinitions, controller, webhook and cainjector
 * with their RBAC and Services.
 *
 * Renders what the Helm chart `cert-manager` renders, under the same names, with these differences:
 *
 * - startupapicheck, the Job with which Helm waits for the webhook, and its three RBAC objects are omitted. The stages of
 *   a bundle wait for `webhooks[0].clientConfig.caBundle` of the webhook configurations instead. Without a bundle you have
 *   to do so yourself: until then the API server rejects all Certificates and issuers;
 * - `imagePullSecrets` are set on the pods, not on their ServiceAccounts;
 * - CustomResourceDefinitions have no labels;
 * - no object has the labels `helm.sh/chart` and `app.kubernetes.io/managed-by` or the annotation
 *   `helm.sh/resource-policy`. Nothing else protects the CustomResourceDefinitions from being deleted, and with them all
 *   Certificates: never prune them.
 *
 * The Namespace is not part of it and must exist.
 *
 * @see https://cert-manager.io/docs/installation/
 *
 * @example
 *
 * new CertManager(chart, 'cert-manager', {
 *   namespace: 'cert-manager',
 *   controller: { replicas: 2 },
 *   webhook: { replicas: 3, podDisruptionBudget: PodDisruptionBudget.minAvailable(kplus.PercentOrAbsolute.absolute(1)) },
 *   cainjector: { replicas: 2 },
 * });
 */
export class CertManager extends Construct {
  /** Version of cert-manager. */
  public readonly version: CertManagerVersion;

  /** Namespace of cert-manager. */
  public readonly namespace: string;

  /** Name of the Deployment and the ServiceAccount of the controller. */
  public readonly controllerName: string;

  /**
   * Name of the Deployment, Service and ServiceAccount of the webhook, of the MutatingWebhookConfiguration and of the
   * ValidatingWebhookConfiguration.
   */
  public readonly webhookName: string;

  /** Name of the Deployment and the ServiceAccount of the cainjector. */
  public readonly cainjectorName: string;

  public constructor(scope: Construct, id: string, props: CertManagerProps = {}) {
    super(scope, id);
    const settings = settle(this, checkedProps('CertManagerProps', props, this));
    const names = new CertManagerNames(settings.helmReleaseName, settings.namespace, settings.version);
    this.version = settings.version;
    this.namespace = settings.namespace;
    this.controllerName = names.controller.name;
    this.webhookName = names.webhook.name;
    this.cainjectorName = names.cainjector.name;

    settings.customResourceDefinitions._addTo(this, this.version._facts.crds);
    addUserRbac(this, names.controller, this.version);
    addController(this, names.controller, settings);
    addCainjector(this, names.cainjector, settings);
    addWebhook(this, names, settings);
    settings.monitoring._addTo(this, names, this.version);
    addNetworkPolicies(this, names, settings);
    addWarnings(this, () => this.version._warnings('cert-manager'));
    this.node.addValidation({ validate: () => check(names, settings) });
  }
}

function settle(scope: Construct, props: CertManagerProps): CertManagerSettings {
  const { monitoring = CertManagerMonitoring.annotations() } = props;
  const given = props.version ?? SpinKubeRelease.CURRENT.certManager;
  const version = checkedType('CertManagerVersion', given, 'version', scope);
  const images = version._facts;
  return {
    version,
    namespace: props.namespace ?? Chart.of(scope).namespace ?? 'cert-manager',
    helmReleaseName: props.helmReleaseName ?? 'cert-manager',
    customResourceDefinitions: CustomResourceDefinitions._checked(scope, props.customResourceDefinitions),
    leaderElectionNamespace: props.leaderElectionNamespace ?? 'kube-system',
    logLevel: props.logLevel ?? 2,
    monitoring: checkedType('CertManagerMonitoring', monitoring, 'monitoring', scope),
    networkPolicies: props.networkPolicies ?? false,
    controller: settleController(props.controller ?? {}, images.controllerImage, images.acmeSolverImage),
    webhook: settleWebhook(props.webhook ?? {}, images.webhookImage),
    cainjector: settleComponent(props.cainjector ?? {}, images.cainjectorImage),
  };
}

const CERT_MANAGER = ['cert-manager.io'];
const ACME = ['acme.cert-manager.io'];
const DELETE = ['delete', 'deletecollection'];

/**
 * Adds permissions for users, which Kubernetes aggregates to its ClusterRoles `view`, `edit` and `admin`;
 * `cluster-reader` is a role of OpenShift.
 */
function addUserRbac(scope: Construct, names: ComponentNames, version: CertManagerVersion): void {
  const add = (id: string, part: string, roles: string[], rules: kplus.k8s.PolicyRule[]) => {
    addClusterRole(scope, id, names.clusterWide(`${names.name}-${part}`, aggregatedTo(roles)), rules);
  };
  add(
    'ClusterViewRole',
    'cluster-view',
    ['cluster-reader'],
    [{ apiGroups: CERT_MANAGER, resources: ['clusterissuers'], verbs: READ }],
  );
  add(
    'ViewRole',
    'view',
    ['admin', 'cluster-reader', 'edit', 'view'],
    [
      { apiGroups: CERT_MANAGER, resources: ['certificates', 'certificaterequests', 'issuers'], verbs: READ },
      { apiGroups: ACME, resources: ['challenges', 'orders'], verbs: READ },
    ],
  );
  add('EditRole', 'edit', ['admin', 'edit'], editRules(version));
}

function editRules(version: CertManagerVersion): kplus.k8s.PolicyRule[] {
  const write = ['create', ...DELETE, 'patch', 'update'];
  return [
    { apiGroups: CERT_MANAGER, resources: ['certificates', 'certificaterequests', 'issuers'], verbs: write },
    { apiGroups: CERT_MANAGER, resources: ['certificates/status'], verbs: ['update'] },
    ...(version._isBefore(CertManagerVersion.V1_21_1)
      ? [{ apiGroups: ACME, resources: ['challenges', 'orders'], verbs: write }]
      : [
          { apiGroups: ACME, resources: ['challenges'], verbs: [...DELETE, 'patch', 'update'] },
          { apiGroups: ACME, resources: ['orders'], verbs: DELETE },
        ]),
  ];
}

function aggregatedTo(roles: string[]): Labels {
  return Object.fromEntries(roles.map((role) => [`rbac.authorization.k8s.io/aggregate-to-${role}`, 'true']));
}

function addNetworkPolicies(scope: Construct, names: CertManagerNames, settings: CertManagerSettings): void {
  const { cainjector, controller, webhook } = names;
  if (!settings.networkPolicies) {
    return;
  }
  if (settings.version._isBefore(CertManagerVersion.V1_21_1)) {
    const labels = { app: webhook.labels.app, ...settings.webhook.podLabels, ...webhook.selectorLabels };
    addPolicies(scope, webhook, labels, { from: ANYWHERE }, { ports: EGRESS, to: ANYWHERE });
    return;
  }
  const portsOf: [ComponentNames, string[]][] = [
    [controller, [METRICS_PORT_NAME, 'http-healthz']],
    [webhook, ['https', 'healthcheck', METRICS_PORT_NAME]],
    [cainjector, [METRICS_PORT_NAME]],
  ];
  for (const [component, portNames] of portsOf) {
    const ports = portNames.map((name) => ({ port: kplus.k8s.IntOrString.fromString(name), protocol: 'TCP' }));
    addPolicies(scope, component, component.selectorLabels, { ports }, { ports: EGRESS });
  }
}

const ANYWHERE: kplus.k8s.NetworkPolicyPeer[] = [{ ipBlock: { cidr: '0.0.0.0/0' } }];

/** Egress to ACME servers and DNS providers, name servers, and the API server. */
const EGRESS: kplus.k8s.NetworkPolicyPort[] = [
  { port: kplus.k8s.IntOrString.fromNumber(80), protocol: 'TCP' },
  { port: kplus.k8s.IntOrString.fromNumber(443), protocol: 'TCP' },
  { port: kplus.k8s.IntOrString.fromNumber(53), protocol: 'TCP' },
  { port: kplus.k8s.IntOrString.fromNumber(53), protocol: 'UDP' },
  { port: kplus.k8s.IntOrString.fromNumber(6443), protocol: 'TCP' },
];

function addPolicies(
  scope: Construct,
  { component, name, namespace }: ComponentNames,
  matchLabels: Labels,
  ingress: kplus.k8s.NetworkPolicyIngressRule,
  egress: kplus.k8s.NetworkPolicyEgressRule,
): void {
  const add = (direction: string, rules: Omit<kplus.k8s.NetworkPolicySpec, 'podSelector'>) => {
    new kplus.k8s.KubeNetworkPolicy(scope, `${component}-${direction}`, {
      metadata: { name: `${name}-allow-${direction}`, namespace },
      spec: { podSelector: { matchLabels }, ...rules },
    });
  };
  add('ingress', { ingress: [ingress], policyTypes: ['Ingress'] });
  add('egress', { egress: [egress], policyTypes: ['Egress'] });
}

/** Checks what the API server would reject, and what would keep cert-manager from starting or working. */
function check(names: CertManagerNames, settings: CertManagerSettings): string[] {
  const problems = Problems.at();
  const { cainjector, leaderElectionNamespace, logLevel, monitoring, version } = settings;
  // All names of Services begin alike, and are truncated so that they fit.
  checkNames(problems, settings, names.controller.name);
  problems.at('leaderElectionNamespace').require(leaderElectionNamespace, NAMESPACE_NAME);
  problems.at('logLevel').require(logLevel, { ...wholeNumber(0, 10), remedy: 'use 2' });
  monitoring._check(problems.at('monitoring'), names);
  checkController(problems.at('controller'), names.controller, settings);
  checkWebhook(problems.at('webhook'), names, settings);
  checkComponent(problems.at('cainjector'), names.cainjector, cainjector, cainjectorArgs(settings), version);
  return problems.messages;
}
