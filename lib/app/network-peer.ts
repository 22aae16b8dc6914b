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
