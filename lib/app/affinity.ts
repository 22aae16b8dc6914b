import * as kplus from 'cdk8s-plus-28';
import { listUnlessEmpty } from '../private/empty';
import { Labels } from '../private/helm-names';
import { nodeLabelToJson } from '../private/kplus';
import { INodeLabelQuery } from './node-queries';
import { Problems } from '../validation/problems';
import { wholeNumber } from '../validation/requirement';

/** Preferred node affinity: nodes that the scheduler prefers. */
export interface PreferredNodes {
  /** Queries of node labels; a preferred node matches all of them. */
  readonly nodes: (kplus.NodeLabelQuery | INodeLabelQuery)[];

  /**
   * Weight of this preference relative to others, a whole number from 1 to 100.
   *
   * @default 100
   */
  readonly weight?: number;
}

/**
 * Node affinity: which nodes pods require or prefer.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
 */
export interface NodeAffinity {
  /**
   * Required node affinity: queries of node labels, in addition to those of the component. A node must match all of them.
   *
   * @default - any node that the component can run on
   */
  readonly requiredNodes?: (kplus.NodeLabelQuery | INodeLabelQuery)[];

  /**
   * Preferred node affinity: nodes that the scheduler prefers.
   *
   * @default - none
   */
  readonly preferredNodes?: PreferredNodes[];
}

/**
 * Affinity of pods: which nodes they run on, and how they are spread.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
 */
export interface Affinity extends NodeAffinity {
  /**
   * Preferred pod anti-affinity: spreads the pods of the workload over nodes, zones or another topology, as far as
   * possible.
   *
   * @default - none: pods may share a node
   */
  readonly spread?: kplus.Topology;
}

const DEFAULT_WEIGHT = 100;

export function checkAffinity(problems: Problems, { preferredNodes = [] }: NodeAffinity): void {
  preferredNodes.forEach(({ weight }, index) => {
    const requirement = { ...wholeNumber(1, 100), remedy: `use ${DEFAULT_WEIGHT}` };
    problems.at('preferredNodes', index, 'weight').require(weight, requirement);
  });
}

/**
 * Renders an affinity.
 *
 * @param affinity the affinity that the user asks for
 * @param needed node labels that the component requires
 * @param selectorLabels labels of the pods
 */
export function renderAffinity(
  { requiredNodes = [], preferredNodes = [], spread }: Affinity,
  needed: kplus.k8s.NodeSelectorRequirement[],
  selectorLabels: Labels,
): kplus.k8s.Affinity | undefined {
  const required = [...needed, ...requiredNodes.map(nodeLabelToJson)];
  const nodeAffinity = {
    requiredDuringSchedulingIgnoredDuringExecution:
      required.length > 0 ? { nodeSelectorTerms: [{ matchExpressions: required }] } : undefined,
    preferredDuringSchedulingIgnoredDuringExecution: listUnlessEmpty(
      preferredNodes.map(({ nodes, weight = DEFAULT_WEIGHT }) => ({
        weight,
        preference: { matchExpressions: nodes.map(nodeLabelToJson) },
      })),
    ),
  };
  const affinity = {
    nodeAffinity: required.length + preferredNodes.length > 0 ? nodeAffinity : undefined,
    podAntiAffinity: spread && renderSpread(spread, selectorLabels),
  };
  return (affinity.nodeAffinity ?? affinity.podAntiAffinity) ? affinity : undefined;
}

function renderSpread({ key }: kplus.Topology, matchLabels: Labels): kplus.k8s.PodAntiAffinity {
  return {
    preferredDuringSchedulingIgnoredDuringExecution: [
      { weight: 100, podAffinityTerm: { topologyKey: key, labelSelector: { matchLabels } } },
    ],
  };
}
