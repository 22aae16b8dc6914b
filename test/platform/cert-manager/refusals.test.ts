import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  CertManagerMonitoring,
  CertManagerProps,
  CertManagerVersion,
  CustomResourceDefinitions,
  PodDisruptionBudget,
} from '../../../lib';
import { synth, testChart, validationErrors } from '../../testing';
import { certManagerIn, COMPONENTS } from './manifests';

function errorsOf(props: CertManagerProps): string[] {
  const chart = testChart();
  certManagerIn(chart, { customResourceDefinitions: CustomResourceDefinitions.external(), ...props });
  return validationErrors(chart);
}

const LABEL = 'is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters';
const NAMESPACE = `${LABEL}; begin and end it with a letter or digit`;
const NAMESERVER =
  'is not a valid name server: use <IP address>:<port> or https://…; write it as 8.8.8.8:53, [2001:4860:4860::8888]:53 or https://dns.google/dns-query';
const CAINJECTOR_GATES = 'use one of AllAlpha, AllBeta, ServerSideApply';

describe('rejects', () => {
  test.each<[string, CertManagerProps, string]>([
    [
      'a Helm release name that is not a DNS label',
      { helmReleaseName: 'My_Release' },
      `'helmReleaseName' (My_Release) ${LABEL}; use the name that 'helm list' shows`,
    ],
    [
      'a Helm release name that begins with a digit',
      { helmReleaseName: '2nd' },
      "'helmReleaseName' (2nd) results in the Service name '2nd-cert-manager', which must begin with a letter and have at most 63 characters; choose another name",
    ],
    ['a namespace that is not a DNS label', { namespace: 'cert.manager' }, `'namespace' (cert.manager) ${NAMESPACE}`],
    [
      'a namespace for Leases that is not a DNS label',
      { leaderElectionNamespace: '' },
      `'leaderElectionNamespace' ('') ${NAMESPACE}`,
    ],
    ['a log level above 10', { logLevel: 11 }, "'logLevel' (11) must be a whole number from 0 to 10; use 2"],
    ['a log level below 0', { logLevel: -1 }, "'logLevel' (-1) must be a whole number from 0 to 10; use 2"],
    ['a fractional log level', { logLevel: 2.5 }, "'logLevel' (2.5) must be a whole number from 0 to 10; use 2"],
    [
      'a namespace of a monitor that is not a DNS label',
      { monitoring: CertManagerMonitoring.podMonitor({ namespace: 'A' }) },
      `'monitoring.namespace' (A) ${NAMESPACE}`,
    ],
    [
      'a scrape interval with a fraction of a second',
      { monitoring: CertManagerMonitoring.podMonitor({ interval: Duration.millis(30500) }) },
      "'monitoring.interval' (30.5s) must be whole seconds; round it up",
    ],
    [
      'a scrape timeout of zero',
      { monitoring: CertManagerMonitoring.serviceMonitor({ scrapeTimeout: Duration.seconds(0) }) },
      "'monitoring.scrapeTimeout' (0s) must be 1 second or more; remove it to use the default",
    ],
    [
      'a scrape timeout above the scrape interval',
      { monitoring: CertManagerMonitoring.serviceMonitor({ interval: Duration.seconds(29) }) },
      "'monitoring.scrapeTimeout' (30s) is longer than the interval (29s): the Prometheus Operator ignores such a monitor; shorten it",
    ],
    [
      'a label that all objects of cert-manager have',
      { monitoring: CertManagerMonitoring.serviceMonitor({ labels: { app: 'x' } }) },
      "'monitoring.labels' (app) is a label that all objects of cert-manager have; remove it",
    ],
    [
      'zero concurrent challenges',
      { controller: { maxConcurrentChallenges: 0 } },
      "'controller.maxConcurrentChallenges' (0) must be a whole number, 1 or more; use 60",
    ],
    [
      'a fractional number of challenges',
      { controller: { maxConcurrentChallenges: 1.5 } },
      "'controller.maxConcurrentChallenges' (1.5) must be a whole number, 1 or more; use 60",
    ],
    [
      'a namespace for ClusterIssuers that is not a DNS label',
      { controller: { clusterResourceNamespace: 'a.b' } },
      `'controller.clusterResourceNamespace' (a.b) ${NAMESPACE}`,
    ],
    [
      'an empty image for challenges',
      { controller: { acmeSolverImage: '' } },
      "'controller.acmeSolverImage' ('') must not be empty; remove it to use the default",
    ],
    ...['8.8.8.8', 'http://dns.google', 'https://', '2001:4860::8888:53', '8.8.8.8:53,1.1.1.1:53', ''].map(
      (server): [string, CertManagerProps, string] => [
        `the name server '${server}' for DNS-01`,
        { controller: { dns01RecursiveNameservers: ['1.1.1.1:53', server] } },
        `'controller.dns01RecursiveNameservers' (${server || "''"}) ${NAMESERVER}`,
      ],
    ),
    [
      'a DNS policy without name servers',
      { controller: { podDns: { policy: kplus.DnsPolicy.NONE } } },
      "'controller.podDns.policy' (None) has no name servers; set 'nameservers', or use another policy",
    ],
    [
      'a name server that is not an IP address',
      { controller: { podDns: { nameservers: ['1.1.1.1:53'] } } },
      "'controller.podDns.nameservers' (1.1.1.1:53) is not a valid IP address; use an address without a port",
    ],
    [
      'more name servers than a pod can have',
      { controller: { podDns: { nameservers: ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4'] } } },
      `'controller.podDns.nameservers' (["1.1.1.1","1.1.1.2","1.1.1.3","1.1.1.4"]) has 4 items, but a pod can have at most 3; remove some`,
    ],
    [
      'more search domains than a pod can have',
      { controller: { podDns: { searches: Array<string>(33).fill('a') } } },
      `'controller.podDns.searches' (${JSON.stringify(Array(33).fill('a'))}) has 33 items, but a pod can have at most 32; remove some`,
    ],
    [
      'a default issuer without a name',
      { controller: { defaultIssuer: { name: '' } } },
      "'controller.defaultIssuer.name' ('') must not be empty; set the name of an issuer",
    ],
    [
      'a default issuer of an empty kind',
      { controller: { defaultIssuer: { name: 'a', kind: '' } } },
      "'controller.defaultIssuer.kind' ('') must not be empty; remove it to use the default",
    ],
    [
      'a default issuer of an empty group',
      { controller: { defaultIssuer: { name: 'a', group: '' } } },
      "'controller.defaultIssuer.group' ('') must not be empty; remove it to use the default",
    ],
    ...[0, 31, 1.5].map((seconds): [string, CertManagerProps, string] => [
      `a timeout of ${seconds} seconds`,
      { webhook: { timeout: Duration.millis(seconds * 1000) } },
      `'webhook.timeout' (${seconds}s) must be whole seconds, from 1 to 30; use Duration.seconds(30)`,
    ]),
    ...[443, 65536, 10250.5].map((securePort): [string, CertManagerProps, string] => [
      `the port ${securePort}`,
      { webhook: { securePort } },
      `'webhook.securePort' (${securePort}) must be a whole number from 1024 to 65535; use 10260`,
    ]),
    ...[6080, 9402].map((securePort): [string, CertManagerProps, string] => [
      `the port ${securePort}, which the webhook has for something else`,
      { webhook: { securePort } },
      `'webhook.securePort' (${securePort}) is used by another port of the webhook; use 10260`,
    ]),
    [
      'the port of the kubelet on the host network',
      { webhook: { hostNetwork: true } },
      "'webhook.securePort' (10250) is the port of the kubelet, which is taken on the host network; use 10260",
    ],
    [
      'a webhook Service of type ExternalName',
      { webhook: { serviceType: kplus.ServiceType.EXTERNAL_NAME } },
      "'webhook.serviceType' (ExternalName) is not possible for a Service that selects pods; use another type",
    ],
    [
      'a feature gate of a later version',
      { version: CertManagerVersion.V1_14_4, cainjector: { featureGates: { CAInjectorMerging: true } } },
      `'cainjector.featureGates' (CAInjectorMerging) is not a feature gate of the cainjector of cert-manager v1.14.4, which would not start; remove it, or ${CAINJECTOR_GATES}`,
    ],
    [
      'a feature gate of another component',
      { version: CertManagerVersion.V1_14_4, cainjector: { featureGates: { OtherNames: false } } },
      `'cainjector.featureGates' (OtherNames) is not a feature gate of the cainjector of cert-manager v1.14.4, which would not start; remove it, or ${CAINJECTOR_GATES}`,
    ],
  ])('%s', (_, props, message) => {
    expect(errorsOf(props)).toEqual([`[test/cert-manager] ${message}`]);
  });
});

describe.each(COMPONENTS)('the %s rejects', (component) => {
  test.each<[string, object, string, string]>([
    [
      'a fractional number of replicas',
      { replicas: 1.5 },
      'replicas',
      '(1.5) must be a whole number, 0 or more; use 1, or 2 for high availability',
    ],
    ['an empty image', { image: '' }, 'image', "('') must not be empty; remove it to use the default"],
    [
      'a fraction of a second',
      { terminationGracePeriod: Duration.millis(1500) },
      'terminationGracePeriod',
      '(1.5s) must be whole seconds; round it up',
    ],
    [
      'a budget that allows no eviction',
      { podDisruptionBudget: PodDisruptionBudget.minAvailable(kplus.PercentOrAbsolute.absolute(1)) },
      'podDisruptionBudget',
      "(minAvailable: 1) allows no eviction with 'replicas: 1', so nodes could never be drained; allow one eviction, or raise the replicas",
    ],
    [
      'a selector label of the pods',
      { podLabels: { 'app.kubernetes.io/component': 'x' } },
      'podLabels',
      '(app.kubernetes.io/component) is a selector label of the pods; remove it',
    ],
    [
      'a label that the component sets itself',
      { podLabels: { 'app.kubernetes.io/version': 'x' } },
      'podLabels',
      '(app.kubernetes.io/version) is a label that the component sets itself; remove it',
    ],
    [
      'an environment variable that the component sets itself',
      { env: { POD_NAMESPACE: kplus.EnvValue.fromValue('x') } },
      'env',
      '(POD_NAMESPACE) is an environment variable that the component sets itself; remove it',
    ],
    [
      'a flag that the component sets itself',
      { extraArgs: ['-v=5'] },
      'extraArgs',
      '(-v=5) is a flag that the component sets itself; remove it',
    ],
    [
      'a flag that another property sets',
      { featureGates: { AllAlpha: true }, extraArgs: ['--feature-gates=AllBeta=true'] },
      'extraArgs',
      '(--feature-gates=AllBeta=true) is a flag that the component sets itself; remove it',
    ],
    [
      'an argument that is not a flag',
      { extraArgs: ['debug'] },
      'extraArgs',
      "(debug) must be a flag that begins with '-'; write flag and value as one argument, such as --v=2",
    ],
  ])('%s', (_, options, property, message) => {
    expect(errorsOf({ [component]: options })).toEqual([`[test/cert-manager] '${component}.${property}' ${message}`]);
  });

  test('a feature gate that does not exist', () => {
    const errors = errorsOf({ [component]: { featureGates: { Nonsense: true } } });
    expect(errors).toEqual([
      expect.stringMatching(
        `^\\[test/cert-manager\\] '${component}.featureGates' \\(Nonsense\\) is not a feature gate of the ${component} of cert-manager v1.21.2, which would not start; remove it, or use one of AllAlpha, AllBeta, `,
      ),
    ]);
  });
});

test('reports all problems at once', () => {
  const chart = testChart();
  certManagerIn(chart, {
    helmReleaseName: 'A',
    namespace: 'B',
    logLevel: 99,
    controller: { replicas: -1, maxConcurrentChallenges: 0 },
    webhook: { timeout: Duration.minutes(1), extraArgs: ['--secure-port=1'] },
    cainjector: { featureGates: { Nonsense: true, OtherNonsense: false } },
  });
  expect(validationErrors(chart).map((error) => /'(\S+)' \((\S+)\)/.exec(error)?.slice(1))).toEqual([
    ['helmReleaseName', 'A'],
    ['namespace', 'B'],
    ['logLevel', '99'],
    ['controller.replicas', '-1'],
    ['controller.maxConcurrentChallenges', '0'],
    ['webhook.extraArgs', '--secure-port=1'],
    ['webhook.timeout', '60s'],
    ['cainjector.featureGates', 'Nonsense'],
    ['cainjector.featureGates', 'OtherNonsense'],
  ]);
  expect(() => synth(chart)).toThrow("'logLevel' (99) must be a whole number");
});

test('accepts properties at their limits', () => {
  const props = {
    helmReleaseName: 'a'.repeat(63),
    namespace: 'n'.repeat(63),
    logLevel: 10,
    monitoring: CertManagerMonitoring.podMonitor({ interval: Duration.seconds(1), scrapeTimeout: Duration.seconds(1) }),
    controller: {
      replicas: 0,
      maxConcurrentChallenges: 1,
      podDns: { nameservers: ['1.1.1.1', '1.1.1.2', '::1'], searches: Array<string>(32).fill('a') },
    },
    webhook: { timeout: Duration.seconds(1), securePort: 1024 },
  };
  expect(errorsOf(props)).toEqual([]);
  expect(errorsOf({ webhook: { timeout: Duration.seconds(30), securePort: 65535, hostNetwork: true } })).toEqual([]);
  expect(errorsOf({ version: CertManagerVersion.V1_14_4, webhook: { securePort: 9402 } })).toEqual([]);
});
