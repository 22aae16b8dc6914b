import { isIP } from 'net';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { listUnlessEmpty } from '../../private/empty';
import { Problems } from '../../validation/problems';
import { NOT_EMPTY, ofAnyText, wholeNumber } from '../../validation/requirement';
import { addDeployment } from '../workload/deployment';
import { NAMESPACE_NAME, Settled } from '../workload/workload';
import {
  CertManagerComponentOptions,
  checkComponent,
  ComponentSettings,
  CONTAINER,
  featureGateArgs,
  httpGet,
  OWN_NAMESPACE,
  settleComponent,
  SharedSettings,
} from './component';
import { addControllerRbac } from './controller-rbac';
import { addMetricsService, metricsOf } from './monitoring';
import { ComponentNames } from './names';

/** Default issuer for Ingresses and Gateways that request a certificate without an issuer (ingress-shim). */
export interface CertManagerDefaultIssuer {
  /** Name of the issuer (`--default-issuer-name`). An `Issuer` must be in the namespace of each such Ingress. */
  readonly name: string;

  /**
   * Kind of the issuer (`--default-issuer-kind`), such as `ClusterIssuer`.
   *
   * @default 'Issuer'
   */
  readonly kind?: string;

  /**
   * API group of the issuer (`--default-issuer-group`), for example that of an external issuer.
   *
   * @default 'cert-manager.io'
   */
  readonly group?: string;
}

/** DNS policy and DNS config of the pods of the controller. */
export interface CertManagerPodDnsOptions {
  /**
   * DNS policy (`dnsPolicy`).
   *
   * @default kplus.DnsPolicy.CLUSTER_FIRST
   */
  readonly policy?: kplus.DnsPolicy;

  /**
   * IP addresses of DNS servers, in addition to those of the policy: 3 at most, and with the policy `NONE` at least 1.
   *
   * @default - none
   */
  readonly nameservers?: string[];

  /**
   * DNS search domains, in addition to those of the policy. 32 at most.
   *
   * @default - none
   */
  readonly searches?: string[];

  /**
   * Resolver options, such as `ndots`.
   *
   * @default - those of the policy
   */
  readonly options?: kplus.DnsOption[];
}

/**
 * Options of the controller, which issues and renews certificates.
 *
 * With several replicas, one is active (leader election).
 */
export interface CertManagerControllerOptions extends CertManagerComponentOptions {
  /**
   * Maximum number of ACME challenges at the same time (`--max-concurrent-challenges`). A whole number, 1 or more.
   *
   * @default 60
   */
  readonly maxConcurrentChallenges?: number;

  /**
   * Cluster resource namespace: the namespace of the Secrets that ClusterIssuers refer to. A DNS label.
   *
   * @default - the namespace of cert-manager
   */
  readonly clusterResourceNamespace?: string;

  /**
   * ACME HTTP-01 solver image, for the pods that answer challenges in the namespaces of the Certificates.
   *
   * @default - the image of the version
   */
  readonly acmeSolverImage?: string;

  /**
   * Recursive name servers for the self check of ACME DNS-01 challenges: `<IP address>:<port>`, or `https://…` for DNS
   * over HTTPS.
   *
   * @default - those of the pod
   */
  readonly dns01RecursiveNameservers?: string[];

  /**
   * Uses only the recursive name servers for the self check, for clusters that cannot reach the authoritative ones.
   *
   * @default false
   */
  readonly dns01RecursiveNameserversOnly?: boolean;

  /**
   * DNS policy and DNS config of the pods.
   *
   * @default - that of all pods in the cluster
   */
  readonly podDns?: CertManagerPodDnsOptions;

  /**
   * Deletes the Secret of a Certificate together with it (`--enable-certificate-owner-ref`). Pods may still be using that
   * Secret.
   *
   * @default false
   */
  readonly enableCertificateOwnerReferences?: boolean;

  /**
   * Default issuer for Ingresses and Gateways that request a certificate without an issuer.
   *
   * @default - none: they get no certificate
   */
  readonly defaultIssuer?: CertManagerDefaultIssuer;
}

/** `CertManagerControllerOptions`, copied, with all defaults. */
export interface ControllerSettings
  extends
    ComponentSettings,
    Settled<CertManagerControllerOptions, 'clusterResourceNamespace' | 'defaultIssuer' | 'podDns'> {}

export function settleController(
  options: CertManagerControllerOptions,
  image: string,
  acmeSolverImage: string,
): ControllerSettings {
  const { defaultIssuer, podDns } = options;
  return {
    ...settleComponent(options, image),
    maxConcurrentChallenges: options.maxConcurrentChallenges ?? 60,
    clusterResourceNamespace: options.clusterResourceNamespace,
    acmeSolverImage: options.acmeSolverImage ?? acmeSolverImage,
    dns01RecursiveNameservers: [...(options.dns01RecursiveNameservers ?? [])],
    dns01RecursiveNameserversOnly: options.dns01RecursiveNameserversOnly ?? false,
    podDns: podDns && {
      policy: podDns.policy,
      nameservers: podDns.nameservers && [...podDns.nameservers],
      searches: podDns.searches && [...podDns.searches],
      options: podDns.options && [...podDns.options],
    },
    enableCertificateOwnerReferences: options.enableCertificateOwnerReferences ?? false,
    defaultIssuer: defaultIssuer && { ...defaultIssuer },
  };
}

/** Settings of cert-manager from which the controller follows. */
interface Settings extends SharedSettings {
  readonly controller: ControllerSettings;
}

const HEALTH_PORT = { containerPort: 9403, name: 'http-healthz', protocol: 'TCP' };

/** Arguments that the controller always gets. */
export function controllerArgs({ controller, leaderElectionNamespace, logLevel }: Settings): string[] {
  return [
    `--v=${logLevel}`,
    `--cluster-resource-namespace=${controller.clusterResourceNamespace ?? OWN_NAMESPACE}`,
    `--leader-election-namespace=${leaderElectionNamespace}`,
    `--acme-http01-solver-image=${controller.acmeSolverImage}`,
    ...defaultIssuerArgs(controller),
    ...featureGateArgs(controller.featureGates),
    `--max-concurrent-challenges=${controller.maxConcurrentChallenges}`,
    ...(controller.enableCertificateOwnerReferences ? ['--enable-certificate-owner-ref=true'] : []),
    ...(controller.dns01RecursiveNameserversOnly ? ['--dns01-recursive-nameservers-only=true'] : []),
    ...(controller.dns01RecursiveNameservers.length > 0
      ? [`--dns01-recursive-nameservers=${controller.dns01RecursiveNameservers.join(',')}`]
      : []),
  ];
}

function defaultIssuerArgs({ defaultIssuer }: ControllerSettings): string[] {
  const { name, kind, group } = defaultIssuer ?? {};
  return Object.entries({ name, kind, group })
    .filter(([, value]) => value !== undefined)
    .map(([part, value]) => `--default-issuer-${part}=${value}`);
}

export function addController(parent: Construct, names: ComponentNames, settings: Settings): void {
  const scope = new Construct(parent, 'Controller');
  const metrics = metricsOf(names, settings);
  const { podDns } = settings.controller;
  addControllerRbac(scope, names, settings.controller, settings);
  if (metrics.hasService) {
    addMetricsService(scope, names, settings.version);
  }
  addDeployment(
    scope,
    {
      metadata: names.namespaced(),
      selectorLabels: names.selectorLabels,
      podLabels: names.labels,
      podAnnotations: metrics.podAnnotations,
      serviceAccountName: names.name,
      enableServiceLinks: false,
      dnsPolicy: podDns?.policy,
      dnsConfig: podDns && renderDnsConfig(podDns),
      container: {
        ...CONTAINER,
        name: 'cert-manager-controller',
        args: controllerArgs(settings),
        ports: [...metrics.ports, HEALTH_PORT],
        livenessProbe: {
          ...httpGet('/livez', kplus.k8s.IntOrString.fromString(HEALTH_PORT.name)),
          failureThreshold: 8,
          initialDelaySeconds: 10,
          periodSeconds: 10,
          successThreshold: 1,
          timeoutSeconds: 15,
        },
      },
    },
    settings.controller,
  );
}

function renderDnsConfig({
  nameservers = [],
  options = [],
  searches = [],
}: CertManagerPodDnsOptions): kplus.k8s.PodDnsConfig | undefined {
  return [nameservers, options, searches].every(({ length }) => length === 0)
    ? undefined
    : {
        nameservers: listUnlessEmpty(nameservers),
        options: listUnlessEmpty(options.map(({ name, value }) => ({ name, value }))),
        searches: listUnlessEmpty(searches),
      };
}

export function checkController(problems: Problems, names: ComponentNames, settings: Settings): void {
  const { acmeSolverImage, clusterResourceNamespace, defaultIssuer, maxConcurrentChallenges } = settings.controller;
  const challenges = { ...wholeNumber(1), remedy: 'use 60' };
  checkComponent(problems, names, settings.controller, controllerArgs(settings), settings.version);
  problems.at('maxConcurrentChallenges').require(maxConcurrentChallenges, challenges);
  problems.at('clusterResourceNamespace').require(clusterResourceNamespace, NAMESPACE_NAME);
  problems.at('acmeSolverImage').require(acmeSolverImage, NOT_EMPTY);
  for (const server of settings.controller.dns01RecursiveNameservers) {
    problems.at('dns01RecursiveNameservers').require(server, RECURSIVE_NAMESERVER);
  }
  checkPodDns(problems.at('podDns'), settings.controller.podDns);
  const issuer = problems.at('defaultIssuer');
  issuer.at('name').require(defaultIssuer?.name, { ...NOT_EMPTY, remedy: 'set the name of an issuer' });
  issuer.at('kind').require(defaultIssuer?.kind, NOT_EMPTY);
  issuer.at('group').require(defaultIssuer?.group, NOT_EMPTY);
}

const NAMESERVER = /^(https:\/\/[^\s,/]|(\[[^\s,\]]+\]|[^\s,:[\]]+):\d+$)/;

const RECURSIVE_NAMESERVER = ofAnyText(
  (server) => NAMESERVER.test(server) && !server.includes(','),
  'is not a valid name server: use <IP address>:<port> or https://…',
  'write it as 8.8.8.8:53, [2001:4860:4860::8888]:53 or https://dns.google/dns-query',
);

const IP_ADDRESS = ofAnyText(
  (address) => isIP(address) !== 0,
  'is not a valid IP address',
  'use an address without a port',
);

function checkPodDns(
  problems: Problems,
  { nameservers = [], policy, searches = [] }: CertManagerPodDnsOptions = {},
): void {
  if (policy === kplus.DnsPolicy.NONE && nameservers.length === 0) {
    problems.at('policy').refuse(policy, 'has no name servers', "set 'nameservers', or use another policy");
  }
  nameservers.forEach((server) => problems.at('nameservers').require(server, IP_ADDRESS));
  checkCount(problems.at('nameservers'), nameservers, 3);
  checkCount(problems.at('searches'), searches, 32);
}

function checkCount(problems: Problems, list: string[], most: number): void {
  if (list.length > most) {
    problems.refuse(list, `has ${list.length} items, but a pod can have at most ${most}`, 'remove some');
  }
}
