import { ApiObject, Lazy, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as l1 from '../../imports/node.k8s.io';
import { withoutNamespace } from '../private/cluster-scoped';
import { listUnlessEmpty, mapUnlessEmpty } from '../private/empty';
import { ImportedResource, tolerationToJson } from '../private/kplus';
import { cpuQuantity, sizeQuantity } from '../private/quantity';
import { Problems } from '../validation/problems';
import { DNS_LABEL, nonEmpty } from '../validation/requirement';

const HANDLER = {
  ...nonEmpty(DNS_LABEL),
  remedy: 'use the name of the runtime in the configuration of containerd, such as spin or spin-v2',
};

/** A RuntimeClass, made here or by somebody else. */
export interface IRuntimeClass extends kplus.IResource {}

/** CPU and memory that the runtime itself takes for each pod, on top of its containers. */
export interface RuntimeClassOverhead {
  /**
   * CPU that the scheduler adds to each pod.
   *
   * @default - none
   */
  readonly cpu?: kplus.Cpu;

  /**
   * Memory that the scheduler adds to each pod.
   *
   * @default - none
   */
  readonly memory?: Size;
}

/** Properties of a `RuntimeClass`. */
export interface RuntimeClassProps extends kplus.ResourceProps {
  /**
   * The containerd runtime that runs the pods: `spin` where kwasm-operator installed the shim, the name of the Shim
   * (`spin-v2`) where runtime-class-manager did. A DNS label, and Kubernetes never lets it change.
   */
  readonly handler: string;

  /**
   * Labels of the nodes that have the runtime. Kubernetes adds them to the node selector of every pod of this class.
   *
   * @default - any node
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Taints that pods of this class tolerate. A SpinApp cannot carry tolerations itself: this is where they go.
   *
   * @default - none
   */
  readonly tolerations?: kplus.NodeTaintQuery[];

  /**
   * What the runtime takes for each pod, on top of its containers.
   *
   * @default - none
   */
  readonly overhead?: RuntimeClassOverhead;
}

/**
 * Names the containerd runtime that pods ask for by `runtimeClassName`; for Spin apps, the shim.
 *
 * A class belongs to the whole cluster: it has no namespace.
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
   * A class that something else has made.
   *
   * @param scope the construct to put the reference into
   * @param id its id there
   * @param name name of the class
   */
  public static fromRuntimeClassName(scope: Construct, id: string, name: string): IRuntimeClass {
    return new ImportedResource(scope, id, { ...l1.RuntimeClass.GVK, resourceType: 'runtimeclasses', name });
  }

  public readonly resourceType = 'runtimeclasses';

  /** The containerd runtime that runs the pods. */
  public readonly handler: string;

  /** @see kplus.Resource.apiObject */
  protected readonly apiObject: ApiObject;

  private readonly _nodeSelector: { [label: string]: string };
  private readonly _tolerations: kplus.NodeTaintQuery[];
  private readonly overhead?: RuntimeClassOverhead;

  public constructor(scope: Construct, id: string, props: RuntimeClassProps) {
    super(scope, id);
    this.handler = props.handler;
    this._nodeSelector = { ...props.nodeSelector };
    this._tolerations = [...(props.tolerations ?? [])];
    this.overhead = props.overhead;
    this.apiObject = new ApiObject(this, 'Resource', {
      ...l1.RuntimeClass.GVK,
      metadata: props.metadata,
      handler: this.handler,
      overhead: Lazy.any({ produce: () => this.renderOverhead() }) as unknown,
      scheduling: Lazy.any({ produce: () => this.renderScheduling() }) as unknown,
    });
    withoutNamespace(this.apiObject);
    this.node.addValidation({ validate: () => this.validate() });
  }

  /** Labels of the nodes that its pods run on, so far. */
  public get nodeSelector(): { [label: string]: string } {
    return { ...this._nodeSelector };
  }

  /** Taints that its pods tolerate, so far. */
  public get tolerations(): kplus.NodeTaintQuery[] {
    return [...this._tolerations];
  }

  /**
   * Lets pods of this class run on the nodes with this label only, in addition to the labels so far.
   *
   * @param label key of the node label
   * @param value its value
   */
  public addNodeSelector(label: string, value: string): void {
    this._nodeSelector[label] = value;
  }

  /**
   * Lets pods of this class run on nodes with this taint.
   *
   * @param taint the taint to tolerate
   */
  public addToleration(taint: kplus.NodeTaintQuery): void {
    this._tolerations.push(taint);
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
    return problems.messages;
  }
}
