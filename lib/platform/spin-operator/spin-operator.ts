import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SpinApp } from '../../app/spin-app';
import { SpinAppExecutor } from '../../app/spin-app-executor';
import { withoutNamespace } from '../../private/cluster-scoped';
import { checkedProps, checkedType } from '../../private/checked-props';
import { constructsBelow } from '../../private/constructs-below';
import { isDnsLabel } from '../../private/names';
import { addWarnings } from '../../private/warnings';
import { SpinKubeRelease } from '../../releases/registry';
import { SpinOperatorApi } from '../../releases/spin-operator/spin-operator-api';
import { SpinOperatorVersion } from '../../releases/spin-operator/spin-operator-version';
import { Problems } from '../../validation/problems';
import { ofAnyText } from '../../validation/requirement';
import { CustomResourceDefinitions } from '../custom-resource-definitions';
import { WebhookCertificates } from '../webhook-certificates/webhook-certificates';
import { ServingCertificate, WebhookTarget } from '../webhook-certificates/webhook-target';
import { addDeployment, renderHostNetwork } from '../workload/deployment';
import { EVENTS, grantClusterRole, grantRole, READ, WRITE } from '../workload/rbac';
import {
  checkNames,
  checkWorkload,
  Settled,
  settleWorkload,
  WorkloadOptions,
  WorkloadSettings,
} from '../workload/workload';
import { addMetrics, checkMetrics, monitored, MonitoredOperator, KubeRbacProxyOptions, Metrics } from './metrics';
import { CONTROL_PLANE, kubebuilderLabels, SpinOperatorNames } from './names';

/**
 * Properties of `SpinOperator`.
 *
 * With several replicas, one reconciles (leader election) and all of them serve the webhooks.
 */
export interface SpinOperatorProps extends WorkloadOptions {
  /**
   * Version of spin-operator.
   *
   * @default SpinKubeRelease.CURRENT.spinOperator
   */
  readonly version?: SpinOperatorVersion;

  /**
   * Namespace of the operator, a DNS label. It is not created here.
   *
   * @default - the namespace of the chart, or 'spin-operator' if it has none
   */
  readonly namespace?: string;

  /**
   * Helm release name, from which names, labels and selectors follow. To take over an existing Helm installation, use
   * the name of its release: selectors of a Deployment are immutable.
   *
   * As with Helm, names begin with `<helmReleaseName>-spin-operator`, or with `<helmReleaseName>` alone if that contains
   * `spin-operator`. A DNS label, short enough for the names of the Services to have 63 characters at most.
   *
   * @default 'spin-operator'
   */
  readonly helmReleaseName?: string;

  /**
   * Source of the CustomResourceDefinitions of SpinApps and SpinAppExecutors.
   *
   * @default CustomResourceDefinitions.bundled()
   */
  readonly customResourceDefinitions?: CustomResourceDefinitions;

  /**
   * Source of the TLS certificate of the webhooks.
   *
   * @default WebhookCertificates.certManager()
   */
  readonly webhookCertificates?: WebhookCertificates;

  /**
   * DNS domain of the cluster (`KUBERNETES_CLUSTER_DOMAIN`). It is part of the certificate of the webhooks.
   *
   * @default 'cluster.local'
   */
  readonly kubernetesClusterDomain?: string;

  /**
   * Host network: runs the pods on the network of their nodes, for clusters whose API server can reach nodes but not pods.
   * Requires a namespace with the Pod Security Standard `privileged`, and the ports 9443 (webhooks), 8082 (health) and, since
   * v0.6.1, 8443 (metrics) to be free on the nodes: spin-operator has no option for the port of its webhooks, so a firewall has
   * to allow connections from the API server to port 9443 of the nodes.
   *
   * @default false
   */
  readonly hostNetwork?: boolean;

  /**
   * Type of the metrics Service, on port 8443. Any type but `EXTERNAL_NAME`. v0.1.0 has this Service only with
   * `kubeRbacProxy`.
   *
   * @default kplus.ServiceType.CLUSTER_IP
   */
  readonly metricsServiceType?: kplus.ServiceType;

  /**
   * kube-rbac-proxy, which serves the metrics of v0.1.0 to authorized clients. Without it, they can only be read within
   * the pod. Later versions authorize requests themselves.
   *
   * @default - none
   */
  readonly kubeRbacProxy?: KubeRbacProxyOptions;

  /**
   * Allows the operator to read ConfigMaps in all namespaces.
   *
   * The Helm chart does not allow it. Then a single SpinApp with a value from a ConfigMap in its runtime configuration
   * blocks the operator for the whole cluster: it waits forever for a list that it has no permission to read. With
   * `false`, such a SpinApp in the same cdk8s app is an error.
   *
   * @default true
   */
  readonly readConfigMaps?: boolean;
}

/** `SpinOperatorProps`, copied, with all defaults. */
interface SpinOperatorSettings extends WorkloadSettings, Settled<SpinOperatorProps, 'kubeRbacProxy'> {}

/**
 * spin-operator, which runs SpinApps: its CustomResourceDefinitions, Deployment, RBAC, Services, webhooks and their
 * certificate.
 *
 * Renders what the Helm chart `spin-operator` renders, under the same names, with these differences:
 *
 * - the operator may read ConfigMaps, see `readConfigMaps`;
 * - its pods have the seccomp profile `RuntimeDefault`, so that a namespace with the Pod Security Standard `restricted`
 *   admits them;
 * - v0.1.0 has no kube-rbac-proxy and no metrics Service unless an image is set, see `kubeRbacProxy`;
 * - the ClusterRole `…-metrics-role` of v0.6.1 and its binding are omitted: they duplicate `…-metrics-auth-role`;
 * - no object has the labels `helm.sh/chart` and `app.kubernetes.io/managed-by`.
 *
 * The Namespace is not part of it and must exist.
 *
 * @see https://www.spinkube.dev/docs/install/installing-with-helm/
 *
 * @example
 *
 * new SpinOperator(chart, 'spin-operator', {
 *   namespace: 'spin-operator',
 *   replicas: 2,
 * });
 */
export class SpinOperator extends Construct {
  /** Version of spin-operator. */
  public readonly version: SpinOperatorVersion;

  /** API of this version: group, fields and labels. */
  public readonly api: SpinOperatorApi;

  /** Namespace of the operator. */
  public readonly namespace: string;

  /** Name of the Deployment. */
  public readonly deploymentName: string;

  /** Name of the ServiceAccount. */
  public readonly serviceAccountName: string;

  /** Name of the MutatingWebhookConfiguration. */
  public readonly mutatingWebhookConfigurationName: string;

  /** Name of the ValidatingWebhookConfiguration. */
  public readonly validatingWebhookConfigurationName: string;

  /**
   * Names and settings that the monitoring of the operator depends on.
   *
   * @internal
   */
  public readonly _monitored: MonitoredOperator;

  public constructor(scope: Construct, id: string, props: SpinOperatorProps = {}) {
    super(scope, id);
    const settings = settle(this, checkedProps('SpinOperatorProps', props, this));
    const names = new SpinOperatorNames(settings.helmReleaseName, settings.namespace, settings.version);
    const target = webhookTarget(names, settings);
    this.version = settings.version;
    this.api = this.version.api;
    this.namespace = names.namespace;
    this.deploymentName = names.manager;
    this.serviceAccountName = names.manager;
    this.mutatingWebhookConfigurationName = names.mutatingWebhook;
    this.validatingWebhookConfigurationName = names.validatingWebhook;
    this._monitored = monitored(names, settings);

    settings.customResourceDefinitions._addTo(this, this.version._facts.crds);
    addRbac(this, names, settings);
    addWebhookService(this, names);
    const metrics = addMetrics(this, names, settings);
    const certificate = settings.webhookCertificates._addTo(this, target);
    addManager(this, names, settings, metrics, certificate);
    addWebhooks(this, names, settings, certificate);
    addWarnings(this, () => this.version._warnings('spin-operator'));
    this.node.addValidation({
      validate: () => {
        const problems = Problems.at();
        checkSettings(problems, names, settings, operatorArgs(metrics));
        settings.webhookCertificates._check(problems.at('webhookCertificates'), target);
        checkNeighbors(problems, this, settings);
        return problems.messages;
      },
    });
  }
}

const RESOURCES: kplus.ContainerResources = {
  cpu: { request: kplus.Cpu.millis(10), limit: kplus.Cpu.millis(500) },
  memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
};

function settle(scope: Construct, props: SpinOperatorProps): SpinOperatorSettings {
  const { kubeRbacProxy, webhookCertificates = WebhookCertificates.certManager() } = props;
  const given = props.version ?? SpinKubeRelease.CURRENT.spinOperator;
  const version = checkedType('SpinOperatorVersion', given, 'version', scope);
  const defaults = {
    image: version._facts.image,
    resources: RESOURCES,
    terminationGracePeriod: Duration.seconds(10),
  };
  return {
    ...settleWorkload(props, defaults),
    version,
    namespace: props.namespace ?? Chart.of(scope).namespace ?? 'spin-operator',
    helmReleaseName: props.helmReleaseName ?? 'spin-operator',
    customResourceDefinitions: CustomResourceDefinitions._checked(scope, props.customResourceDefinitions),
    webhookCertificates: checkedType('WebhookCertificates', webhookCertificates, 'webhookCertificates', scope),
    kubernetesClusterDomain: props.kubernetesClusterDomain ?? 'cluster.local',
    hostNetwork: props.hostNetwork ?? false,
    metricsServiceType: props.metricsServiceType ?? kplus.ServiceType.CLUSTER_IP,
    kubeRbacProxy: kubeRbacProxy && { ...kubeRbacProxy },
    readConfigMaps: props.readConfigMaps ?? true,
  };
}

function webhookTarget(names: SpinOperatorNames, settings: SpinOperatorSettings): WebhookTarget {
  return {
    namespace: names.namespace,
    host: `${names.webhookService}.${names.namespace}.svc`,
    clusterDomain: settings.kubernetesClusterDomain,
    secretName: 'webhook-server-cert',
    mutatingWebhook: names.mutatingWebhook,
    validatingWebhook: names.validatingWebhook,
    imagePullSecrets: settings.imagePullSecrets,
    namespaced: (part) => names.namespaced(names.of(part)),
    clusterWide: (part) => names.clusterWide(names.of(part)),
  };
}

const RBAC_LABELS = kubebuilderLabels('rbac');

function addRbac(scope: Construct, names: SpinOperatorNames, settings: SpinOperatorSettings): void {
  new kplus.k8s.KubeServiceAccount(scope, 'ServiceAccount', {
    metadata: { ...names.namespaced(names.manager, RBAC_LABELS), annotations: settings.serviceAccountAnnotations },
  });
  grantRole(
    scope,
    'LeaderElectionRole',
    names.namespaced(names.of('leader-election-role'), RBAC_LABELS),
    LEADER_ELECTION,
    names.subject,
    names.namespaced(names.of('leader-election-rolebinding'), RBAC_LABELS),
  );
  grantClusterRole(
    scope,
    'ManagerRole',
    names.clusterWide(names.of('manager-role')),
    managerRules(settings),
    names.subject,
    names.clusterWide(names.of('manager-rolebinding'), RBAC_LABELS),
  );
}

const LEADER_ELECTION: kplus.k8s.PolicyRule[] = [
  { apiGroups: [''], resources: ['configmaps'], verbs: [...READ, ...WRITE] },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: [...READ, ...WRITE] },
  EVENTS,
];

function managerRules({ readConfigMaps, version }: SpinOperatorSettings): kplus.k8s.PolicyRule[] {
  const { group } = version.api;
  return [
    ...(version._isBefore(SpinOperatorVersion.V0_6_1) ? [] : [EVENTS]),
    // Secrets of all namespaces: SpinApps take variables and runtime configuration from them.
    { apiGroups: [''], resources: ['secrets', 'services'], verbs: [...READ, ...WRITE] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: [...READ, ...WRITE] },
    { apiGroups: ['apps'], resources: ['deployments/status'], verbs: ['get'] },
    { apiGroups: [group], resources: ['spinappexecutors', 'spinapps'], verbs: [...READ, ...WRITE] },
    { apiGroups: [group], resources: ['spinappexecutors/finalizers'], verbs: ['update'] },
    {
      apiGroups: [group],
      resources: ['spinappexecutors/status', 'spinapps/status'],
      verbs: ['get', 'patch', 'update'],
    },
    ...(readConfigMaps ? [{ apiGroups: [''], resources: ['configmaps'], verbs: READ }] : []),
  ];
}

const WEBHOOK_PORT = 9443;
const HEALTH_PORT = 8082;

/** Arguments that the operator always gets. */
function operatorArgs({ bindAddress }: Metrics): string[] {
  return [
    `--health-probe-bind-address=:${HEALTH_PORT}`,
    `--metrics-bind-address=${bindAddress}`,
    '--leader-elect',
    '--enable-webhooks',
  ];
}

/** Environment variable that the operator always gets. */
const CLUSTER_DOMAIN = 'KUBERNETES_CLUSTER_DOMAIN';

const CONTAINER = 'manager';
const VOLUME = 'cert';

function addManager(
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
      ...renderHostNetwork(settings),
      requiredNodes: settings.version._isBefore(SpinOperatorVersion.V0_6_1) ? [] : IMAGE_PLATFORMS,
      container: {
        name: CONTAINER,
        command: ['/manager'],
        args: operatorArgs(metrics),
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

const IMAGE_PLATFORMS: kplus.k8s.NodeSelectorRequirement[] = [
  { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64', 'arm64'] },
  { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
];

function httpGet(path: string): kplus.k8s.Probe {
  return { httpGet: { path, port: kplus.k8s.IntOrString.fromNumber(HEALTH_PORT) } };
}

/** Singular names of the resources that the webhooks are called for. */
const WEBHOOK_RESOURCES = ['spinapp', 'spinappexecutor'];

function addWebhookService(scope: Construct, names: SpinOperatorNames): void {
  new kplus.k8s.KubeService(scope, 'WebhookService', {
    metadata: names.namespaced(names.webhookService, kubebuilderLabels('webhook')),
    spec: {
      type: kplus.ServiceType.CLUSTER_IP,
      selector: names.selectorLabels,
      ports: [{ port: 443, protocol: 'TCP', targetPort: kplus.k8s.IntOrString.fromNumber(WEBHOOK_PORT) }],
    },
  });
}

function addWebhooks(
  scope: Construct,
  names: SpinOperatorNames,
  { version }: SpinOperatorSettings,
  { caBundle, injectionAnnotations: annotations }: ServingCertificate,
): void {
  const { group } = version.api;
  const { namespace, webhookService: name } = names;
  const webhook = (verb: 'mutate' | 'validate', resource: string) => ({
    name: `${verb[0]}${resource}.kb.io`,
    admissionReviewVersions: ['v1'],
    clientConfig: {
      caBundle,
      service: { namespace, name, path: `/${verb}-${group.replaceAll('.', '-')}-v1alpha1-${resource}` },
    },
    failurePolicy: 'Fail',
    rules: [
      {
        apiGroups: [group],
        apiVersions: ['v1alpha1'],
        operations: ['CREATE', 'UPDATE'],
        resources: [`${resource}s`],
      },
    ],
    sideEffects: 'None',
  });
  const mutating = new kplus.k8s.KubeMutatingWebhookConfiguration(scope, 'MutatingWebhook', {
    metadata: { ...names.clusterWide(names.mutatingWebhook), annotations },
    webhooks: WEBHOOK_RESOURCES.map((resource) => webhook('mutate', resource)),
  });
  const validating = new kplus.k8s.KubeValidatingWebhookConfiguration(scope, 'ValidatingWebhook', {
    metadata: { ...names.clusterWide(names.validatingWebhook), annotations },
    webhooks: WEBHOOK_RESOURCES.map((resource) => webhook('validate', resource)),
  });
  withoutNamespace(mutating);
  withoutNamespace(validating);
}

const CLUSTER_DOMAIN_NAME = ofAnyText(
  (domain) => domain.split('.').every(isDnsLabel),
  'is not a valid DNS domain: use DNS labels separated by dots',
  'use the --cluster-domain of the kubelets',
);

/** Checks what the API server would reject, and what would keep the operator from starting. */
function checkSettings(
  problems: Problems,
  { selectorLabels, webhookService }: SpinOperatorNames,
  settings: SpinOperatorSettings,
  args: string[],
): void {
  checkNames(problems, settings, webhookService);
  checkWorkload(problems, settings, { selectorLabels, args, env: [CLUSTER_DOMAIN] });
  problems.at('kubernetesClusterDomain').require(settings.kubernetesClusterDomain, CLUSTER_DOMAIN_NAME);
  checkMetrics(problems, settings);
}

/** Checks the SpinApps and executors in the same cdk8s app. */
function checkNeighbors(problems: Problems, operator: SpinOperator, { readConfigMaps }: SpinOperatorSettings): void {
  const { api } = operator;
  const all = constructsBelow(operator.node.root);
  for (const app of readConfigMaps ? [] : all) {
    if (app instanceof SpinApp && app._readsConfigMaps()) {
      const rule = `would block the operator for the whole cluster: ${app.node.path} takes part of its runtime configuration from a ConfigMap`;
      problems.at('readConfigMaps').refuse(readConfigMaps, rule, 'remove it, or take the value from a Secret');
    }
  }
  for (const executor of all) {
    if (executor instanceof SpinAppExecutor && executor.api.group !== api.group) {
      const rule = `serves the group ${api.group}, but ${executor.node.path} is of the group ${executor.api.group}: this operator would ignore it`;
      problems.at('version').refuse(api.operatorVersion, rule, "pass the operator's 'api' to the executor");
    }
  }
}
