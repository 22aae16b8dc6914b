import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  CertManagerCainjectorOptions,
  CertManagerControllerOptions,
  CertManagerMonitoring,
  CertManagerProps,
  CertManagerWebhookOptions,
} from '../../../lib';
import { commonEffects, Effect, Effects, kinds } from './component-samples';
import { Component, container, deployment, flag, ofComponent, pod, service, webhooks } from './manifests';

/** Properties that have tests of their own. */
type Elsewhere = 'version' | 'customResourceDefinitions' | Component;

export const EFFECTS: Effects<Omit<CertManagerProps, Elsewhere>> = {
  namespace: {
    value: 'platform',
    see: (manifests) => [...new Set(kinds(manifests, 'Deployment', 'Service').map((one) => one.metadata.namespace))],
    byDefault: ['cert-manager'],
    effect: ['platform'],
  },
  helmReleaseName: {
    value: 'prod',
    see: (manifests) => ({
      name: ofComponent(manifests, 'Deployment', 'webhook').metadata.name,
      selected: deployment(manifests, 'webhook').selector.matchLabels['app.kubernetes.io/instance'],
    }),
    byDefault: { name: 'cert-manager-webhook', selected: 'cert-manager' },
    effect: { name: 'prod-cert-manager-webhook', selected: 'prod' },
  },
  leaderElectionNamespace: {
    value: 'leases',
    see: (manifests) => [
      ...kinds(manifests, 'Role', 'RoleBinding')
        .filter(({ metadata }) => metadata.name.endsWith(':leaderelection'))
        .map(({ metadata }) => metadata.namespace),
      ...flag(manifests, 'controller', 'leader-election-namespace'),
      ...flag(manifests, 'cainjector', 'leader-election-namespace'),
    ],
    byDefault: Array(6).fill('kube-system'),
    effect: Array(6).fill('leases'),
  },
  logLevel: {
    value: 0,
    see: (manifests) => (['controller', 'webhook', 'cainjector'] as const).map((one) => flag(manifests, one, 'v')),
    byDefault: [['2'], ['2'], ['2']],
    effect: [['0'], ['0'], ['0']],
  },
  monitoring: {
    value: CertManagerMonitoring.podMonitor(),
    see: (manifests) => ({
      monitors: kinds(manifests, 'PodMonitor', 'ServiceMonitor').map(({ kind }) => kind),
      annotated: Object.keys(pod(manifests, 'controller').metadata.annotations ?? {}).includes('prometheus.io/scrape'),
    }),
    byDefault: { monitors: [], annotated: true },
    effect: { monitors: ['PodMonitor'], annotated: false },
  },
  networkPolicies: {
    value: true,
    see: (manifests) => kinds(manifests, 'NetworkPolicy').length,
    byDefault: 0,
    effect: 6,
  },
};

const argument = <T>(component: Component, name: string, value: T, byDefault: string[], effect: string): Effect<T> => ({
  value,
  see: (manifests) => flag(manifests, component, name),
  byDefault,
  effect: [effect],
});

export const CONTROLLER: Effects<CertManagerControllerOptions> = {
  ...commonEffects('controller'),
  maxConcurrentChallenges: argument('controller', 'max-concurrent-challenges', 5, ['60'], '5'),
  clusterResourceNamespace: argument(
    'controller',
    'cluster-resource-namespace',
    'issuers',
    ['$(POD_NAMESPACE)'],
    'issuers',
  ),
  acmeSolverImage: argument(
    'controller',
    'acme-http01-solver-image',
    'example.com/solver:v1',
    ['quay.io/jetstack/cert-manager-acmesolver:v1.21.2'],
    'example.com/solver:v1',
  ),
  dns01RecursiveNameservers: argument(
    'controller',
    'dns01-recursive-nameservers',
    ['8.8.8.8:53', '[2001:4860:4860::8888]:53', 'https://dns.google/dns-query'],
    [],
    '8.8.8.8:53,[2001:4860:4860::8888]:53,https://dns.google/dns-query',
  ),
  dns01RecursiveNameserversOnly: argument('controller', 'dns01-recursive-nameservers-only', true, [], 'true'),
  enableCertificateOwnerReferences: argument('controller', 'enable-certificate-owner-ref', true, [], 'true'),
  podDns: {
    value: {
      policy: kplus.DnsPolicy.NONE,
      nameservers: ['1.1.1.1', '2606:4700:4700::1111'],
      searches: ['example.com'],
      options: [{ name: 'ndots', value: '1' }, { name: 'edns0' }],
    },
    see: (manifests) => {
      const { dnsConfig, dnsPolicy } = pod(manifests, 'controller').spec;
      return { dnsConfig, dnsPolicy };
    },
    byDefault: { dnsConfig: undefined, dnsPolicy: undefined },
    effect: {
      dnsConfig: {
        nameservers: ['1.1.1.1', '2606:4700:4700::1111'],
        searches: ['example.com'],
        options: [{ name: 'ndots', value: '1' }, { name: 'edns0' }],
      },
      dnsPolicy: 'None',
    },
  },
  defaultIssuer: {
    value: { name: 'main', kind: 'ClusterIssuer', group: 'example.com' },
    see: (manifests) => container(manifests, 'controller').args.filter((arg) => arg.startsWith('--default-issuer')),
    byDefault: [],
    effect: ['--default-issuer-name=main', '--default-issuer-kind=ClusterIssuer', '--default-issuer-group=example.com'],
  },
};

export const WEBHOOK: Effects<CertManagerWebhookOptions> = {
  ...commonEffects('webhook'),
  timeout: {
    value: Duration.seconds(5),
    see: (manifests) => webhooks(manifests).map(({ timeoutSeconds }) => timeoutSeconds),
    byDefault: [30, 30],
    effect: [5, 5],
  },
  hostNetwork: {
    value: true,
    see: (manifests) => {
      const { dnsPolicy, hostNetwork } = pod(manifests, 'webhook').spec;
      return { dnsPolicy, hostNetwork };
    },
    byDefault: { dnsPolicy: undefined, hostNetwork: undefined },
    effect: { dnsPolicy: 'ClusterFirstWithHostNet', hostNetwork: true },
  },
  securePort: {
    value: 10260,
    see: (manifests) => ({
      told: flag(manifests, 'webhook', 'secure-port'),
      open: container(manifests, 'webhook').ports?.[0].containerPort,
      asked: service(manifests, 'webhook').ports[0].port,
    }),
    byDefault: { told: ['10250'], open: 10250, asked: 443 },
    effect: { told: ['10260'], open: 10260, asked: 443 },
  },
  serviceType: {
    value: kplus.ServiceType.LOAD_BALANCER,
    see: (manifests) => service(manifests, 'webhook').type,
    byDefault: 'ClusterIP',
    effect: 'LoadBalancer',
  },
};

export const CAINJECTOR: Effects<CertManagerCainjectorOptions> = commonEffects('cainjector');

const values = (effects: Record<string, Effect<unknown>>) =>
  Object.fromEntries(Object.entries(effects).map(([name, { value }]) => [name, value]));

/** A value for every property. */
export const ALL = {
  ...values(EFFECTS),
  controller: values(CONTROLLER),
  webhook: values(WEBHOOK),
  cainjector: values(CAINJECTOR),
} as CertManagerProps;

/** Every property, by the struct that has it. */
export const EVERY: [struct: Component | undefined, effects: Record<string, Effect<unknown>>][] = [
  [undefined, EFFECTS],
  ['controller', CONTROLLER],
  ['webhook', WEBHOOK],
  ['cainjector', CAINJECTOR],
];
