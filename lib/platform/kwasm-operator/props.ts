import { KwasmOperatorVersion } from '../releases';
import { WorkloadOptions } from '../workload/workload-options';

/**
 * Properties of `KwasmOperator`.
 *
 * `replicas` is 0 or 1: it has no leader election, so two would work against each other.
 */
export interface KwasmOperatorProps extends WorkloadOptions {
  /**
   * Version of kwasm-operator, by its Helm chart.
   *
   * @default KwasmOperatorVersion.V0_2_3
   */
  readonly version?: KwasmOperatorVersion;

  /**
   * Namespace of kwasm-operator and of its Jobs. It is not made here, and must take privileged pods: the Jobs write to
   * the file system of the nodes.
   *
   * A DNS label.
   *
   * @default - the namespace of the chart, or 'kwasm' if it has none
   */
  readonly namespace?: string;

  /**
   * What names, labels and selectors begin with. To take over what Helm installed, give the name of its release:
   * Kubernetes never lets a selector change.
   *
   * As with Helm, the names are `<helmReleaseName>-kwasm-operator`, or `<helmReleaseName>` alone where that contains
   * `kwasm-operator`. A DNS label, short enough for the name of the Service to have 63 characters at most.
   *
   * @default 'kwasm-operator'
   */
  readonly helmReleaseName?: string;

  /**
   * A registry that has copies of the images under the same paths: with `registry.example.com/ghcr`, the operator is
   * `registry.example.com/ghcr/kwasm/kwasm-operator`. Images that are given stay as they are.
   *
   * @default - the registries of the authors
   */
  readonly imageRegistry?: string;

  /**
   * Image that puts the shim on a node: the node installer of containerd-shim-spin. Containerd then knows the shim by
   * the handler `spin`.
   *
   * @default - that of shim v0.23.0
   */
  readonly installerImage?: string;

  /**
   * Whether every node gets the shim, also those that join later. Otherwise those get it that have the annotation
   * `kwasm.sh/kwasm-node: "true"`. Not both: with this, a node with that annotation makes the operator fail over and
   * over again.
   *
   * @default true
   */
  readonly autoProvision?: boolean;
}
