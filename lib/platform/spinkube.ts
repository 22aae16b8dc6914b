import { Chart } from 'cdk8s';
import { Construct, Dependable, IConstruct } from 'constructs';
import { RuntimeClass } from '../app/runtime-class';
import { SpinAppExecutor } from '../app/spin-app-executor';
import { addExistingNamespace } from '../private/existing-namespaces';
import { invalid } from '../private/errors';
import { CertManager } from './cert-manager/cert-manager';
import { CertManagerProps } from './cert-manager/props';
import { CustomResourceDefinitions } from './custom-resource-definitions';
import { addNamespaces, NamespaceNeed, PodSecurity } from './namespace';
import { NodeInstaller, otherVersion } from './node-installer';
import { CERT_MANAGERS, SPIN_OPERATORS, SpinKubeRelease } from './releases';
import { SpinOperator } from './spin-operator/spin-operator';
import { SpinKubeExecutorOptions, SpinKubeProps } from './spinkube-props';
import { WebhookCertificates } from './webhook-certificates/webhook-certificates';

/**
 * The whole platform: cert-manager, the node installer with RuntimeClass and Shim, CustomResourceDefinitions,
 * spin-operator and executors, each a chart of its own and so a stage of a bundle.
 *
 * The charts stand beside this construct, not below it: their paths name the stages, and those stay short. Something
 * that depends on this construct depends on all of them.
 *
 * @see https://www.spinkube.dev/docs/install/installing-with-helm/
 *
 * @example
 *
 * const spinkube = new SpinKube(bundle, 'spinkube', { release: SpinKubeRelease.V2026_11 });
 */
export class SpinKube extends Construct {
  /** The versions that are installed. */
  public readonly release: SpinKubeRelease;

  /** The RuntimeClass of the shim. */
  public readonly runtimeClass: RuntimeClass;

  /** The operator. */
  public readonly operator: SpinOperator;

  private readonly props: SpinKubeProps;
  private readonly charts: Chart[] = [];
  private readonly namespaces: NamespaceNeed[] = [];
  private readonly errors: string[] = [];
  private readonly executorChart: Chart;
  private readonly executorOptions: SpinKubeExecutorOptions;
  private readonly executors = new Map<string, SpinAppExecutor>();

  public constructor(scope: Construct, id: string, props: SpinKubeProps = {}) {
    super(scope, id);
    this.props = { ...props };
    this.release = props.release ?? SpinKubeRelease.CURRENT;
    this.executorOptions = { ...props.executor };
    const certificates =
      props.webhookCertificates ?? props.operator?.webhookCertificates ?? WebhookCertificates.certManager();
    const installer = props.nodeInstaller ?? NodeInstaller._of(this.release);
    const appNamespaces = [...(props.appNamespaces ?? ['default'])];

    if (certificates._certManager) {
      this.addCertManager(scope, certificates._certManager);
    }
    this.addDefinitions(scope);
    const installerCharts = this.addNodeInstaller(scope, installer);
    const shimChart = this.addChart(scope, 'runtime-class', installerCharts);
    this.runtimeClass = this.addRuntimeClass(shimChart, installer);
    const operatorChart = this.addChart(scope, 'spin-operator', [...this.charts]);
    this.operator = this.addOperator(operatorChart, certificates);

    this.executorChart = this.addChart(scope, 'executors', [operatorChart]);
    for (const name of appNamespaces) {
      this.namespaces.push({ scope: this.executorChart, name, podSecurity: PodSecurity.BASELINE });
    }
    if (props.createNamespaces ?? true) {
      addNamespaces(this.namespaces);
    } else {
      this.namespaces.forEach(({ name }) => {
        addExistingNamespace(this, name);
      });
    }
    appNamespaces.forEach((name) => this.executorFor(name));

    Dependable.implement(this, { dependencyRoots: this.charts });
    this.node.addValidation({ validate: () => this.errors });
  }

  /**
   * The executor of the first of `appNamespaces`.
   *
   * @throws if `appNamespaces` is empty
   */
  public get executor(): SpinAppExecutor {
    for (const first of this.executors.values()) {
      return first;
    }
    throw invalid(this, 'appNamespaces', [], 'names no namespace, so there is no executor', 'name one');
  }

  /**
   * The executor for the SpinApps of a namespace; added if there is none yet. The namespace is yours: it must exist, or
   * be in the bundle.
   *
   * @param namespace name of the namespace
   */
  public executorFor(namespace: string): SpinAppExecutor {
    const { name = 'containerd-shim-spin', ...options } = this.executorOptions;
    const executor =
      this.executors.get(namespace) ??
      new SpinAppExecutor(this.executorChart, namespace, {
        ...options,
        metadata: { name, namespace },
        api: this.release.api,
        runtimeClass: this.runtimeClass,
      });
    this.executors.set(namespace, executor);
    return executor;
  }

  /**
   * Has the whole platform installed after something else.
   *
   * @param dependencies what must be there before
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
    (props.customResourceDefinitions ?? CustomResourceDefinitions.bundled())._addTo(crds, CERT_MANAGERS[version].crds);
    const { namespace } = new CertManager(chart, 'cert-manager', {
      ...props,
      imageRegistry: props.imageRegistry ?? this.props.imageRegistry,
      version,
      customResourceDefinitions: CustomResourceDefinitions._elsewhere(),
    });
    // Pods on the network of the node are what `baseline` and `restricted` refuse.
    const podSecurity = props.webhook?.hostNetwork ? PodSecurity.PRIVILEGED : PodSecurity.RESTRICTED;
    this.namespaces.push({ scope: chart, name: namespace, podSecurity });
    this.errors.push(...otherVersion('webhookCertificates.version', props.version, version));
  }

  private addDefinitions(scope: Construct): void {
    const crds = this.addChart(scope, 'spinkube-crds');
    const definitions = this.props.operator?.customResourceDefinitions ?? CustomResourceDefinitions.bundled();
    definitions._addTo(crds, SPIN_OPERATORS[this.release.spinOperator].crds);
  }

  private addNodeInstaller(scope: Construct, installer: NodeInstaller): Chart[] {
    const { imageRegistry } = this.props;
    const { charts, errors, namespaces } = installer._install({ scope, release: this.release, imageRegistry });
    this.charts.push(...charts);
    this.namespaces.push(...namespaces);
    this.errors.push(...errors);
    return charts;
  }

  private addRuntimeClass(chart: Chart, installer: NodeInstaller): RuntimeClass {
    const { name = 'wasmtime-spin-v2', nodeSelector, overhead, tolerations } = this.props.runtimeClass ?? {};
    const runtimeClass = new RuntimeClass(chart, 'runtime-class', {
      metadata: { name },
      handler: installer.handler,
      nodeSelector: { ...nodeSelector, ...installer._nodeSelector },
      overhead,
      tolerations,
    });
    installer._addShim(chart, runtimeClass, this.release);
    return runtimeClass;
  }

  private addOperator(chart: Chart, webhookCertificates: WebhookCertificates): SpinOperator {
    const { imageRegistry, operator: props = {} } = this.props;
    const operator = new SpinOperator(chart, 'spin-operator', {
      ...props,
      imageRegistry: props.imageRegistry ?? imageRegistry,
      version: this.release.spinOperator,
      webhookCertificates,
      customResourceDefinitions: CustomResourceDefinitions._elsewhere(),
    });
    this.namespaces.push({ scope: chart, name: operator.namespace, podSecurity: PodSecurity.RESTRICTED });
    this.errors.push(...otherVersion('operator.version', props.version, this.release.spinOperator));
    return operator;
  }
}
