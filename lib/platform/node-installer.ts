import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { RuntimeClass } from '../app/runtime-class';
import { entriesByName } from '../private/by-name';
import { checkedProps, checkedType } from '../private/checked-props';
import { isOwnKey } from '../private/names';
import { addNodePrerequisite, addPrerequisite } from '../private/prerequisite';
import { addWarnings } from '../private/warnings';
import { ComponentVersion } from '../releases/component-version';
import { SpinKubeRelease } from '../releases/registry';
import { SpinShimVersion } from '../releases/spin-shim/spin-shim-version';
import { Problems } from '../validation/problems';
import { CustomResourceDefinitions } from './custom-resource-definitions';
import { FetchStrategy, SPIN_HANDLER } from './fetch-strategy';
import { KwasmOperator, KwasmOperatorProps } from './kwasm-operator';
import { NamespaceNeed, PodSecurity } from './namespace';
import { RuntimeClassManager, RuntimeClassManagerProps } from './runtime-class-manager';
import { Shim } from './shim';

/** Annotation of the nodes on which kwasm-operator installs the shim, unless it does so on all nodes. */
const KWASM_NODE = 'kwasm.sh/kwasm-node';

/** Key of the node label with the version of the shim, if a node installer selects nodes by it. */
export const SHIM_VERSION = 'spin-shim';

/** Options of `NodeInstaller.runtimeClassManager()`. */
export interface RuntimeClassManagerInstallerOptions {
  /**
   * Properties of runtime-class-manager.
   *
   * @default - its defaults
   */
  readonly manager?: RuntimeClassManagerProps;

  /**
   * Node selector: labels of the nodes that the shim is installed on. You have to set labels of your own on the nodes.
   *
   * @default - `kubernetes.io/os: linux`, which every Linux node has
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Version of the shim. It is added to the node selector, as the label `spin-shim: v0.23.0`: nodes with the label of another version
   * keep the shim that they have, so that a new version can start on nodes of its own. `WorkerPool.runsSpin()` sets the label.
   *
   * @default - that of `fetchStrategy` or of the release, on all nodes of `nodeSelector`
   */
  readonly shimVersion?: SpinShimVersion;

  /**
   * Fetch strategy of the Shim, for example to download it from a mirror. The archive must have the file
   * `containerd-shim-spin-v2`.
   *
   * @default - FetchStrategy.spinShim(), with `shimVersion` or the shim version of the release
   */
  readonly fetchStrategy?: FetchStrategy;

  /**
   * Runtime options in the configuration of containerd.
   *
   * @default - `SystemdCgroup: 'true'`
   */
  readonly containerdRuntimeOptions?: { [option: string]: string };
}

/** Options of `NodeInstaller.kwasm()`. */
export interface KwasmInstallerOptions {
  /**
   * Properties of kwasm-operator, which is retired. With `autoProvision: false`, you have to annotate the nodes.
   *
   * @default - its defaults, with the installer image of the release
   */
  readonly operator?: KwasmOperatorProps;
}

/** Options of `NodeInstaller.preinstalled()`. */
export interface PreinstalledShimOptions {
  /**
   * Handler: the name of the runtime in the configuration of containerd. It is `spin` after an installation by
   * kwasm-operator or the node installer of containerd-shim-spin, and the name of the Shim (`spin-v2`) after one by
   * runtime-class-manager.
   *
   * @default 'spin'
   */
  readonly handler?: string;
}

/** Settings of the platform that a node installer follows. */
export interface InstallerContext {
  /** Scope of the charts. */
  readonly scope: Construct;
  readonly release: SpinKubeRelease;
  readonly imagePullSecrets?: kplus.ISecret[];

  /** For problems that its constructs do not report. */
  readonly problems: Problems;
}

/** Charts and namespaces that a node installer has added to a platform. */
export interface InstalledInstaller {
  /** Its charts, in order. */
  readonly charts: Chart[];
  readonly namespaces: NamespaceNeed[];
}

/** How a node installer selects nodes. */
export interface NodeChoice {
  /** Labels that a node must have. */
  readonly labels: { [key: string]: string };

  /** Annotations that a node must have. */
  readonly annotations: { [key: string]: string };

  /** Annotation that a node must not have. */
  readonly refusedAnnotation?: string;

  /**
   * Names of the Jobs on a node, after the name of the node: `-spin-v2-install`. They tolerate no taints. Longer names than
   * 63 characters are cut.
   */
  readonly jobSuffixes: readonly string[];
}

/** One way to install the shim. */
interface NodeInstallerKind {
  readonly handler: string;
  readonly nodes: NodeChoice;

  /** Labels of the nodes that have the shim, if the installer sets any. */
  readonly nodeSelector?: { [label: string]: string };
  install(context: InstallerContext): InstalledInstaller;

  /** Version of the shim that it installs; undefined if unknown. */
  shimVersion?(release: SpinKubeRelease): SpinShimVersion | undefined;
  addShim?(scope: Construct, runtimeClass: RuntimeClass, release: SpinKubeRelease): void;
}

/**
 * Node installer: how the containerd shim is installed on nodes. It determines the handler of the RuntimeClass, so that the
 * two always match.
 *
 * @see https://www.spinkube.dev/docs/install/
 */
export class NodeInstaller {
  /**
   * runtime-class-manager, with a Shim `spin-v2`: the current node installer of SpinKube.
   *
   * SpinApps run only on nodes that have the shim. Their pods stay pending until the first one has it.
   *
   * @param options options of runtime-class-manager and the Shim
   * @throws if `shimVersion` is not a `SpinShimVersion`
   */
  public static runtimeClassManager(options: RuntimeClassManagerInstallerOptions = {}): NodeInstaller {
    const {
      containerdRuntimeOptions = { SystemdCgroup: 'true' },
      manager = {},
      nodeSelector: nodes = { 'kubernetes.io/os': 'linux' },
      shimVersion: version,
      fetchStrategy: strategy,
    } = checkedProps('RuntimeClassManagerInstallerOptions', options, 'NodeInstaller.runtimeClassManager');
    const shimVersion =
      version && checkedType('SpinShimVersion', version, 'shimVersion', 'NodeInstaller.runtimeClassManager');
    const nodeSelector = {
      ...nodes,
      ...(shimVersion && { [SHIM_VERSION]: shimVersion.name }),
    };
    const fetchStrategy = strategy ?? (shimVersion && FetchStrategy.spinShim(shimVersion));
    return new NodeInstaller({
      handler: SPIN_HANDLER,
      nodes: {
        labels: nodeSelector,
        annotations: {},
        jobSuffixes: [`-${SPIN_HANDLER}-install`, `-${SPIN_HANDLER}-uninstall`],
      },
      nodeSelector: { [SPIN_HANDLER]: 'provisioned' },
      install: (context) => {
        checkShimVersion(context.problems.at('nodeInstaller', 'fetchStrategy'), fetchStrategy?._version, shimVersion);
        return installRuntimeClassManager(context, manager);
      },
      shimVersion: ({ _managedShim }) => (fetchStrategy ? (fetchStrategy._version ?? shimVersion) : _managedShim),
      addShim: (scope, runtimeClass, release) => {
        askForLabels(scope, nodeSelector);
        new Shim(scope, 'shim', {
          metadata: { name: SPIN_HANDLER },
          fetchStrategy: fetchStrategy ?? FetchStrategy.spinShim(release._managedShim),
          nodeSelector,
          containerdRuntimeOptions,
          runtimeClass,
        });
      },
    });
  }

  /**
   * kwasm-operator, the node installer of the tutorial: the retired predecessor of runtime-class-manager.
   *
   * @param options options of kwasm-operator
   */
  public static kwasm(options: KwasmInstallerOptions = {}): NodeInstaller {
    const { operator = {} } = checkedProps('KwasmInstallerOptions', options, 'NodeInstaller.kwasm');
    const { autoProvision = true } = operator;
    return new NodeInstaller({
      handler: 'spin',
      nodes: {
        labels: {},
        annotations: autoProvision ? {} : { [KWASM_NODE]: 'true' },
        refusedAnnotation: autoProvision ? KWASM_NODE : undefined,
        jobSuffixes: ['-provision-kwasm'],
      },
      install: (context) => installKwasm(context, operator),
      shimVersion: ({ spinShim }) => (operator.installerImage === undefined ? spinShim : undefined),
    });
  }

  /**
   * Nodes that have the shim already: from their machine image, or from an installer outside the bundle.
   *
   * @param options handler of the shim
   */
  public static preinstalled(options: PreinstalledShimOptions = {}): NodeInstaller {
    const { handler = 'spin' } = checkedProps('PreinstalledShimOptions', options, 'NodeInstaller.preinstalled');
    return new NodeInstaller({
      handler,
      nodes: { labels: {}, annotations: {}, jobSuffixes: [] },
      install: ({ scope }) => {
        addPrerequisite(scope, `The nodes have the shim: containerd knows a runtime \`${handler}\`.`);
        return { charts: [], namespaces: [] };
      },
    });
  }

  /**
   * Default node installer of a release.
   *
   * @internal
   */
  public static _of(release: SpinKubeRelease): NodeInstaller {
    return release.spinShim._facts.archives.length > 0 ? NodeInstaller.runtimeClassManager() : NodeInstaller.kwasm();
  }

  /** Handler of the RuntimeClass. */
  public readonly handler: string;

  /**
   * Labels of the nodes that have the shim.
   *
   * @internal
   */
  public readonly _nodeSelector?: { [label: string]: string };

  /**
   * How it selects nodes.
   *
   * @internal
   */
  public readonly _nodes: NodeChoice;

  private readonly kind: NodeInstallerKind;

  private constructor(kind: NodeInstallerKind) {
    this.kind = kind;
    this.handler = kind.handler;
    this._nodes = kind.nodes;
    this._nodeSelector = kind.nodeSelector;
  }

  /** @internal */
  public _install(context: InstallerContext): InstalledInstaller {
    return this.kind.install(context);
  }

  /**
   * Version of the shim that it installs; undefined if unknown.
   *
   * @internal
   */
  public _shimVersion(release: SpinKubeRelease): SpinShimVersion | undefined {
    return this.kind.shimVersion?.(release);
  }

  /** @internal */
  public _addShim(scope: Construct, runtimeClass: RuntimeClass, release: SpinKubeRelease): void {
    this.kind.addShim?.(scope, runtimeClass, release);
  }
}

function installRuntimeClassManager(
  { imagePullSecrets, problems, release, scope }: InstallerContext,
  props: RuntimeClassManagerProps,
): InstalledInstaller {
  const version = release.runtimeClassManager;
  const crds = new Chart(scope, 'runtime-class-manager-crds');
  const chart = new Chart(scope, 'runtime-class-manager');
  const definitions = props.customResourceDefinitions ?? CustomResourceDefinitions.bundled();
  definitions._addTo(crds, version._facts.crds);
  const { namespace } = new RuntimeClassManager(chart, 'runtime-class-manager', {
    ...props,
    imagePullSecrets: props.imagePullSecrets ?? imagePullSecrets,
    version,
    customResourceDefinitions: CustomResourceDefinitions._elsewhere(),
  });
  chart.addDependency(crds);
  checkVersion(problems.at('nodeInstaller', 'manager', 'version'), props.version, version);
  return {
    charts: [crds, chart],
    namespaces: [{ scope: chart, name: namespace, podSecurity: PodSecurity.PRIVILEGED }],
  };
}

function installKwasm(
  { imagePullSecrets, problems, release, scope }: InstallerContext,
  props: KwasmOperatorProps,
): InstalledInstaller {
  const version = release.kwasmOperator;
  const chart = new Chart(scope, 'kwasm-operator');
  const operator = new KwasmOperator(chart, 'kwasm-operator', {
    ...props,
    imagePullSecrets: props.imagePullSecrets ?? imagePullSecrets,
    installerImage: props.installerImage ?? release.spinShim._facts.installerImage,
    version,
  });
  checkVersion(problems.at('nodeInstaller', 'operator', 'version'), props.version, version);
  addWarnings(operator, () => release.spinShim._warnings('containerd-shim-spin'));
  return {
    charts: [chart],
    namespaces: [{ scope: chart, name: operator.namespace, podSecurity: PodSecurity.PRIVILEGED }],
  };
}

/** Adds a prerequisite for labels that neither Kubernetes nor Gardener sets on nodes. */
function askForLabels(scope: Construct, nodeSelector: { [label: string]: string }): void {
  const labels = entriesByName(nodeSelector)
    .filter(([key]) => !isOwnKey(key))
    .map(([key, value]) => `${key}=${value}`);
  if (labels.length > 0) {
    const command = `kubectl label node NODE ${labels.join(' ')}`;
    addNodePrerequisite(scope, `Label each node that is to run SpinApps, those that join later too: \`${command}\``);
  }
}

/** The label of the nodes must be the version that they get. */
function checkShimVersion(problems: Problems, fetched?: SpinShimVersion, labelled = fetched): void {
  if (fetched !== undefined && fetched.name !== labelled?.name) {
    problems.refuse(fetched.name, `is not 'shimVersion', ${labelled?.name}`, 'use the same version for both');
  }
}

/** The version of a component comes from the release; its own property may only repeat it. */
export function checkVersion(
  problems: Problems,
  given: ComponentVersion | undefined,
  ofRelease: ComponentVersion,
): void {
  if (given !== undefined && given.name !== ofRelease.name) {
    problems.refuse(
      given.name,
      `is not the version of the release, ${ofRelease.name}`,
      'use SpinKubeRelease.of() for a mix',
    );
  }
}
