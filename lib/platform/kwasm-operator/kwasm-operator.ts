import { ApiObjectMetadata, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { mapUnlessEmpty } from '../../private/empty';
import { violation } from '../../private/errors';
import { helmFullname, helmLabels, helmSelectorLabels, Labels } from '../../private/helm-names';
import { isServiceName } from '../../private/names';
import { addNodePrerequisite } from '../../private/prerequisite';
import { validateNames } from '../component-rules';
import { KWASM_OPERATORS, KwasmOperatorVersion, SPIN_SHIMS, SpinShimVersion } from '../releases';
import { addDeployment } from '../workload/deployment';
import { grantClusterRole, grantRole, READ, serviceAccount } from '../workload/rbac';
import { validateWorkload } from '../workload/workload-rules';
import { mirrored, settleWorkload, WorkloadSettings } from '../workload/workload-settings';
import { KwasmOperatorProps } from './props';

const CHART = 'kwasm-operator';

/** Both the probes and the Service, which nobody needs, lead there. */
const PORT = 8081;

/** What a KwasmOperator has been told, copied, with the defaults filled in. */
interface KwasmOperatorSettings extends WorkloadSettings {
  readonly version: KwasmOperatorVersion;
  readonly namespace: string;
  readonly helmReleaseName: string;
  readonly installerImage: string;
  readonly autoProvision: boolean;
}

/**
 * The operator that puts the containerd shim on nodes, of before runtime-class-manager.
 *
 * It is what the Helm chart `kwasm-operator` installs, under the same names, with these differences:
 *
 * - all nodes get the shim, see `autoProvision`;
 * - its pod has no privileges that it does not need: not root, no capabilities, the seccomp profile `RuntimeDefault`;
 *   the Jobs that it starts on nodes are privileged as ever;
 * - the pod of `helm test` is left out;
 * - no object has the labels `helm.sh/chart` and `app.kubernetes.io/managed-by`.
 *
 * The Namespace is not here, and is needed before it. Nothing takes the shim off a node again.
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

  /** Namespace of kwasm-operator and of its Jobs. */
  public readonly namespace: string;

  /** Name of its Deployment. */
  public readonly deploymentName: string;

  /** Name of the ServiceAccount that it runs under. */
  public readonly serviceAccountName: string;

  /** Whether every node gets the shim. Otherwise a node needs the annotation `kwasm.sh/kwasm-node: "true"`. */
  public readonly autoProvision: boolean;

  public constructor(scope: Construct, id: string, props: KwasmOperatorProps = {}) {
    super(scope, id);
    const settings = settle(this, props);
    const release = { name: settings.helmReleaseName, chart: CHART, appVersion: settings.version };
    const name = helmFullname(release);
    this.version = settings.version;
    this.namespace = settings.namespace;
    this.deploymentName = name;
    this.serviceAccountName = name;
    this.autoProvision = settings.autoProvision;

    const selectorLabels = helmSelectorLabels(release);
    const metadata = { name, namespace: settings.namespace, labels: helmLabels(release) };
    addRbac(this, metadata, settings);
    addService(this, metadata, selectorLabels);
    addOperator(this, metadata, selectorLabels, settings);
    if (!this.autoProvision) {
      const command = 'kubectl annotate node NODE kwasm.sh/kwasm-node=true';
      addNodePrerequisite(
        this,
        `Annotate each node that is to run SpinApps, those that join later too: \`${command}\``,
      );
    }
    this.node.addValidation({ validate: () => validate(name, selectorLabels, settings) });
  }
}

function settle(scope: Construct, props: KwasmOperatorProps): KwasmOperatorSettings {
  const { imageRegistry, version = KwasmOperatorVersion.V0_2_3 } = props;
  const { installerImage } = SPIN_SHIMS[SpinShimVersion.V0_23_0];
  return {
    ...settleWorkload(props, { image: mirrored(KWASM_OPERATORS[version].image, imageRegistry) }),
    version,
    namespace: props.namespace ?? Chart.of(scope).namespace ?? 'kwasm',
    helmReleaseName: props.helmReleaseName ?? CHART,
    installerImage: props.installerImage ?? mirrored(installerImage, imageRegistry),
    autoProvision: props.autoProvision ?? true,
  };
}

const JOBS: kplus.k8s.PolicyRule[] = [
  { apiGroups: ['batch'], resources: ['jobs'], verbs: [...READ, 'create', 'delete'] },
];

const NODES: kplus.k8s.PolicyRule[] = [
  // Writes nodes: it says in a label of each that its Job has been started.
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

function validate(name: string, selectorLabels: Labels, settings: KwasmOperatorSettings): string[] {
  const single = 'must be 0 or 1: kwasm-operator has no leader election, and two would work against each other';
  const { helmReleaseName } = settings;
  const rule = `makes a Service name, ${name}, that does not begin with a letter`;
  return [
    ...validateNames(settings),
    ...(isServiceName(name) ? [] : [violation('helmReleaseName', helmReleaseName, rule, 'choose another one')]),
    ...validateWorkload(settings, { selectorLabels, env: Object.keys(variables(settings)), single }),
    ...(settings.installerImage === ''
      ? [violation('installerImage', '', 'must not be empty', 'remove it to use the default')]
      : []),
  ];
}
