import * as kplus from 'cdk8s-plus-28';
import { listUnlessEmpty } from '../../private/empty';
import { Labels } from '../../private/helm-names';
import { nodeLabelToJson } from '../../private/node-label';

/** Nodes that the scheduler takes rather than others. */
export interface PreferredNodes {
  /** What the labels of the nodes must be, all of it. */
  readonly nodes: kplus.NodeLabelQuery[];

  /**
   * How much it counts beside other preferences, from 1 to 100.
   *
   * @default 100
   */
  readonly weight?: number;
}

/**
 * Which nodes pods run on, and how far apart.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
 */
export interface Affinity {
  /**
   * What the labels of a node must be, all of it, on top of what the component needs itself.
   *
   * @default - any node that the component runs on
   */
  readonly requiredNodes?: kplus.NodeLabelQuery[];

  /**
   * Nodes that are taken rather than others.
   *
   * @default - none
   */
  readonly preferredNodes?: PreferredNodes[];

  /**
   * Keeps the pods of the workload in different nodes, zones or the like, as long as there are enough of them.
   *
   * @default - they may share a node
   */
  readonly spread?: kplus.Topology;
}

/**
 * Renders an affinity.
 *
 * @param affinity what the user wants
 * @param needed what the component itself needs of nodes
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
      preferredNodes.map(({ nodes, weight = 100 }) => ({
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
