import * as kplus from 'cdk8s-plus-28';

/**
 * What cdk8s-plus renders for a query of node labels.
 *
 * The method is public in the code and hidden in the types only; cdk8s-plus offers no other way to read the query.
 */
export function nodeLabelToJson(query: kplus.NodeLabelQuery): kplus.k8s.NodeSelectorRequirement {
  return (query as unknown as { _toKube(): kplus.k8s.NodeSelectorRequirement })._toKube();
}

/** Whether a label of this key is one that nodes everywhere have. */
export function isKubernetesKey(key: string): boolean {
  return /(^|\.)kubernetes\.io\//.test(key);
}

/** Whether Kubernetes or Gardener gives nodes a label of this key, so that nobody has to. */
export function isOwnKey(key: string): boolean {
  return isKubernetesKey(key) || /(^|\.)worker\.gardener\.cloud\//.test(key);
}
