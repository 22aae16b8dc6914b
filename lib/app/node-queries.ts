/**
 * Toleration: a query of node taints, `NodeTaintQuery` of any cdk8s-plus.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export interface INodeTaintQuery {
  /** @internal */
  _toKube(): unknown;
}

/**
 * Node selector requirement: a query of node labels, `NodeLabelQuery` of any cdk8s-plus.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
 */
export interface INodeLabelQuery {
  /** @internal */
  _toKube(): unknown;
}
