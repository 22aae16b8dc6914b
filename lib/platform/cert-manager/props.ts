import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { CustomResourceDefinitions } from '../custom-resource-definitions';
import { CertManagerVersion } from '../releases';
import { WorkloadOptions } from '../workload/workload-options';
import { CertManagerMonitoring } from './monitoring';

/** The issuer of Certificates for Ingresses and Gateways that name none. */
export interface CertManagerDefaultIssuer {
  /** Name of the issuer. An `Issuer` must be in the namespace of each such Ingress. */
  readonly name: string;

  /**
   * Kind of the issuer, such as `ClusterIssuer`.
   *
   * @default 'Issuer'
   */
  readonly kind?: string;

  /**
   * API group of the issuer: that of an external issuer, for example.
   *
   * @default 'cert-manager.io'
   */
  readonly group?: string;
}

/** How the pods of the controller look up names. */
export interface CertManagerPodDnsOptions {
  /**
   * Where they look first.
   *
   * @default kplus.DnsPolicy.CLUSTER_FIRST
   */
  readonly policy?: kplus.DnsPolicy;

  /**
   * IP addresses of name servers to ask besides those of the policy: 3 at most, and with the policy `NONE` 1 at least.
   *
   * @default - none
   */
  readonly nameservers?: string[];

  /**
   * Domains in which short names are looked up, besides those of the policy. 32 at most.
   *
   * @default - none
   */
  readonly searches?: string[];

  /**
   * Options of the resolver, such as `ndots`.
   *
   * @default - those of the policy
   */
  readonly options?: kplus.DnsOption[];
}

/** Options of each component of cert-manager. */
export interface CertManagerComponentOptions extends WorkloadOptions {
  /**
   * Switches features that are not for everybody yet, or no longer. Only gates that the component has in that version;
   * `AllAlpha` and `AllBeta` stand for many. One that several components have is to be switched in each of them.
   *
   * @default - those of the version
   */
  readonly featureGates?: { [gate: string]: boolean };
}

/**
 * Options of the controller, which issues and renews certificates.
 *
 * One pod works, the others wait to take its place.
 */
export interface CertManagerControllerOptions extends CertManagerComponentOptions {
  /**
   * How many ACME challenges may be under way at once. A whole number, 1 or more.
   *
   * @default 60
   */
  readonly maxConcurrentChallenges?: number;

  /**
   * Namespace of the Secrets that ClusterIssuers speak of. A DNS label.
   *
   * @default - that of cert-manager
   */
  readonly clusterResourceNamespace?: string;

  /**
   * Image of the pods that answer ACME HTTP-01 challenges, in the namespaces of the Certificates.
   *
   * @default - that of the version
   */
  readonly acmeSolverImage?: string;

  /**
   * Name servers to ask whether the record of an ACME DNS-01 challenge can be seen yet: `<IP address>:<port>`, or
   * `https://…` for DNS over HTTPS.
   *
   * @default - those of the pod
   */
  readonly dns01RecursiveNameservers?: string[];

  /**
   * Whether nothing but these name servers is asked, where the authoritative ones of the domain cannot be reached.
   *
   * @default false
   */
  readonly dns01RecursiveNameserversOnly?: boolean;

  /**
   * How the pods look up names.
   *
   * @default - as all pods of the cluster
   */
  readonly podDns?: CertManagerPodDnsOptions;

  /**
   * Whether the Secret of a Certificate is removed with it. Such a removal takes away what pods may still serve.
   *
   * @default false
   */
  readonly enableCertificateOwnerReferences?: boolean;

  /**
   * The issuer for Ingresses and Gateways that ask for a certificate and name no issuer.
   *
   * @default - none: they get no certificate
   */
  readonly defaultIssuer?: CertManagerDefaultIssuer;
}

/**
 * Options of the webhook, which the API server asks about each object of cert-manager before it is written. Without an
 * answer nothing is written.
 *
 * All of its pods answer.
 */
export interface CertManagerWebhookOptions extends CertManagerComponentOptions {
  /**
   * How long the API server waits for an answer. Whole seconds, from 1 to 30.
   *
   * @default Duration.seconds(30)
   */
  readonly timeout?: Duration;

  /**
   * Whether the pods are on the network of their nodes, for clusters whose API server reaches nodes and no pods. Needs a
   * `securePort` that is free on the nodes, and a namespace with the Pod Security Standard `privileged`.
   *
   * @default false
   */
  readonly hostNetwork?: boolean;

  /**
   * Port that the pods listen on. From 1024 to 65535, and none that they listen on anyway. The Service stays on 443.
   *
   * @default 10250
   */
  readonly securePort?: number;

  /**
   * How the webhook can be reached. Any type but `EXTERNAL_NAME`.
   *
   * @default kplus.ServiceType.CLUSTER_IP
   */
  readonly serviceType?: kplus.ServiceType;
}

/**
 * Options of the cainjector, which writes CAs into webhook configurations and the like.
 *
 * One pod works, the others wait to take its place.
 */
export interface CertManagerCainjectorOptions extends CertManagerComponentOptions {}

/** Properties of `CertManager`. */
export interface CertManagerProps {
  /**
   * Version of cert-manager.
   *
   * @default CertManagerVersion.V1_21_1
   */
  readonly version?: CertManagerVersion;

  /**
   * Namespace of cert-manager. It is not made here.
   *
   * A DNS label.
   *
   * @default - the namespace of the chart, or 'cert-manager' if it has none
   */
  readonly namespace?: string;

  /**
   * What names, labels and selectors begin with. To take over what Helm installed, give the name of its release:
   * Kubernetes never lets a selector change.
   *
   * As with Helm, the names begin with `<helmReleaseName>-cert-manager`, or with `<helmReleaseName>` alone where that
   * contains `cert-manager`; long ones are cut. A DNS label that begins with a letter.
   *
   * @default 'cert-manager'
   */
  readonly helmReleaseName?: string;

  /**
   * Where the CustomResourceDefinitions of Certificates, issuers and the like come from.
   *
   * @default CustomResourceDefinitions.bundled()
   */
  readonly customResourceDefinitions?: CustomResourceDefinitions;

  /**
   * A registry that has copies of the images under the same paths: with `registry.example.com/quay`, the controller is
   * `registry.example.com/quay/jetstack/cert-manager-controller`. Images that are given stay as they are.
   *
   * @default - the registry of the authors
   */
  readonly imageRegistry?: string;

  /**
   * Namespace of the Leases by which the pods agree on the one that works. It must exist. A DNS label.
   *
   * Two cert-managers with the same namespace here keep each other from working. Where `kube-system` is closed to you,
   * as on GKE Autopilot, use the namespace of cert-manager.
   *
   * @default 'kube-system'
   */
  readonly leaderElectionNamespace?: string;

  /**
   * How much the logs say: a whole number from 0, errors and little else, to 10, every request with its content.
   *
   * @default 2
   */
  readonly logLevel?: number;

  /**
   * How Prometheus learns where the metrics are, on port 9402.
   *
   * @default CertManagerMonitoring.annotations()
   */
  readonly monitoring?: CertManagerMonitoring;

  /**
   * Whether NetworkPolicies restrict the pods to the connections that they need: their own ports inwards; DNS, HTTP,
   * HTTPS and port 6443 outwards. With v1.14.4 there are those of the webhook only, and they let everything in.
   *
   * With an API server on another port than 443 or 6443, cert-manager then does not work.
   *
   * @default false
   */
  readonly networkPolicies?: boolean;

  /**
   * The controller, which issues and renews certificates.
   *
   * @default - one pod, as in the Helm chart
   */
  readonly controller?: CertManagerControllerOptions;

  /**
   * The webhook, which the API server asks about each object of cert-manager.
   *
   * @default - one pod, as in the Helm chart
   */
  readonly webhook?: CertManagerWebhookOptions;

  /**
   * The cainjector, which writes CAs into webhook configurations and the like.
   *
   * @default - one pod, as in the Helm chart
   */
  readonly cainjector?: CertManagerCainjectorOptions;
}
