import * as kplus from 'cdk8s-plus-28';

/**
 * What cdk8s-plus renders for a query of node labels.
 *
 * The method is public in the code and hidden in the types only; cdk8s-plus offers no other way to read the query.
 */
export function nodeLabelToJson(query: kplus.NodeLabelQuery): kplus.k8s.NodeSelectorRequirement {
  return (query as unknown as { _toKube(): kplus.k8s.NodeSelectorRequirement })._toKube();
}
