import { Construct } from 'constructs';
import { invalid } from '../private/errors';
import { NodeInstaller } from '../platform/node-installer';
import { prepareForSpin, SpinNodes, taintForSpin, validateSpinNodes } from './spin-nodes';
import { RunsSpinOptions, WorkerPoolProps, WorkerPoolTaint } from './worker-pool-props';
import { settle, WorkerPoolSettings } from './worker-pool-settings';
import { renderWorkerPool } from './worker-pool-spec';

/**
 * Machines of a Shoot that are all alike. `Shoot.addWorkerPool()` makes one.
 *
 * Labels, annotations and taints change on the nodes that are there, without replacing them.
 *
 * @see https://gardener.cloud/docs/gardener/shoot-operations/shoot_updates/
 *
 * @example
 *
 * const pool = shoot.addWorkerPool({ name: 'spin', machineType: 'm5.large', minimum: 1, maximum: 3 });
 * pool.runsSpin(nodeInstaller, { runtimeClass: spinkube.runtimeClass });
 */
export class WorkerPool extends Construct {
  /** Its name. */
  public readonly name: string;

  private readonly settings: WorkerPoolSettings;
  private spin?: SpinNodes;

  public constructor(scope: Construct, id: string, props: WorkerPoolProps) {
    super(scope, id);
    this.name = props.name;
    this.settings = settle(props);
    this.node.addValidation({ validate: () => this.validate() });
  }

  /** The labels of its nodes so far, without those that Kubernetes and Gardener add. */
  public get labels(): { [key: string]: string } {
    return { ...this.settings.labels };
  }

  /** The annotations of its nodes so far. */
  public get annotations(): { [key: string]: string } {
    return { ...this.settings.annotations };
  }

  /** The taints of its nodes so far. */
  public get taints(): WorkerPoolTaint[] {
    return [...this.settings.taints];
  }

  /**
   * Sets a label of the nodes.
   *
   * @param key key of the label
   * @param value its value
   */
  public addLabel(key: string, value: string): void {
    this.settings.labels[key] = value;
  }

  /**
   * Sets an annotation of the nodes.
   *
   * @param key key of the annotation
   * @param value its value
   */
  public addAnnotation(key: string, value: string): void {
    this.settings.annotations[key] = value;
  }

  /**
   * Adds a taint to the nodes.
   *
   * @param taint the taint
   */
  public addTaint(taint: WorkerPoolTaint): void {
    this.settings.taints.push(taint);
  }

  /**
   * Has SpinApps run on the pool.
   *
   * Its nodes get what the node installer chooses nodes by: the labels that runtime-class-manager's `nodeSelector` asks
   * for, or the annotation of a kwasm-operator that does not provision every node. Where the installer chooses by nothing
   * of the pool's own, they get the label `spin: "true"`. The RuntimeClass sends its pods to nodes with these labels.
   *
   * @param nodeInstaller the one of the platform: give `SpinKube` the same
   * @param options the RuntimeClass, and a taint
   * @throws if the pool runs SpinApps already
   */
  public runsSpin(nodeInstaller: NodeInstaller, options: RunsSpinOptions = {}): void {
    if (this.spin) {
      throw invalid(this, 'nodeInstaller', nodeInstaller.handler, 'is the second one of the pool', 'say it once');
    }
    const { runtimeClass, taint } = options;
    this.spin = { nodeInstaller, runtimeClass };
    prepareForSpin(this.settings, this.spin);
    if (taint) {
      taintForSpin(this.settings, taint, runtimeClass);
    }
  }

  /**
   * What it has been told so far.
   *
   * @internal
   */
  public get _settings(): WorkerPoolSettings {
    return this.settings;
  }

  /** @internal */
  public _toJson(): unknown {
    return renderWorkerPool(this.settings);
  }

  private validate(): string[] {
    return [
      ...(this.settings.providerConfig?._validate(this.settings) ?? []),
      ...(this.spin ? validateSpinNodes(this.settings, this.spin) : []),
    ];
  }
}
