import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { RuntimeClass } from '../app/runtime-class';
import { violation } from '../private/errors';
import { isOwnKey } from '../private/node-label';
import { addNodePrerequisite, addPrerequisite } from '../private/prerequisite';
import { CustomResourceDefinitions } from './custom-resource-definitions';
import { FetchStrategy, SPIN_HANDLER } from './fetch-strategy';
import { KwasmOperator } from './kwasm-operator/kwasm-operator';
import { KwasmOperatorProps } from './kwasm-operator/props';
import { NamespaceNeed, PodSecurity } from './namespace';
import { RUNTIME_CLASS_MANAGERS, SPIN_SHIMS, SpinKubeRelease } from './releases';
import { RuntimeClassManagerProps } from './runtime-class-manager/props';
import { RuntimeClassManager } from './runtime-class-manager/runtime-class-manager';
import { Shim } from './shim';
import { mirrored } from './workload/workload-settings';

/** Annotation by which kwasm-operator knows the nodes that are to get the shim, unless all of them are. */
const KWASM_NODE = 'kwasm.sh/kwasm-node';

/** Options of `NodeInstaller.runtimeClassManager()`. */
export interface RuntimeClassManagerInstallerOptions {
  /**
   * What to tell runtime-class-manager.
   *
   * @default - its defaults
   */
  readonly manager?: RuntimeClassManagerProps;

  /**
   * Labels of the nodes that get the shim. With labels of your own, you label the nodes.
   *
   * @default - `kubernetes.io/os: linux`, which every Linux node has
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Where the shim comes from; from a mirror, for example. The archive holds `containerd-shim-spin-v2`.
   *
   * @default FetchStrategy.spinShim() of the shim of the release
   */
  readonly fetchStrategy?: FetchStrategy;

  /**
   * Options of the runtime in the configuration of containerd.
   *
   * @default - `SystemdCgroup: 'true'`
   */
  readonly containerdRuntimeOptions?: { [option: string]: string };
}

/** Options of `NodeInstaller.kwasm()`. */
export interface KwasmInstallerOptions {
  /**
   * What to tell kwasm-operator. With `autoProvision: false`, you annotate the nodes.
   *
   * @default - its defaults; the image that puts the shim on nodes is that of the release
   */
  readonly operator?: KwasmOperatorProps;
}

/** Options of `NodeInstaller.preinstalled()`. */
export interface PreinstalledShimOptions {
  /**
   * Name of the shim's runtime in the configuration of containerd: `spin` where kwasm-operator or the node installer
   * of containerd-shim-spin put it, the name of the Shim (`spin-v2`) where runtime-class-manager did.
   *
   * @default 'spin'
   */
  readonly handler?: string;
}

/** What a platform tells its node installer. */
export interface InstallerContext {
  /** Where the charts go. */
  readonly scope: Construct;
  readonly release: SpinKubeRelease;
  readonly imageRegistry?: string;
}

/** What a node installer has added to a platform. */
export interface InstalledInstaller {
  /** Its charts, in order. */
  readonly charts: Chart[];
  readonly namespaces: NamespaceNeed[];

  /** What is wrong with it, beyond what its constructs say. */
  readonly errors: string[];
}

/** How an installer chooses nodes. */
export interface NodeChoice {
  /** Labels that a node needs. */
  readonly labels: { [key: string]: string };

  /** Annotations that a node needs. */
  readonly annotations: { [key: string]: string };

  /** Annotation that no node may have. */
  readonly refusedAnnotation?: string;

  /** Whether it works by Jobs on the nodes, which tolerate no taint. */
  readonly byJobs: boolean;
}

/** One kind of installer. */
interface Kind {
  readonly handler: string;
  readonly nodes: NodeChoice;

  /** Labels of the nodes that have the shim, where there are any. */
  readonly nodeSelector?: { [label: string]: string };
  install(context: InstallerContext): InstalledInstaller;
  addShim?(scope: Construct, runtimeClass: RuntimeClass, release: SpinKubeRelease): void;
}

/**
 * How the containerd shim gets onto the nodes. It decides the handler of the RuntimeClass, so that the two cannot
 * disagree.
 *
 * @see https://www.spinkube.dev/docs/install/
 */
export class NodeInstaller {
  /**
   * runtime-class-manager, with a Shim `spin-v2`: of today.
   *
   * Apps run on nodes that have the shim only; they wait for the first one.
   *
   * @param options which nodes get which shim
   */
  public static runtimeClassManager(options: RuntimeClassManagerInstallerOptions = {}): NodeInstaller {
    const nodeSelector = { ...(options.nodeSelector ?? { 'kubernetes.io/os': 'linux' }) };
    return new NodeInstaller({
      handler: SPIN_HANDLER,
      nodes: { labels: nodeSelector, annotations: {}, byJobs: true },
      nodeSelector: { [SPIN_HANDLER]: 'provisioned' },
      install: (context) => installRuntimeClassManager(context, options.manager ?? {}),
      addShim: (scope, runtimeClass, release) => {
        askForLabels(scope, nodeSelector);
        new Shim(scope, 'shim', {
          metadata: { name: SPIN_HANDLER },
          fetchStrategy: options.fetchStrategy ?? FetchStrategy.spinShim(release._managedShim),
          nodeSelector,
          containerdRuntimeOptions: options.containerdRuntimeOptions ?? { SystemdCgroup: 'true' },
          runtimeClass,
        });
      },
    });
  }

  /**
   * kwasm-operator: of the tutorial.
   *
   * @param options what to tell it
   */
  public static kwasm(options: KwasmInstallerOptions = {}): NodeInstaller {
    const autoProvision = options.operator?.autoProvision ?? true;
    return new NodeInstaller({
      handler: 'spin',
      nodes: {
        labels: {},
        annotations: autoProvision ? {} : { [KWASM_NODE]: 'true' },
        refusedAnnotation: autoProvision ? KWASM_NODE : undefined,
        byJobs: true,
      },
      install: (context) => installKwasm(context, options.operator ?? {}),
    });
  }

  /**
   * The nodes have the shim: by their machine image, or by an installer that is not in the bundle.
   *
   * @param options the handler
   */
  public static preinstalled(options: PreinstalledShimOptions = {}): NodeInstaller {
    return new NodeInstaller({
      handler: options.handler ?? 'spin',
      nodes: { labels: {}, annotations: {}, byJobs: false },
      install: ({ scope }) => {
        addPrerequisite(scope, `The nodes have the shim: containerd knows a runtime \`${options.handler ?? 'spin'}\`.`);
        return { charts: [], namespaces: [], errors: [] };
      },
    });
  }

  /**
   * The installer of a release where none is chosen.
   *
   * @internal
   */
  public static _of(release: SpinKubeRelease): NodeInstaller {
    return SPIN_SHIMS[release.spinShim].platforms.length > 0
      ? NodeInstaller.runtimeClassManager()
      : NodeInstaller.kwasm();
  }

  /** The handler of the RuntimeClass. */
  public readonly handler: string;

  /**
   * Labels of the nodes that have the shim.
   *
   * @internal
   */
  public readonly _nodeSelector?: { [label: string]: string };

  /**
   * How it chooses nodes.
   *
   * @internal
   */
  public readonly _nodes: NodeChoice;

  private readonly kind: Kind;

  private constructor(kind: Kind) {
    this.kind = kind;
    this.handler = kind.handler;
    this._nodes = kind.nodes;
    this._nodeSelector = kind.nodeSelector;
  }

  /** @internal */
  public _install(context: InstallerContext): InstalledInstaller {
    return this.kind.install(context);
  }

  /** @internal */
  public _addShim(scope: Construct, runtimeClass: RuntimeClass, release: SpinKubeRelease): void {
    this.kind.addShim?.(scope, runtimeClass, release);
  }
}

function installRuntimeClassManager(
  { imageRegistry, release, scope }: InstallerContext,
  props: RuntimeClassManagerProps,
): InstalledInstaller {
  const version = release.runtimeClassManager;
  const crds = new Chart(scope, 'runtime-class-manager-crds');
  const chart = new Chart(scope, 'runtime-class-manager');
  const definitions = props.customResourceDefinitions ?? CustomResourceDefinitions.bundled();
  definitions._addTo(crds, RUNTIME_CLASS_MANAGERS[version].crds);
  const { namespace } = new RuntimeClassManager(chart, 'runtime-class-manager', {
    ...props,
    imageRegistry: props.imageRegistry ?? imageRegistry,
    version,
    customResourceDefinitions: CustomResourceDefinitions._elsewhere(),
  });
  chart.addDependency(crds);
  return {
    charts: [crds, chart],
    namespaces: [{ scope: chart, name: namespace, podSecurity: PodSecurity.PRIVILEGED }],
    errors: otherVersion('nodeInstaller.manager.version', props.version, version),
  };
}

function installKwasm(
  { imageRegistry, release, scope }: InstallerContext,
  props: KwasmOperatorProps,
): InstalledInstaller {
  const version = release.kwasmOperator;
  const registry = props.imageRegistry ?? imageRegistry;
  const chart = new Chart(scope, 'kwasm-operator');
  const { namespace } = new KwasmOperator(chart, 'kwasm-operator', {
    ...props,
    imageRegistry: registry,
    installerImage: props.installerImage ?? mirrored(SPIN_SHIMS[release.spinShim].installerImage, registry),
    version,
  });
  return {
    charts: [chart],
    namespaces: [{ scope: chart, name: namespace, podSecurity: PodSecurity.PRIVILEGED }],
    errors: otherVersion('nodeInstaller.operator.version', props.version, version),
  };
}

/** Labels that nodes do not have by themselves, as far as Kubernetes and Gardener tell. */
function askForLabels(scope: Construct, nodeSelector: { [label: string]: string }): void {
  const labels = Object.entries(nodeSelector)
    .filter(([key]) => !isOwnKey(key))
    .map(([key, value]) => `${key}=${value}`);
  if (labels.length > 0) {
    const command = `kubectl label node NODE ${labels.join(' ')}`;
    addNodePrerequisite(scope, `Label each node that is to run SpinApps, those that join later too: \`${command}\``);
  }
}

/** Versions come from the release, and from nowhere else. */
export function otherVersion(property: string, given: string | undefined, ofRelease: string): string[] {
  return given === undefined || given === ofRelease
    ? []
    : [violation(property, given, `is not that of the release, ${ofRelease}`, 'use SpinKubeRelease.of() for a mix')];
}
