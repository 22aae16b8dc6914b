import { ApiObject, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as l1 from '../../imports/runtime.spinkube.dev';
import { IRuntimeClass, RuntimeClass } from '../app/runtime-class';
import { checkedProps, checkedType } from '../private/checked-props';
import { checkedOptions } from '../private/checked-values';
import { withoutNamespace } from '../private/cluster-scoped';
import { mapUnlessEmpty } from '../private/empty';
import { addWarnings } from '../private/warnings';
import { ownFindings } from '../validation/own-findings';
import { Problems } from '../validation/problems';
import { FetchStrategy } from './fetch-strategy';

/** Rollout strategy of a Shim: how it is installed on several nodes. */
export enum RolloutStrategy {
  /** On all nodes at the same time. */
  RECREATE = 'recreate',

  /** On one node after another. runtime-class-manager v0.2.0 does not implement it, so it is an error. */
  ROLLING = 'rolling',
}

/** Properties of a `Shim`. */
export interface ShimProps extends kplus.ResourceProps {
  /** Fetch strategy: how the shim is downloaded. */
  readonly fetchStrategy: FetchStrategy;

  /**
   * RuntimeClass of pods that run on this shim. Its handler is the name of the Shim. runtime-class-manager creates it
   * unless it exists.
   */
  readonly runtimeClass: IRuntimeClass;

  /**
   * Node selector: labels of the nodes that the shim is installed on. A label with the name of the Shim as its key is not
   * allowed: runtime-class-manager uses it for the state of the installation.
   *
   * @default - all nodes, control plane nodes included
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Rollout strategy.
   *
   * @default RolloutStrategy.RECREATE
   */
  readonly rolloutStrategy?: RolloutStrategy;

  /**
   * Runtime options in the configuration of containerd, such as `SystemdCgroup: 'true'`.
   *
   * @default - none
   */
  readonly containerdRuntimeOptions?: { [option: string]: string };
}

/**
 * Shim: a containerd shim that runtime-class-manager installs on nodes.
 *
 * Its name is the handler in containerd, that of the file in the archive, and the key of a node label with the state of the
 * installation. Nodes that have this label are skipped, so a changed archive changes nothing on them: `kubectl/upgrade-nodes.sh`
 * installs it there. Until then, `install.sh`, Argo CD and Flux do not consider the Shim ready.
 *
 * It is cluster-scoped.
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

  /** RuntimeClass of pods that run on this shim. */
  public readonly runtimeClass: IRuntimeClass;

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  private readonly fetchStrategy: FetchStrategy;
  private readonly _nodeSelector: { [label: string]: string };
  private readonly rolloutStrategy: RolloutStrategy;

  public constructor(scope: Construct, id: string, props: ShimProps) {
    super(scope, id);
    const { fetchStrategy } = checkedProps('ShimProps', props, this);
    this.fetchStrategy = checkedType('FetchStrategy', fetchStrategy, 'fetchStrategy', this);
    this.runtimeClass = checkedOptions('ShimProps', props, this, 'runtimeClass').runtimeClass;
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
    addWarnings(this, () => this.fetchStrategy._warnings);
    this.node.addValidation({ validate: () => this.validate() });
  }

  /** Handler of the shim in containerd: the name of the Shim. */
  public get handler(): string {
    return this.name;
  }

  /**
   * Label of the nodes that have the shim: its key is the name of the Shim, its value `provisioned`. During the
   * installation the value is `pending`, and `failed` if it did not succeed.
   */
  public get provisionedLabel(): { [label: string]: string } {
    return { [this.name]: 'provisioned' };
  }

  /**
   * Adds a label to the node selector.
   *
   * @param label key of the node label
   * @param value its value
   */
  public addNodeSelector(label: string, value: string): void {
    this._nodeSelector[label] = value;
  }

  private validate(): string[] {
    const { runtimeClass } = this;
    const problems = Problems.at();
    this.fetchStrategy._check(problems);
    if (runtimeClass instanceof RuntimeClass && runtimeClass.handler !== this.name) {
      const rule = `has the handler '${runtimeClass.handler}', but the handler of this shim is '${this.name}'`;
      const remedy = 'set the handler of the RuntimeClass to the name of the Shim';
      problems.at('runtimeClass').refuse(runtimeClass.name, rule, remedy);
    }
    return [...ownFindings(this.apiObject), ...problems.messages];
  }
}
