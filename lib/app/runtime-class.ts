import { ApiObject, Lazy, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as l1 from '../../imports/node.k8s.io';
import { checkedOptions } from '../private/checked-values';
import { withoutNamespace } from '../private/cluster-scoped';
import { listUnlessEmpty, mapUnlessEmpty } from '../private/empty';
import { ImportedResource } from '../private/imported-resource';
import { taintQuery, tolerationToJson } from '../private/kplus';
import { cpuQuantity, sizeQuantity } from '../private/quantity';
import { ownFindings } from '../validation/own-findings';
import { Problems } from '../validation/problems';
import { DNS_LABEL, nonEmpty } from '../validation/requirement';
import { INodeTaintQuery } from './node-queries';
import { checkedType } from '../private/checked-props';

const HANDLER = {
  ...nonEmpty(DNS_LABEL),
  remedy: 'use the name of the runtime in the configuration of containerd, such as spin or spin-v2',
};

/** RuntimeClass, created here or referenced by name. */
export interface IRuntimeClass extends kplus.IResource {}

/**
 * Pod overhead (`overhead.podFixed`): CPU and memory that the runtime uses for each pod, in addition to its containers. The
 * scheduler and quotas add it to the requests of the pod, and the kubelet to the limits of its cgroup.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-overhead/
 */
export interface RuntimeClassOverhead {
  /**
   * CPU that the scheduler adds to the requests of each pod.
   *
   * @default - none
   */
  readonly cpu?: kplus.Cpu;

  /**
   * Memory that the scheduler adds to the requests of each pod.
   *
   * @default - none
   */
  readonly memory?: Size;
}

/** Properties of a `RuntimeClass`. */
export interface RuntimeClassProps extends kplus.ResourceProps {
  /**
   * Handler: name of the runtime in the configuration of containerd. It is `spin` if kwasm-operator installed the shim, or the
   * name of the Shim (`spin-v2`) if runtime-class-manager did. A DNS label, immutable.
   */
  readonly handler: string;

  /**
   * Node selector: labels of the nodes that have the runtime. Kubernetes adds it to every pod of this class.
   *
   * @default - all nodes
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Tolerations that Kubernetes adds to the pods of this class. A SpinApp has none of its own.
   *
   * @default - none
   */
  readonly tolerations?: (kplus.NodeTaintQuery | INodeTaintQuery)[];

  /**
   * Pod overhead of the runtime. The process of the Spin shim is not in the cgroup of the pod, so that nothing counts its
   * memory, about 24 MB. A change applies to new pods only.
   *
   * @default - none, as in the RuntimeClass of SpinKube: the overhead counts against quotas and makes room for fewer pods on a
   * node, and how much it is depends on the app and the version of the shim
   */
  readonly overhead?: RuntimeClassOverhead;
}

/**
 * RuntimeClass: the containerd runtime for pods with its `runtimeClassName`; for Spin apps, the shim.
 *
 * It is cluster-scoped.
 *
 * @see https://kubernetes.io/docs/concepts/containers/runtime-class/
 *
 * @example
 *
 * new RuntimeClass(chart, 'runtime-class', {
 *   metadata: { name: 'wasmtime-spin-v2' },
 *   handler: 'spin',
 * });
 */
export class RuntimeClass extends kplus.Resource implements IRuntimeClass {
  /**
   * Reference to an existing RuntimeClass.
   *
   * @param scope scope of the reference
   * @param id its id there
   * @param name name of the class
   */
  public static fromRuntimeClassName(scope: Construct, id: string, name: string): IRuntimeClass {
    checkedType('text', name, 'name', 'RuntimeClass.fromRuntimeClassName');
    return new ImportedResource(scope, id, { ...l1.RuntimeClass.GVK, resourceType: 'runtimeclasses', name });
  }

  public readonly resourceType = 'runtimeclasses';

  /** Handler: name of the runtime in the configuration of containerd. */
  public readonly handler: string;

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  private readonly _nodeSelector: { [label: string]: string };
  private readonly _tolerations: kplus.NodeTaintQuery[];
  private readonly overhead?: RuntimeClassOverhead;

  public constructor(scope: Construct, id: string, props: RuntimeClassProps) {
    super(scope, id);
    const {
      handler,
      metadata,
      nodeSelector,
      overhead,
      tolerations = [],
    } = checkedOptions('RuntimeClassProps', props, this);
    this.handler = handler;
    this._nodeSelector = { ...nodeSelector };
    this._tolerations = tolerations.map(taintQuery);
    this.overhead = overhead;
    this.apiObject = new ApiObject(this, 'Resource', {
      ...l1.RuntimeClass.GVK,
      metadata,
      handler: this.handler,
      overhead: Lazy.any({ produce: () => this.renderOverhead() }) as unknown,
      scheduling: Lazy.any({ produce: () => this.renderScheduling() }) as unknown,
    });
    withoutNamespace(this.apiObject);
    this.node.addValidation({ validate: () => this.validate() });
  }

  /** Node selector so far. */
  public get nodeSelector(): { [label: string]: string } {
    return { ...this._nodeSelector };
  }

  /** Tolerations so far. */
  public get tolerations(): kplus.NodeTaintQuery[] {
    return [...this._tolerations];
  }

  /**
   * Adds a label to the node selector.
   *
   * @param label key of the node label
   * @param value value of the label
   */
  public addNodeSelector(label: string, value: string): void {
    this._nodeSelector[label] = value;
  }

  /**
   * Adds a toleration.
   *
   * @param taint the taint to tolerate
   */
  public addToleration(taint: kplus.NodeTaintQuery | INodeTaintQuery): void {
    this._tolerations.push(taintQuery(taint));
  }

  /**
   * Another class with the same handler and overhead, for some of its nodes.
   *
   * @param suffix last part of its name
   * @param scheduling labels and tolerations in addition to those of this class
   * @internal
   */
  public _placed(
    scope: Construct,
    suffix: string,
    { nodeSelector, tolerations = [] }: Pick<RuntimeClassProps, 'nodeSelector' | 'tolerations'>,
  ): RuntimeClass {
    return new RuntimeClass(scope, 'runtime-class', {
      metadata: { name: `${this.name}-${suffix}` },
      handler: this.handler,
      nodeSelector: { ...nodeSelector, ...this._nodeSelector },
      overhead: this.overhead,
      tolerations: [...this._tolerations, ...tolerations],
    });
  }

  private renderOverhead(): unknown {
    const { cpu, memory } = this.overhead ?? {};
    const podFixed = { cpu: cpu && cpuQuantity(cpu), memory: memory && sizeQuantity(memory) };
    return (cpu ?? memory) ? { podFixed } : undefined;
  }

  private renderScheduling(): unknown {
    const nodeSelector = mapUnlessEmpty(this._nodeSelector);
    const tolerations = listUnlessEmpty(this._tolerations.map(tolerationToJson));
    return (nodeSelector ?? tolerations) ? { nodeSelector, tolerations } : undefined;
  }

  private validate(): string[] {
    const problems = Problems.at('handler');
    problems.require(this.handler, HANDLER);
    return [...problems.messages, ...ownFindings(this.apiObject)];
  }
}
