import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

/** Properties of `SpinOperator`. */
export interface SpinOperatorProps {
  /**
   * Namespace of the operator. It is not made here.
   *
   * A DNS label.
   *
   * @default - the namespace of the chart, or 'spin-operator' if it has none
   */
  readonly namespace?: string;

  /**
   * What names, labels and selectors begin with. To take over an operator that Helm installed, give the name of its
   * release: Kubernetes never lets a selector change.
   *
   * As with Helm, the names begin with `<helmReleaseName>-spin-operator`, or with `<helmReleaseName>` alone where that
   * contains `spin-operator`. A DNS label, short enough for the names of the Services to have 63 characters at most.
   *
   * @default 'spin-operator'
   */
  readonly helmReleaseName?: string;

  /**
   * Image of the operator. Another version than that of this construct may need other rights, arguments and webhooks.
   *
   * @default 'ghcr.io/spinframework/spin-operator:v0.6.1'
   */
  readonly image?: string;

  /**
   * When the nodes pull the image.
   *
   * @default kplus.ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly imagePullPolicy?: kplus.ImagePullPolicy;

  /**
   * Secrets to pull the image with, in the namespace of the operator.
   *
   * @default - none
   */
  readonly imagePullSecrets?: kplus.ISecret[];

  /**
   * Number of pods. One of them works, the others wait to take its place; all of them answer the webhooks. A whole
   * number, 0 or more.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * CPU, memory and ephemeral storage of the container. Replaces the default as a whole; `{}` leaves all of it open.
   *
   * @default - CPU: 10m requested, 500m at most; memory: 64Mi requested, 128Mi at most
   */
  readonly resources?: kplus.ContainerResources;

  /**
   * Labels that a node must have to run the operator, besides being a Linux node with an amd64 or arm64 processor.
   *
   * @default - none
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Name of the PriorityClass of the pods.
   *
   * @default - none: the default of the cluster
   */
  readonly priorityClassName?: string;

  /**
   * How long the operator may take to stop. Whole seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly terminationGracePeriod?: Duration;

  /**
   * Annotations of the pods, on top of `kubectl.kubernetes.io/default-container`.
   *
   * @default - none
   */
  readonly podAnnotations?: { [key: string]: string };

  /**
   * Labels of the pods, on top of those by which the Deployment selects them. Those cannot be set here.
   *
   * @default - none
   */
  readonly podLabels?: { [key: string]: string };

  /**
   * Further arguments of the operator, such as `--zap-log-level=error`. Each is a flag that it does not get anyway.
   *
   * @default - none
   */
  readonly extraArgs?: string[];

  /**
   * DNS domain of the cluster. It becomes part of the certificate of the webhooks.
   *
   * @default 'cluster.local'
   */
  readonly kubernetesClusterDomain?: string;

  /**
   * Annotations of the operator's ServiceAccount.
   *
   * @default - none
   */
  readonly serviceAccountAnnotations?: { [key: string]: string };

  /**
   * How the metrics can be reached, on port 8443. Any type but `EXTERNAL_NAME`.
   *
   * @default kplus.ServiceType.CLUSTER_IP
   */
  readonly metricsServiceType?: kplus.ServiceType;

  /**
   * Whether the operator may read ConfigMaps in all namespaces.
   *
   * The Helm chart does not let it. Then a single SpinApp with a value from a ConfigMap in its runtime configuration
   * stops the operator for the whole cluster: it waits for ever for a list that it may not have. With `false`, such
   * an app in the same cdk8s app is refused.
   *
   * @default true
   */
  readonly readConfigMaps?: boolean;
}
