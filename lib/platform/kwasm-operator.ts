import { ApiObjectMetadata, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { mapUnlessEmpty } from '../private/empty';
import { checkedProps, checkedType } from '../private/checked-props';
import { helmFullname, helmLabels, helmSelectorLabels, Labels } from '../private/helm-names';
import { addNodePrerequisite } from '../private/prerequisite';
import { addWarnings } from '../private/warnings';
import { KwasmOperatorVersion } from '../releases/kwasm-operator/kwasm-operator-version';
import { SpinKubeRelease } from '../releases/registry';
import { Problems } from '../validation/problems';
import { NOT_EMPTY } from '../validation/requirement';
import { addDefaultServiceAccount } from './workload/default-service-account';
import { addDeployment } from './workload/deployment';
import { grantClusterRole, grantRole, READ, serviceAccount } from './workload/rbac';
import {
  checkNames,
  checkWorkload,
  Settled,
  settleWorkload,
  WorkloadOptions,
  WorkloadSettings,
} from './workload/workload';

const CHART = 'kwasm-operator';

/** Port of the probes and of the Service, which nothing calls but the chart has. */
const PORT = 8081;

/**
 * Properties of `KwasmOperator`.
 *
 * `replicas` is 0 or 1: kwasm-operator has no leader election, so two replicas would work against each other.
 *
 * `imagePullSecrets` also become those of the ServiceAccount `default` of the namespace, as which the Jobs on the nodes run.
 */
export interface KwasmOperatorProps extends WorkloadOptions {
  /**
   * Version of kwasm-operator: that of its Helm chart.
   *
   * @default SpinKubeRelease.CURRENT.kwasmOperator
   */
  readonly version?: KwasmOperatorVersion;

  /**
   * Namespace of kwasm-operator and its Jobs, a DNS label. It is not created here and must allow privileged pods: the
   * Jobs write to the file system of the nodes.
   *
   * @default - the namespace of the chart, or 'kwasm' if it has none
   */
  readonly namespace?: string;

  /**
   * Helm release name, from which names, labels and selectors follow. To take over an existing Helm installation, use
   * the name of its release: selectors of a Deployment are immutable.
   *
   * As with Helm, objects are named `<helmReleaseName>-kwasm-operator`, or `<helmReleaseName>` alone if that contains
   * `kwasm-operator`. A DNS label, short enough for the name of the Service to have 63 characters at most.
   *
   * @default 'kwasm-operator'
   */
  readonly helmReleaseName?: string;

  /**
   * Installer image (`INSTALLER_IMAGE`), which installs the shim on a node: the node installer of containerd-shim-spin.
   * The shim's handler in containerd is `spin`.
   *
   * @default - the image of shim v0.23.0
   */
  readonly installerImage?: string;

  /**
   * Installs the shim on all nodes (`AUTO_PROVISION_NODES`), also on those that join later. If false, only on nodes with
   * the annotation `kwasm.sh/kwasm-node: "true"`. The two exclude each other: with `autoProvision`, a node with that
   * annotation makes the operator fail repeatedly.
   *
   * @default true
   */
  readonly autoProvision?: boolean;
}

/** `KwasmOperatorProps`, copied, with all defaults. */
interface KwasmOperatorSettings extends WorkloadSettings, Settled<KwasmOperatorProps> {}

/**
 * kwasm-operator, which installs the containerd shim on nodes: the retired predecessor of runtime-class-manager. Its repository
 * was archived in May 2026.
 *
 * Renders what the Helm chart `kwasm-operator` renders, under the same names, with these differences:
 *
 * - the shim is installed on all nodes, see `autoProvision`;
 * - its pod runs with least privileges: not as root, without capabilities, with the seccomp profile `RuntimeDefault`;
 *   the Jobs that it starts on nodes are still privileged;
 * - the pod of `helm test` is omitted;
 * - no object has the labels `helm.sh/chart` and `app.kubernetes.io/managed-by`.
 *
 * The Namespace is not part of it and must exist. The shim is never removed from a node.
 *
 * @see https://www.spinkube.dev/docs/install/installing-with-helm/
 *
 * @example
 *
 * new KwasmOperator(chart, 'kwasm-operator', { namespace: 'kwasm' });
 */
export class KwasmOperator extends Construct {
  /** Version of kwasm-operator. */
  public readonly version: KwasmOperatorVersion;

  /** Namespace of kwasm-operator and its Jobs. */
  public readonly namespace: string;

  /** Name of the Deployment. */
  public readonly deploymentName: string;

  /** Name of the ServiceAccount. */
  public readonly serviceAccountName: string;

  /** Installs the shim on all nodes; if false, only on nodes with the annotation `kwasm.sh/kwasm-node: "true"`. */
  public readonly autoProvision: boolean;

  public constructor(scope: Construct, id: string, props: KwasmOperatorProps = {}) {
    super(scope, id);
    const settings = settle(this, checkedProps('KwasmOperatorProps', props, this));
    const release = { name: settings.helmReleaseName, chart: CHART, appVersion: settings.version.name };
    const name = helmFullname(release);
    this.version = settings.version;
    this.namespace = settings.namespace;
    this.deploymentName = name;
    this.serviceAccountName = name;
    this.autoProvision = settings.autoProvision;

    const selectorLabels = helmSelectorLabels(release);
    const metadata = { name, namespace: settings.namespace, labels: helmLabels(release) };
    addRbac(this, metadata, settings);
    addDefaultServiceAccount(this, settings);
    addService(this, metadata, selectorLabels);
    addOperator(this, metadata, selectorLabels, settings);
    if (!this.autoProvision) {
      const command = 'kubectl annotate node NODE kwasm.sh/kwasm-node=true';
      addNodePrerequisite(
        this,
        `Annotate each node that is to run SpinApps, those that join later too: \`${command}\``,
      );
    }
    addWarnings(this, () => this.version._warnings('kwasm-operator'));
    this.node.addValidation({ validate: () => check(name, selectorLabels, settings) });
  }
}

function settle(scope: Construct, props: KwasmOperatorProps): KwasmOperatorSettings {
  const { kwasmOperator, spinShim } = SpinKubeRelease.CURRENT;
  const version = checkedType('KwasmOperatorVersion', props.version ?? kwasmOperator, 'version', scope);
  const { installerImage } = spinShim._facts;
  return {
    ...settleWorkload(props, { image: version._facts.image }),
    version,
    namespace: props.namespace ?? Chart.of(scope).namespace ?? 'kwasm',
    helmReleaseName: props.helmReleaseName ?? CHART,
    installerImage: props.installerImage ?? installerImage,
    autoProvision: props.autoProvision ?? true,
  };
}

const JOBS: kplus.k8s.PolicyRule[] = [
  { apiGroups: ['batch'], resources: ['jobs'], verbs: [...READ, 'create', 'delete'] },
];

const NODES: kplus.k8s.PolicyRule[] = [
  // `update`: a label on each node records that its Job has been started.
  { apiGroups: [''], resources: ['nodes'], verbs: [...READ, 'update'] },
];

function addRbac(
  scope: Construct,
  metadata: ApiObjectMetadata,
  { namespace, serviceAccountAnnotations }: KwasmOperatorSettings,
): void {
  const name = String(metadata.name);
  const account = serviceAccount(name, namespace);
  new kplus.k8s.KubeServiceAccount(scope, 'ServiceAccount', {
    metadata: { ...metadata, annotations: mapUnlessEmpty(serviceAccountAnnotations) },
  });
  grantRole(scope, 'Role', { name, namespace }, JOBS, account);
  grantClusterRole(scope, 'ClusterRole', { name }, NODES, account);
}

function addService(scope: Construct, metadata: ApiObjectMetadata, selector: Labels): void {
  new kplus.k8s.KubeService(scope, 'Service', {
    metadata,
    spec: {
      type: kplus.ServiceType.CLUSTER_IP,
      selector,
      ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: kplus.k8s.IntOrString.fromString('http') }],
    },
  });
}

function variables(settings: KwasmOperatorSettings): { [name: string]: string } {
  return {
    CONTROLLER_NAMESPACE: settings.namespace,
    AUTO_PROVISION_NODES: String(settings.autoProvision),
    INSTALLER_IMAGE: settings.installerImage,
  };
}

function addOperator(
  scope: Construct,
  metadata: ApiObjectMetadata,
  selectorLabels: Labels,
  settings: KwasmOperatorSettings,
): void {
  addDeployment(
    scope,
    {
      metadata,
      selectorLabels,
      serviceAccountName: String(metadata.name),
      container: {
        name: CHART,
        env: Object.entries(variables(settings)).map(([name, value]) => ({ name, value })),
        ports: [{ containerPort: PORT, name: 'http', protocol: 'TCP' }],
        livenessProbe: httpGet('/healthz'),
        readinessProbe: httpGet('/readyz'),
      },
    },
    settings,
  );
}

function httpGet(path: string): kplus.k8s.Probe {
  return { httpGet: { path, port: kplus.k8s.IntOrString.fromString('http') } };
}

function check(name: string, selectorLabels: Labels, settings: KwasmOperatorSettings): string[] {
  const problems = Problems.at();
  checkNames(problems, settings, name);
  const env = Object.keys(variables(settings));
  checkWorkload(problems, settings, { selectorLabels, env, withoutLeaderElection: CHART });
  problems.at('installerImage').require(settings.installerImage, NOT_EMPTY);
  return problems.messages;
}
