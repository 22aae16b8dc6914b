/**
 * Network peer: what a network policy allows traffic from or to. Pods, workloads, namespaces and IP blocks of any
 * cdk8s-plus are peers, and so is a `SpinApp`.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export interface INetworkPeer {
  /** The selector of pods or the IP block, in the form of cdk8s-plus. */
  toNetworkPolicyPeerConfig(): unknown;
}

/**
 * Selection of pods: `Pods` and the workloads of any cdk8s-plus, `Kube.pods()`, and a `SpinApp`.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 */
export interface IPodSelection {
  /** The label selector and the namespaces, in the form of cdk8s-plus. */
  toPodSelectorConfig(): unknown;
}

/**
 * Selection of namespaces: `Namespaces` and `Namespace` of any cdk8s-plus, and `Kube.namespaces()`.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
 */
export interface INamespaceSelection {
  /** The label selector or the names, in the form of cdk8s-plus. */
  toNamespaceSelectorConfig(): unknown;
}
