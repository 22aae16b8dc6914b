import { ApiObject, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as l1 from '../../imports/runtime.spinkube.dev';
import { IRuntimeClass, RuntimeClass } from '../app/runtime-class';
import { withoutNamespace } from '../private/cluster-scoped';
import { mapUnlessEmpty } from '../private/empty';
import { violation } from '../private/errors';
import { ownFindings } from '../validation/own-findings';
import { FetchStrategy } from './fetch-strategy';

/** In which order nodes get a shim. */
export enum RolloutStrategy {
  /** All nodes at once. */
  RECREATE = 'recreate',

  /** One after another. runtime-class-manager v0.2.0 does not do it, so it is refused. */
  ROLLING = 'rolling',
}

/** Properties of a `Shim`. */
export interface ShimProps extends kplus.ResourceProps {
  /** Where the shim comes from. */
  readonly fetchStrategy: FetchStrategy;

  /**
   * The RuntimeClass for pods that run on this shim. Its handler is the name of the Shim. runtime-class-manager leaves
   * it alone if it is there, and otherwise makes one.
   */
  readonly runtimeClass: IRuntimeClass;

  /**
   * Labels of the nodes that get the shim. None may be called as the Shim: that one says how far a node is.
   *
   * @default - all nodes, those of the control plane too
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * In which order the nodes get it.
   *
   * @default RolloutStrategy.RECREATE
   */
  readonly rolloutStrategy?: RolloutStrategy;

  /**
   * Options of the runtime in the configuration of containerd, such as `SystemdCgroup: 'true'`.
   *
   * @default - none
   */
  readonly containerdRuntimeOptions?: { [option: string]: string };
}

/**
 * A containerd shim that runtime-class-manager puts on nodes.
 *
 * Its name becomes the handler in containerd, and the key of a label that says of each node how far it is. There is no
 * upgrade in place: nodes that have the shim are skipped. A new version is a Shim of a new name.
 *
 * It belongs to the whole cluster: it has no namespace.
 *
 * @see https://www.spinkube.dev/docs/install/installing-with-helm/
 *
 * @example
 *
 * new Shim(chart, 'shim', {
 *   metadata: { name: 'spin-v2' },
 *   fetchStrategy: FetchStrategy.spinShim(SpinShimVersion.V0_23_0),
 *   nodeSelector: { 'kubernetes.io/os': 'linux' },
 *   runtimeClass: new RuntimeClass(chart, 'class', { metadata: { name: 'wasmtime-spin-v2' }, handler: 'spin-v2' }),
 * });
 */
export class Shim extends kplus.Resource {
  public readonly resourceType = 'shims';

  /** The RuntimeClass for pods that run on this shim. */
  public readonly runtimeClass: IRuntimeClass;

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  private readonly fetchStrategy: FetchStrategy;
  private readonly _nodeSelector: { [label: string]: string };
  private readonly rolloutStrategy: RolloutStrategy;

  public constructor(scope: Construct, id: string, props: ShimProps) {
    super(scope, id);
    this.runtimeClass = props.runtimeClass;
    this.fetchStrategy = props.fetchStrategy;
    this._nodeSelector = { ...props.nodeSelector };
    this.rolloutStrategy = props.rolloutStrategy ?? RolloutStrategy.RECREATE;
    const containerdRuntimeOptions = mapUnlessEmpty({ ...props.containerdRuntimeOptions });
    this.apiObject = new ApiObject(this, 'Resource', {
      ...l1.Shim.GVK,
      metadata: props.metadata,
      spec: {
        containerdRuntimeOptions,
        fetchStrategy: this.fetchStrategy._toJson(),
        nodeSelector: Lazy.any({ produce: () => mapUnlessEmpty(this._nodeSelector) }) as unknown,
        rolloutStrategy: { type: this.rolloutStrategy },
        runtimeClass: { name: this.runtimeClass.name, handler: Lazy.any({ produce: () => this.name }) as unknown },
      },
    });
    withoutNamespace(this.apiObject);
    this.node.addValidation({ validate: () => this.validate() });
  }

  /** Handler of the shim in containerd: its name. */
  public get handler(): string {
    return this.name;
  }

  /**
   * Label of the nodes that have the shim: its key is the name of the Shim, its value `provisioned`. While it is being
   * installed the value is `pending`, and `failed` when that did not work.
   */
  public get provisionedLabel(): { [label: string]: string } {
    return { [this.name]: 'provisioned' };
  }

  /**
   * Lets the nodes with this label only get the shim, in addition to the labels so far.
   *
   * @param label key of the node label
   * @param value its value
   */
  public addNodeSelector(label: string, value: string): void {
    this._nodeSelector[label] = value;
  }

  private validate(): string[] {
    return [...ownFindings(this.apiObject), ...this.fetchStrategy._validate(this.name), ...this.validateRuntimeClass()];
  }

  private validateRuntimeClass(): string[] {
    const { runtimeClass } = this;
    return runtimeClass instanceof RuntimeClass && runtimeClass.handler !== this.name
      ? [
          violation(
            'runtimeClass',
            runtimeClass.name,
            `has the handler ${runtimeClass.handler}, and this shim gets the handler ${this.name}`,
            'give the RuntimeClass the name of the Shim as its handler',
          ),
        ]
      : [];
  }
}
