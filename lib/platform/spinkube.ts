import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct, Dependable, IConstruct } from 'constructs';
import { INodeTaintQuery } from '../app/node-queries';
import { RuntimeClass, RuntimeClassOverhead } from '../app/runtime-class';
import { OtelExporter, SpinAppExecutor } from '../app/spin-app-executor';
import { invalid } from '../private/errors';
import { checkedProps, checkedType } from '../private/checked-props';
import { checkedOptions } from '../private/checked-values';
import { addExistingNamespace, addPrerequisite } from '../private/prerequisite';
import { SpinKubeRelease } from '../releases/registry';
import { SpinShimVersion } from '../releases/spin-shim/spin-shim-version';
import { Problems } from '../validation/problems';
import { CertManager, CertManagerProps } from './cert-manager/cert-manager';
import { CustomResourceDefinitions } from './custom-resource-definitions';
import { NamespaceExecutors } from './namespace-executors';
import { addNamespaces, NamespaceNeed, PodSecurity } from './namespace';
import { addPlatformPolicies } from './network-policies';
import { checkVersion, NodeInstaller } from './node-installer';
import { Placements, SpinKubePlacement } from './placements';
import { runtimeClassName } from './runtime-class-name';
import { SpinOperator, SpinOperatorProps } from './spin-operator/spin-operator';
import { WebhookCertificates } from './webhook-certificates/webhook-certificates';

/** Options of the RuntimeClass of a platform. Its handler is that of the node installer. */
export interface SpinKubeRuntimeClassOptions {
  /**
   * Name of the RuntimeClass. Its handler is immutable, so moving to a node installer with another handler needs another name.
   *
   * @default - `wasmtime-` and the handler: `wasmtime-spin-v2` with runtime-class-manager, `wasmtime-spin` with the handler
   * `spin`. In releases up to 2026.11, and in a mix of versions, `wasmtime-spin-v2` for every handler
   */
  readonly name?: string;

  /**
   * Node selector (`scheduling.nodeSelector`): labels that nodes must have to run SpinApps, in addition to the label that
   * the node installer sets.
   *
   * @default - none
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Tolerations (`scheduling.tolerations`): node taints that SpinApps tolerate.
   *
   * @default - none
   */
  readonly tolerations?: (kplus.NodeTaintQuery | INodeTaintQuery)[];

  /**
   * Pod overhead: resources that the shim uses for each pod, in addition to its containers. Its process is outside the cgroup
   * of the pod, and uses about 24 MB.
   *
   * @default - none: it would count against quotas, and how much it is depends on the app and the version of the shim
   */
  readonly overhead?: RuntimeClassOverhead;
}

/** Options of the executors of a platform: one for each namespace with SpinApps, all with the same options. */
export interface SpinKubeExecutorOptions {
  /**
   * Name of the executors.
   *
   * @default 'containerd-shim-spin'
   */
  readonly name?: string;

  /**
   * Version of the shim on the nodes. It is not rendered: a SpinApp with a Spin manifest is checked for triggers and
   * variables that this version does not run.
   *
   * @default - the version that the node installer installs, or that of the release if it is unknown
   */
  readonly spinShim?: SpinShimVersion;

  /**
   * Installs the default CA certificates: the operator creates a Secret with public CA certificates and mounts it into the
   * SpinApps.
   *
   * @default - true, if the operator has the field
   */
  readonly installDefaultCaCerts?: boolean;

  /**
   * Secret with CA certificates in the key `ca-certificates.crt`, in each of the namespaces.
   *
   * @default - `spin-ca`
   */
  readonly caCertSecret?: kplus.ISecret;

  /**
   * OpenTelemetry exporter of the SpinApps.
   *
   * @default - none: no data is exported
   */
  readonly otel?: OtelExporter;
}

/**
 * The node installer that another one replaces, with its RuntimeClass and executors. SpinApps use them until they are moved, one
 * by one, to the new executors.
 */
export interface SpinKubePreviousOptions {
  /** Node installer that is being replaced. Its handler differs from that of the new one. */
  readonly nodeInstaller: NodeInstaller;

  /**
   * Options of its RuntimeClass.
   *
   * @default - as for a platform with this node installer alone
   */
  readonly runtimeClass?: SpinKubeRuntimeClassOptions;

  /**
   * Options of its executors. The new executors need another name.
   *
   * @default - `containerd-shim-spin`
   */
  readonly executor?: SpinKubeExecutorOptions;
}

/** Options of `SpinKube.executorFor()`. */
export interface SpinKubeExecutorForOptions {
  /**
   * Placement: the executor for the nodes of a pool.
   *
   * @default - the executor of the platform
   */
  readonly placement?: SpinKubePlacement;
}

/** Properties of `SpinKube`. */
export interface SpinKubeProps {
  /**
   * Release of SpinKube: the versions to install. Pin one, so that an upgrade of this library does not upgrade your
   * platform.
   *
   * @default SpinKubeRelease.CURRENT
   */
  readonly release?: SpinKubeRelease;

  /**
   * Node installer: how the containerd shim is installed on nodes.
   *
   * @default - NodeInstaller.runtimeClassManager(), or NodeInstaller.kwasm() for a release with an older shim
   */
  readonly nodeInstaller?: NodeInstaller;

  /**
   * The node installer that `nodeInstaller` replaces. Both run side by side during the move, each with a RuntimeClass and
   * executors, in the stages in which they are without it.
   *
   * @default - none
   */
  readonly previous?: SpinKubePreviousOptions;

  /**
   * TLS certificate of the operator's webhooks. By default, cert-manager is installed for it.
   *
   * @default - `operator.webhookCertificates` if set, otherwise WebhookCertificates.certManager()
   */
  readonly webhookCertificates?: WebhookCertificates;

  /**
   * Properties of spin-operator. Its version is that of the release.
   *
   * @default - the defaults of `SpinOperator`, in the namespace 'spin-operator'
   */
  readonly operator?: SpinOperatorProps;

  /**
   * Options of the RuntimeClass of SpinApps.
   *
   * @default - a RuntimeClass with the handler in its name (`wasmtime-spin-v2`), for the nodes that have the shim
   */
  readonly runtimeClass?: SpinKubeRuntimeClassOptions;

  /**
   * Options of the executors of SpinApps.
   *
   * @default - `containerd-shim-spin`
   */
  readonly executor?: SpinKubeExecutorOptions;

  /**
   * Namespaces of SpinApps: each gets an executor, and is created unless it is one of Kubernetes itself.
   *
   * @default ['default']
   */
  readonly appNamespaces?: string[];

  /**
   * Creates the namespaces of the components and `appNamespaces`, each with its Pod Security Standard: `privileged` where
   * Jobs write to nodes, `baseline` for SpinApps, `restricted` otherwise. `default` and namespaces that begin with `kube-`
   * are never created: they would be deleted with the bundle.
   *
   * @default true
   */
  readonly createNamespaces?: boolean;

  /**
   * NetworkPolicies in the namespaces of the components: their pods can only be reached at the ports of webhooks and metrics,
   * and can only connect to name servers and to ports 80, 443 and 6443, which are those of API servers and downloads. The
   * namespaces of SpinApps get none.
   *
   * @default false
   */
  readonly networkPolicies?: boolean;

  /**
   * Image pull secrets of all components: credentials for the registry, in the namespace of each of them. Every Deployment
   * and Job gets them, and so does the ServiceAccount `default` of the namespace in which a node installer runs its Jobs.
   * A component whose own `imagePullSecrets` are set has those instead.
   *
   * They are not for the images of SpinApps, which have `imagePullSecrets` of their own.
   *
   * @default - none
   */
  readonly imagePullSecrets?: kplus.ISecret[];
}

/**
 * SpinKube, the whole platform: cert-manager, the node installer with RuntimeClass and Shim, CustomResourceDefinitions,
 * spin-operator and executors. Each is a chart of its own, and so a stage of a bundle.
 *
 * The charts are siblings of this construct, not its children: their paths are the names of the stages, which stay short.
 * Whatever depends on this construct depends on all of them.
 *
 * @see https://www.spinkube.dev/docs/install/installing-with-helm/
 *
 * @example
 *
 * const spinkube = new SpinKube(bundle, 'spinkube', { release: SpinKubeRelease.V2026_12 });
 */
export class SpinKube extends Construct {
  /** Release of SpinKube: the installed versions. */
  public readonly release: SpinKubeRelease;

  /** RuntimeClass of SpinApps. */
  public readonly runtimeClass: RuntimeClass;

  /** spin-operator. */
  public readonly operator: SpinOperator;

  private readonly props: SpinKubeProps;
  private readonly charts: Chart[] = [];
  private readonly namespaces: NamespaceNeed[] = [];
  private readonly problems = Problems.at();
  private readonly executorChart: Chart;
  private readonly executors: NamespaceExecutors;
  private readonly placements: Placements;
  private readonly previousExecutors?: NamespaceExecutors;

  public constructor(scope: Construct, id: string, props: SpinKubeProps = {}) {
    super(scope, id);
    const {
      imagePullSecrets,
      operator,
      previous,
      release = SpinKubeRelease.CURRENT,
    } = checkedProps('SpinKubeProps', props, this);
    this.props = { ...props, imagePullSecrets: imagePullSecrets && [...imagePullSecrets] };
    this.release = checkedType('SpinKubeRelease', release, 'release', this);
    const wanted = this.props.webhookCertificates ?? operator?.webhookCertificates;
    const certificates = checkedType(
      'WebhookCertificates',
      wanted ?? WebhookCertificates.certManager(),
      'webhookCertificates',
      this,
    );
    const chosen = this.props.nodeInstaller ?? NodeInstaller._of(this.release);
    const installer = checkedType('NodeInstaller', chosen, 'nodeInstaller', this);
    if (previous) {
      this.checkPrevious(previous, installer);
    }
    const appNamespaces = [...(this.props.appNamespaces ?? ['default'])];

    if (certificates._certManager) {
      this.addCertManager(scope, certificates._certManager);
    }
    this.addDefinitions(scope);
    const installers = [...(previous ? [previous.nodeInstaller] : []), installer];
    const installerCharts = installers.flatMap((one) => this.addNodeInstaller(scope, one));
    const shimChart = this.addChart(scope, 'runtime-class', installerCharts);
    this.runtimeClass = this.addRuntimeClass(shimChart, installer, this.props.runtimeClass);
    const operatorChart = this.addChart(scope, 'spin-operator', [...this.charts]);
    this.operator = this.addOperator(operatorChart, certificates);

    this.requirePullSecrets();

    this.executorChart = this.addChart(scope, 'executors', [operatorChart]);
    this.executors = this.executorsOf(this.executorChart, this.runtimeClass, installer, this.props.executor);
    this.placements = new Placements(this, shimChart, this.executorChart, this.runtimeClass, this.executors);
    if (previous) {
      const runtimeClass = this.addRuntimeClass(
        new Construct(shimChart, PREVIOUS),
        previous.nodeInstaller,
        previous.runtimeClass,
      );
      const executorScope = new Construct(this.executorChart, PREVIOUS);
      this.previousExecutors = this.executorsOf(executorScope, runtimeClass, previous.nodeInstaller, previous.executor);
    }
    if (this.props.networkPolicies) {
      this.checkPoliced(appNamespaces);
      addPlatformPolicies(this.namespaces, this.charts);
    }
    for (const name of appNamespaces) {
      this.namespaces.push({ scope: this.executorChart, name, podSecurity: PodSecurity.BASELINE });
    }
    if (this.props.createNamespaces ?? true) {
      addNamespaces(this.namespaces);
    } else {
      this.namespaces.forEach(({ name }) => {
        addExistingNamespace(this, name);
      });
    }
    appNamespaces.forEach((name) => {
      this.executors.in(name);
      this.previousExecutors?.in(name);
    });

    Dependable.implement(this, { dependencyRoots: this.charts });
    this.node.addValidation({ validate: () => this.problems.messages });
  }

  /**
   * Executor of the first of `appNamespaces`.
   *
   * @throws if `appNamespaces` is empty
   */
  public get executor(): SpinAppExecutor {
    const { first } = this.executors;
    if (!first) {
      throw invalid(this, 'appNamespaces', [], 'is empty, so there is no executor', 'add a namespace');
    }
    return first;
  }

  /**
   * Executor of a namespace, which is added if there is none. The namespace is not created: it must exist or be in the
   * bundle.
   *
   * @param namespace name of the namespace
   * @param options placement of its SpinApps
   * @throws if another placement has the same name, or contradicts the node selector of the platform
   *
   * @example
   *
   * const executor = spinkube.executorFor('default', {
   *   placement: { name: 'arm', nodeSelector: { 'kubernetes.io/arch': 'arm64' } },
   * });
   */
  public executorFor(namespace: string, options: SpinKubeExecutorForOptions = {}): SpinAppExecutor {
    const where = `[${this.node.path}] executorFor`;
    const { placement } = checkedOptions('SpinKubeExecutorForOptions', options, where);
    return (placement ? this.placements.executorsOf(placement) : this.executors).in(namespace);
  }

  /**
   * Executor of a namespace for SpinApps that still use the previous node installer. It is added if there is none.
   *
   * @param namespace name of the namespace
   * @throws if the platform has no `previous` node installer
   */
  public previousExecutorFor(namespace: string): SpinAppExecutor {
    if (!this.previousExecutors) {
      throw invalid(this, 'previous', undefined, 'is not set, so there is no previous executor', 'set it');
    }
    return this.previousExecutors.in(namespace);
  }

  /**
   * Adds dependencies to all charts of the platform.
   *
   * @param dependencies constructs that must be applied before
   */
  public addDependency(...dependencies: IConstruct[]): void {
    this.charts.forEach((chart) => {
      chart.addDependency(...dependencies);
    });
  }

  private addChart(scope: Construct, id: string, dependencies: Chart[] = []): Chart {
    const chart = new Chart(scope, id);
    chart.addDependency(...dependencies);
    this.charts.push(chart);
    return chart;
  }

  private addCertManager(scope: Construct, props: CertManagerProps): void {
    const crds = this.addChart(scope, 'cert-manager-crds');
    const chart = this.addChart(scope, 'cert-manager', [crds]);
    const version = this.release.certManager;
    (props.customResourceDefinitions ?? CustomResourceDefinitions.bundled())._addTo(crds, version._facts.crds);
    const { namespace } = new CertManager(chart, 'cert-manager', {
      ...props,
      ...withPullSecrets(props, this.props.imagePullSecrets),
      version,
      customResourceDefinitions: CustomResourceDefinitions._elsewhere(),
    });
    this.namespaces.push({ scope: chart, name: namespace, podSecurity: podSecurityOf(props.webhook) });
    checkVersion(this.problems.at('webhookCertificates', 'version'), props.version, version);
  }

  private addDefinitions(scope: Construct): void {
    const crds = this.addChart(scope, 'spinkube-crds');
    const definitions = this.props.operator?.customResourceDefinitions ?? CustomResourceDefinitions.bundled();
    definitions._addTo(crds, this.release.spinOperator._facts.crds);
  }

  private addNodeInstaller(scope: Construct, installer: NodeInstaller): Chart[] {
    const { problems, release } = this;
    const { imagePullSecrets } = this.props;
    const { charts, namespaces } = installer._install({ scope, release, imagePullSecrets, problems });
    this.charts.push(...charts);
    this.namespaces.push(...namespaces);
    return charts;
  }

  /** Policies are for all pods of a namespace. */
  private checkPoliced(appNamespaces: readonly string[]): void {
    const names = new Set(this.namespaces.map(({ name }) => name));
    for (const name of names) {
      if (name === 'default' || name.startsWith('kube-') || appNamespaces.includes(name)) {
        const rule = 'has a component and pods that are not of the platform, which the policies would restrict as well';
        this.problems.at('networkPolicies').refuse(name, rule, 'give the component a namespace of its own');
      }
    }
  }

  private checkPrevious({ nodeInstaller }: SpinKubePreviousOptions, installer: NodeInstaller): void {
    const { handler } = checkedType('NodeInstaller', nodeInstaller, 'previous.nodeInstaller', this);
    if (handler === installer.handler) {
      throw invalid(this, 'previous.nodeInstaller', handler, "has the same handler as 'nodeInstaller'", 'leave it out');
    }
  }

  private executorsOf(
    scope: Construct,
    runtimeClass: RuntimeClass,
    installer: NodeInstaller,
    { name = 'containerd-shim-spin', ...options }: SpinKubeExecutorOptions = {},
  ): NamespaceExecutors {
    const spinShim = options.spinShim ?? installer._shimVersion(this.release);
    return new NamespaceExecutors(scope, name, { ...options, spinShim, api: this.release.api, runtimeClass });
  }

  private addRuntimeClass(
    scope: Construct,
    installer: NodeInstaller,
    { nodeSelector, overhead, tolerations, ...options }: SpinKubeRuntimeClassOptions = {},
  ): RuntimeClass {
    const name = options.name ?? runtimeClassName(this.release, installer.handler);
    const runtimeClass = new RuntimeClass(scope, 'runtime-class', {
      metadata: { name },
      handler: installer.handler,
      nodeSelector: { ...nodeSelector, ...installer._nodeSelector },
      overhead,
      tolerations,
    });
    installer._addShim(scope, runtimeClass, this.release);
    return runtimeClass;
  }

  private addOperator(chart: Chart, webhookCertificates: WebhookCertificates): SpinOperator {
    const { imagePullSecrets, operator: props = {} } = this.props;
    const operator = new SpinOperator(chart, 'spin-operator', {
      ...props,
      imagePullSecrets: props.imagePullSecrets ?? imagePullSecrets,
      version: this.release.spinOperator,
      webhookCertificates,
      customResourceDefinitions: CustomResourceDefinitions._elsewhere(),
    });
    this.namespaces.push({ scope: chart, name: operator.namespace, podSecurity: podSecurityOf(props) });
    checkVersion(this.problems.at('operator', 'version'), props.version, this.release.spinOperator);
    return operator;
  }

  /** Adds a prerequisite for image pull secrets that the app does not create. */
  private requirePullSecrets(): void {
    const secrets = (this.props.imagePullSecrets ?? []).filter((secret) => !secret.node.defaultChild);
    const namespaces = [...new Set(this.namespaces.map(({ name }) => `\`${name}\``))].join(', ');
    for (const { name } of secrets) {
      addPrerequisite(this, `Each of the namespaces ${namespaces} has the image pull Secret \`${name}\`.`);
    }
  }
}

/** Scope of what belongs to the previous node installer. No namespace has this name. */
const PREVIOUS = '.previous';

/** `baseline` and `restricted` do not admit pods on the host network. */
function podSecurityOf({ hostNetwork = false }: Pick<SpinOperatorProps, 'hostNetwork'> = {}): PodSecurity {
  return hostNetwork ? PodSecurity.PRIVILEGED : PodSecurity.RESTRICTED;
}

/** The components of cert-manager with image pull secrets, each with its own if it has any. */
function withPullSecrets(
  { cainjector, controller, webhook }: CertManagerProps,
  imagePullSecrets?: kplus.ISecret[],
): Pick<CertManagerProps, 'cainjector' | 'controller' | 'webhook'> {
  return {
    cainjector: { ...cainjector, imagePullSecrets: cainjector?.imagePullSecrets ?? imagePullSecrets },
    controller: { ...controller, imagePullSecrets: controller?.imagePullSecrets ?? imagePullSecrets },
    webhook: { ...webhook, imagePullSecrets: webhook?.imagePullSecrets ?? imagePullSecrets },
  };
}
