import * as kplus from 'cdk8s-plus-28';
import { CertManagerMonitoring, CertManagerProps, CustomResourceDefinitions, SpinKubeRelease } from '../../../lib';
import { only, synth, testChart } from '../../testing';
import { certManagerIn, Component, configurations, container, ofComponent, pod, render } from './manifests';
import { VERSIONS } from './golden-values';
import { ALL, EFFECTS, EVERY } from './samples';

/** Requires a different port as well; see the refusals. */
const NEEDS: Record<string, object> = { 'webhook.hostNetwork': { securePort: 10260 } };

const PROPERTIES = EVERY.flatMap(([struct, effects]) =>
  Object.entries(effects).map(([property, effect]) => ({
    name: struct === undefined ? property : `${struct}.${property}`,
    props: (name: string): CertManagerProps => {
      const value = { [property]: effect.value };
      return struct === undefined ? value : { [struct]: { ...NEEDS[name], ...value } };
    },
    effect,
  })),
);

describe('the property', () => {
  test.each(PROPERTIES)('$name has a default and an effect', ({ name, props, effect: { see, byDefault, effect } }) => {
    expect(see(render())).toEqual(byDefault);
    expect(see(render(props(name)))).toEqual(effect);
  });

  test('has its effect together with all others', () => {
    const manifests = render(ALL);
    expect(PROPERTIES.map(({ name, effect: { see } }) => [name, see(manifests)])).toEqual(
      PROPERTIES.map(({ name, effect: { effect } }) => [name, effect]),
    );
  });

  test('namespace defaults to that of the chart', () => {
    const chart = testChart('team');
    expect(certManagerIn(chart).namespace).toBe('team');
    expect(EFFECTS.namespace.see(synth(chart))).toEqual(['team']);
  });

  test('namespace overrides that of the chart', () => {
    const chart = testChart('team');
    certManagerIn(chart, { namespace: 'platform' });
    expect(EFFECTS.namespace.see(synth(chart))).toEqual(['platform']);
  });

  test('controller.defaultIssuer renders only the parts that are set', () => {
    const { args } = container(render({ controller: { defaultIssuer: { name: 'main' } } }), 'controller');
    expect(args.filter((arg) => arg.startsWith('--default-issuer'))).toEqual(['--default-issuer-name=main']);
  });

  test('controller.podDns can be just a policy', () => {
    const { spec } = pod(render({ controller: { podDns: { policy: kplus.DnsPolicy.DEFAULT } } }), 'controller');
    expect([spec.dnsPolicy, spec.dnsConfig]).toEqual(['Default', undefined]);
  });
});

describe('the CustomResourceDefinitions', () => {
  const NAMES = [
    'certificaterequests.cert-manager.io',
    'certificates.cert-manager.io',
    'challenges.acme.cert-manager.io',
    'clusterissuers.cert-manager.io',
    'issuers.cert-manager.io',
    'orders.acme.cert-manager.io',
  ];
  const definitions = (props: CertManagerProps) => {
    const chart = testChart('team');
    certManagerIn(chart, props);
    return synth(chart).filter(({ kind }) => kind === 'CustomResourceDefinition');
  };

  test.each(VERSIONS)('of %s are rendered by default', (version) => {
    expect(
      definitions({ version })
        .map(({ metadata }) => metadata.name)
        .sort(),
    ).toEqual(NAMES);
  });

  test('match the version', () => {
    const [old, current] = VERSIONS.map((version) => definitions({ version }));
    expect(old).not.toEqual(current);
    expect(definitions({})).toEqual(current);
  });

  test('can be external', () => {
    expect(definitions({ customResourceDefinitions: CustomResourceDefinitions.external() })).toEqual([]);
  });
});

describe('cluster-scoped objects', () => {
  const CLUSTER_WIDE = /^CustomResourceDefinition$|^ClusterRole|^(Mutating|Validating)WebhookConfiguration$/;

  test('have no namespace, even in a chart with one', () => {
    const chart = testChart('team');
    certManagerIn(chart, ALL);
    const manifests = synth(chart);
    const withNamespace = manifests.filter(({ metadata }) => metadata.namespace !== undefined);
    expect(withNamespace.filter(({ kind }) => CLUSTER_WIDE.test(kind))).toEqual([]);
    expect(manifests.filter(({ kind }) => !CLUSTER_WIDE.test(kind))).toHaveLength(withNamespace.length);
  });
});

test('exposes the names of its objects', () => {
  const chart = testChart();
  const certManager = certManagerIn(chart, ALL);
  const manifests = synth(chart);
  const name = (component: Component) => ofComponent(manifests, 'Deployment', component).metadata.name;
  expect(certManager.version).toBe(SpinKubeRelease.CURRENT.certManager);
  expect(certManager.namespace).toBe('platform');
  expect(certManager.controllerName).toBe(name('controller'));
  expect(certManager.cainjectorName).toBe(name('cainjector'));
  expect(certManager.webhookName).toBe(name('webhook'));
  expect(certManager.webhookName).toBe(ofComponent(manifests, 'Service', 'webhook').metadata.name);
  for (const { metadata } of configurations(manifests)) {
    expect(metadata.name).toBe(certManager.webhookName);
  }
});

test('gives every object a stable path', () => {
  const certManager = certManagerIn(testChart(), {
    ...ALL,
    customResourceDefinitions: CustomResourceDefinitions.external(),
  });
  const ids = certManager.node.findAll().map(({ node }) => node.path.replace('test/cert-manager/', ''));
  expect(ids.slice(1)).toEqual([
    'ClusterViewRole',
    'ViewRole',
    'EditRole',
    'Controller',
    'Controller/ServiceAccount',
    'Controller/LeaderElectionRole',
    'Controller/LeaderElectionRoleBinding',
    'Controller/IssuersRole',
    'Controller/IssuersRoleBinding',
    'Controller/ClusterIssuersRole',
    'Controller/ClusterIssuersRoleBinding',
    'Controller/CertificatesRole',
    'Controller/CertificatesRoleBinding',
    'Controller/OrdersRole',
    'Controller/OrdersRoleBinding',
    'Controller/ChallengesRole',
    'Controller/ChallengesRoleBinding',
    'Controller/IngressShimRole',
    'Controller/IngressShimRoleBinding',
    'Controller/ApproveRole',
    'Controller/ApproveRoleBinding',
    'Controller/CertificateSigningRequestsRole',
    'Controller/CertificateSigningRequestsRoleBinding',
    'Controller/Deployment',
    'Controller/PodDisruptionBudget',
    'Cainjector',
    'Cainjector/ServiceAccount',
    'Cainjector/LeaderElectionRole',
    'Cainjector/LeaderElectionRoleBinding',
    'Cainjector/ClusterRole',
    'Cainjector/ClusterRoleBinding',
    'Cainjector/Deployment',
    'Cainjector/PodDisruptionBudget',
    'Webhook',
    'Webhook/ServiceAccount',
    'Webhook/ServingRole',
    'Webhook/ServingRoleBinding',
    'Webhook/SubjectAccessReviewsRole',
    'Webhook/SubjectAccessReviewsRoleBinding',
    'Webhook/Service',
    'Webhook/Deployment',
    'Webhook/PodDisruptionBudget',
    'Webhook/MutatingWebhook',
    'Webhook/ValidatingWebhook',
    'PodMonitor',
    'controller-ingress',
    'controller-egress',
    'webhook-ingress',
    'webhook-egress',
    'cainjector-ingress',
    'cainjector-egress',
  ]);
});

test('renders the same twice', () => {
  const chart = testChart('team');
  certManagerIn(chart, ALL);
  expect(synth(chart)).toEqual(synth(chart));
});

test('copies its properties', () => {
  const monitor = { labels: { a: 'b' } as Record<string, string> };
  const controller = {
    featureGates: { OtherNames: true } as Record<string, boolean>,
    dns01RecursiveNameservers: ['8.8.8.8:53'],
    podDns: { nameservers: ['1.1.1.1'], searches: ['a'], options: [{ name: 'ndots', value: '1' }] },
    defaultIssuer: { name: 'main' },
    nodeSelector: { a: 'b' } as Record<string, string>,
  };
  const props = { controller, webhook: { extraArgs: ['--x'] }, cainjector: { replicas: 1 } };
  const chart = testChart();
  certManagerIn(chart, { ...props, monitoring: CertManagerMonitoring.serviceMonitor(monitor) });
  const before = synth(chart);
  monitor.labels.app = 'x';
  controller.featureGates.Nonsense = true;
  controller.dns01RecursiveNameservers.push('nonsense');
  controller.podDns.nameservers.push('nonsense');
  controller.podDns.searches.push('b');
  controller.podDns.options.push({ name: 'edns0', value: '' });
  controller.defaultIssuer.name = '';
  controller.nodeSelector.c = 'd';
  props.webhook.extraArgs.push('nonsense');
  props.cainjector.replicas = -1;
  expect(synth(chart)).toEqual(before);
});

test('the Leases are in kube-system by default', () => {
  expect(only(render(), 'Role', 'cert-manager:leaderelection').metadata.namespace).toBe('kube-system');
});
