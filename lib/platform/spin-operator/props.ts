import * as kplus from 'cdk8s-plus-28';
import { CustomResourceDefinitions } from '../custom-resource-definitions';
import { SpinOperatorVersion } from '../releases';
import { WebhookCertificates } from '../webhook-certificates/webhook-certificates';
import { WorkloadOptions } from '../workload/workload-options';

/**
 * The container beside spin-operator v0.1.0 that lets only those read its metrics who may.
 *
 * Where the chart takes it from, it can no longer be pulled.
 */
export interface KubeRbacProxyOptions {
  /** Image of kube-rbac-proxy v0.15.0 or one that takes the same arguments, from a registry that still has it. */
  readonly image: string;

  /**
   * CPU, memory and ephemeral storage of the container. Replaces the default as a whole; `{}` leaves all of it open.
   *
   * @default - CPU: 5m requested, 500m at most; memory: 64Mi requested, 128Mi at most
   */
  readonly resources?: kplus.ContainerResources;
}

/**
 * Properties of `SpinOperator`.
 *
 * One pod works, the others wait to take its place; all of them answer the webhooks.
 */
export interface SpinOperatorProps extends WorkloadOptions {
  /**
   * Version of the operator.
   *
   * @default SpinOperatorVersion.V0_6_1
   */
  readonly version?: SpinOperatorVersion;

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
   * Where the CustomResourceDefinitions SpinApp and SpinAppExecutor come from.
   *
   * @default CustomResourceDefinitions.bundled()
   */
  readonly customResourceDefinitions?: CustomResourceDefinitions;

  /**
   * Where the certificate of the webhooks comes from.
   *
   * @default WebhookCertificates.certManager()
   */
  readonly webhookCertificates?: WebhookCertificates;

  /**
   * A registry that has copies of the images under the same paths: with `registry.example.com/ghcr`, the operator is
   * `registry.example.com/ghcr/spinframework/spin-operator`. An `image` that is given stays as it is.
   *
   * @default - the registries of the authors
   */
  readonly imageRegistry?: string;

  /**
   * DNS domain of the cluster. It becomes part of the certificate of the webhooks.
   *
   * @default 'cluster.local'
   */
  readonly kubernetesClusterDomain?: string;

  /**
   * How the metrics can be reached, on port 8443. Any type but `EXTERNAL_NAME`. Of v0.1.0 only with `kubeRbacProxy`.
   *
   * @default kplus.ServiceType.CLUSTER_IP
   */
  readonly metricsServiceType?: kplus.ServiceType;

  /**
   * Serves the metrics of v0.1.0 to those who may read them. Without it, they can be read within the pod only. Later
   * versions do it themselves.
   *
   * @default - none
   */
  readonly kubeRbacProxy?: KubeRbacProxyOptions;

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
