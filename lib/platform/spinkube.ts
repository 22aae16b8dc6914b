import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct, Dependable } from 'constructs';
import { RuntimeClass } from '../app/runtime-class';
import { SpinAppExecutor } from '../app/spin-app-executor';
import { invalid } from '../private/errors';
import { CustomResourceDefinitions } from './custom-resource-definitions';
import { NodeInstaller } from './node-installer';
import { SpinKubeRelease } from './releases';
import { SpinOperator } from './spin-operator';
import { SpinOperatorProps } from './spin-operator-props';

/** Properties of `SpinKube`. */
export interface SpinKubeProps {
  /**
   * The versions to install. Name one, so that an upgrade of this library does not upgrade your platform.
   *
   * @default SpinKubeRelease.CURRENT
   */
  readonly release?: SpinKubeRelease;

  /**
   * How the containerd shim gets onto the nodes.
   *
   * @default NodeInstaller.preinstalled()
   */
  readonly nodeInstaller?: NodeInstaller;

  /**
   * Where the CustomResourceDefinitions of spin-operator come from.
   *
   * @default CustomResourceDefinitions.bundled()
   */
  readonly customResourceDefinitions?: CustomResourceDefinitions;

  /**
   * Properties of spin-operator. Its namespace, `spin-operator` if none is given, is part of the bundle.
   *
   * @default - the defaults of `SpinOperator`
   */
  readonly operator?: SpinOperatorProps;

  /**
   * Name of the RuntimeClass.
   *
   * @default 'wasmtime-spin-v2'
   */
  readonly runtimeClassName?: string;

  /**
   * Name of the executors.
   *
   * @default 'containerd-shim-spin'
   */
  readonly executorName?: string;

  /**
   * Namespaces that get an executor, and so can have SpinApps. They must exist, or be in the bundle.
   *
   * @default ['default']
   */
  readonly appNamespaces?: string[];
}

/**
 * The whole platform: CustomResourceDefinitions, RuntimeClass, spin-operator and executors, each a chart of its own
 * and so a stage of a bundle.
 *
 * The charts stand beside this construct, not below it: their paths name the stages, and those stay short. Something
 * that depends on this construct depends on all of them.
 *
 * cert-manager must be in the cluster already.
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

  private readonly executorChart: Chart;
  private readonly executorName: string;
  private readonly executors = new Map<string, SpinAppExecutor>();

  public constructor(scope: Construct, id: string, props: SpinKubeProps = {}) {
    super(scope, id);
    this.release = props.release ?? SpinKubeRelease.CURRENT;
    this.executorName = props.executorName ?? 'containerd-shim-spin';

    const crds = new Chart(scope, 'spinkube-crds');
    const { crdFile } = this.release._spinOperator;
    (props.customResourceDefinitions ?? CustomResourceDefinitions.bundled())._addTo(crds, crdFile);

    const runtimeClass = new Chart(scope, 'runtime-class');
    this.runtimeClass = new RuntimeClass(runtimeClass, 'runtime-class', {
      metadata: { name: props.runtimeClassName ?? 'wasmtime-spin-v2' },
      handler: (props.nodeInstaller ?? NodeInstaller.preinstalled()).handler,
    });

    const operator = new Chart(scope, 'spin-operator');
    this.operator = new SpinOperator(operator, 'spin-operator', props.operator);
    new kplus.k8s.KubeNamespace(operator, 'namespace', { metadata: { name: this.operator.namespace } });
    operator.addDependency(crds, runtimeClass);

    this.executorChart = new Chart(scope, 'executors');
    this.executorChart.addDependency(operator);
    (props.appNamespaces ?? ['default']).forEach((name) => this.executorIn(name));

    Dependable.implement(this, { dependencyRoots: [crds, runtimeClass, operator, this.executorChart] });
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
   * The executor for the SpinApps of a namespace; added if there is none yet.
   *
   * @param namespace name of the namespace
   */
  public executorIn(namespace: string): SpinAppExecutor {
    const executor =
      this.executors.get(namespace) ??
      new SpinAppExecutor(this.executorChart, namespace, {
        metadata: { name: this.executorName, namespace },
        api: this.release.api,
        runtimeClass: this.runtimeClass,
      });
    this.executors.set(namespace, executor);
    return executor;
  }
}
