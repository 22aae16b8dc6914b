import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { INodeTaintQuery } from '../app/node-queries';
import { RuntimeClass } from '../app/runtime-class';
import { invalid } from '../private/errors';
import { tolerationToJson } from '../private/kplus';
import { DNS_LABEL, nonEmpty } from '../validation/requirement';
import { Problems } from '../validation/problems';
import { NamespaceExecutors } from './namespace-executors';

/**
 * Placement of SpinApps: the nodes of a pool, in addition to what the RuntimeClass of the platform requires and tolerates. It
 * becomes a RuntimeClass with the same handler, whose `scheduling` Kubernetes adds to the pods, and an executor that names it.
 *
 * @see https://kubernetes.io/docs/concepts/containers/runtime-class/#scheduling
 */
export interface SpinKubePlacement {
  /**
   * Name of the placement, appended to the names of the RuntimeClass and the executor: `wasmtime-spin-v2-arm` and
   * `containerd-shim-spin-arm`. A DNS label.
   */
  readonly name: string;

  /**
   * Node selector (`scheduling.nodeSelector`): labels that nodes must have.
   *
   * @default - none beyond those of the platform
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Tolerations (`scheduling.tolerations`): node taints that the SpinApps tolerate.
   *
   * @default - none beyond those of the platform
   */
  readonly tolerations?: (kplus.NodeTaintQuery | INodeTaintQuery)[];
}

/** Executors by placement: each has a RuntimeClass of its own, with the handler of the platform. */
export class Placements {
  private readonly known = new Map<string, { readonly placed: string; readonly executors: NamespaceExecutors }>();

  /**
   * @param owner construct that errors name
   * @param classes scope of the RuntimeClasses
   * @param executors scope of the executors
   * @param runtimeClass RuntimeClass of the platform
   * @param platform executors of the platform
   */
  public constructor(
    private readonly owner: Construct,
    private readonly classes: Construct,
    private readonly executors: Construct,
    private readonly runtimeClass: RuntimeClass,
    private readonly platform: NamespaceExecutors,
  ) {}

  /**
   * Executors of a placement, added if there are none.
   *
   * @throws if another placement has the same name, or if it contradicts the node selector of the platform
   */
  public executorsOf({ name, nodeSelector = {}, tolerations = [] }: SpinKubePlacement): NamespaceExecutors {
    const problems = Problems.at('placement.name');
    problems.require(name, nonEmpty(DNS_LABEL));
    problems.throwFrom(`[${this.owner.node.path}] executorFor`);
    for (const [label, value] of Object.entries(this.runtimeClass.nodeSelector)) {
      if (label in nodeSelector && nodeSelector[label] !== value) {
        const rule = `contradicts the RuntimeClass of the platform, which requires ${value}`;
        throw invalid(
          this.owner,
          `placement.nodeSelector.${label}`,
          nodeSelector[label],
          rule,
          'remove it there or here',
        );
      }
    }
    const placed = JSON.stringify([Object.entries(nodeSelector).sort(), tolerations.map(tolerationToJson)]);
    const known = this.known.get(name);
    if (known !== undefined && known.placed !== placed) {
      const rule = 'is the name of another placement, with other nodes or tolerations';
      throw invalid(this.owner, 'placement.name', name, rule, 'choose another name, or pass the same placement');
    }
    const executors = known?.executors ?? this.add(name, nodeSelector, tolerations);
    this.known.set(name, { placed, executors });
    return executors;
  }

  private add(
    name: string,
    nodeSelector: { [label: string]: string },
    tolerations: (kplus.NodeTaintQuery | INodeTaintQuery)[],
  ): NamespaceExecutors {
    const runtimeClass = this.runtimeClass._placed(new Construct(this.classes, `.${name}`), name, {
      nodeSelector,
      tolerations,
    });
    return this.platform.with(new Construct(this.executors, `.${name}`), name, runtimeClass);
  }
}
