import * as kplus from 'cdk8s-plus-28';
import { SpinKubeRelease, SpinOperatorProps, WebhookCertificates } from '../../../lib';
import { only, synth, testChart } from '../../testing';
import {
  ALL,
  EFFECTS,
  Effect,
  Props,
  certificate,
  container,
  deployment,
  ending,
  operatorIn,
  pod,
  render,
  service,
  Webhook,
  webhooks,
} from './samples';

describe('the property', () => {
  test.each(Object.entries(EFFECTS) as [keyof Props, Effect<unknown>][])(
    '%s has a default and an effect',
    (property, { see, byDefault, effect }) => {
      expect(see(render())).toEqual(byDefault);
      expect(see(render({ [property]: ALL[property] }))).toEqual(effect);
    },
  );

  test('has its effect together with all others', () => {
    const manifests = render(ALL);
    expect(Object.entries(EFFECTS).map(([name, { see }]) => [name, see(manifests)])).toEqual(
      Object.entries(EFFECTS).map(([name, { effect }]) => [name, effect]),
    );
  });

  test('resources can be empty', () => {
    expect(container(render({ resources: {} })).resources).toBeUndefined();
  });

  test('namespace defaults to that of the chart', () => {
    const chart = testChart('team');
    expect(operatorIn(chart).namespace).toBe('team');
    expect(EFFECTS.namespace.see(synth(chart))).toEqual(['team']);
  });

  test('namespace overrides that of the chart', () => {
    const chart = testChart('team');
    operatorIn(chart, { namespace: 'platform' });
    expect(EFFECTS.namespace.see(synth(chart))).toEqual(['platform']);
  });
});

describe('cluster-scoped objects', () => {
  const CLUSTER_WIDE = /^CustomResourceDefinition$|^ClusterRole|^(Mutating|Validating)WebhookConfiguration$/;

  test.each([
    ['cert-manager', WebhookCertificates.certManager()],
    ['a Job', WebhookCertificates.generated()],
  ])('have no namespace, even in a chart with one, with a certificate by %s', (_, webhookCertificates) => {
    const chart = testChart('team');
    operatorIn(chart, { webhookCertificates });
    const manifests = synth(chart);
    const withNamespace = manifests.filter(({ metadata }) => metadata.namespace !== undefined);
    expect(withNamespace.filter(({ kind }) => CLUSTER_WIDE.test(kind))).toEqual([]);
    expect(manifests.filter(({ kind }) => !CLUSTER_WIDE.test(kind))).toHaveLength(withNamespace.length);
  });
});

describe.each<[string, SpinOperatorProps]>([
  ['by default', {}],
  ['under other names', ALL],
])('the wiring %s:', (_, props) => {
  const manifests = render(props);
  const nameOf = (kind: string, suffix = '') => ending(manifests, kind, suffix).metadata.name;
  const { namespace } = only(manifests, 'Deployment').metadata;

  test('the Deployment and both Services select the pods', () => {
    const { labels } = pod(manifests).metadata;
    expect(labels).toMatchObject(deployment(manifests).selector.matchLabels);
    expect(labels).toMatchObject(service(manifests, '-webhook-service').selector);
    expect(labels).toMatchObject(service(manifests, '-metrics-service').selector);
    expect(Object.keys(deployment(manifests).selector.matchLabels)).toHaveLength(3);
  });

  test('the webhook Service targets the port that the pod listens on', () => {
    const [{ containerPort }] = container(manifests).ports;
    expect(service(manifests, '-webhook-service').ports).toEqual([
      { port: 443, protocol: 'TCP', targetPort: containerPort },
    ]);
    const clients = webhooks(manifests).flatMap(({ webhooks }) => webhooks as Webhook[]);
    expect(clients.map(({ clientConfig }) => clientConfig.service.port ?? 443)).toEqual([443, 443, 443, 443]);
  });

  test('the metrics Service targets the metrics port of the operator', () => {
    const [{ targetPort }] = service(manifests, '-metrics-service').ports;
    expect(container(manifests).args).toContain(`--metrics-bind-address=:${targetPort}`);
  });

  test('every webhook refers to the webhook Service', () => {
    const clients = webhooks(manifests).flatMap(({ webhooks }) => webhooks as Webhook[]);
    expect(clients).toHaveLength(4);
    for (const { clientConfig } of clients) {
      expect(clientConfig.service).toMatchObject({ name: nameOf('Service', '-webhook-service'), namespace });
    }
  });

  test('the webhook configurations get their CA bundle from the Certificate', () => {
    for (const { metadata } of webhooks(manifests)) {
      expect(metadata.annotations).toEqual({
        'cert-manager.io/inject-ca-from': `${String(namespace)}/${nameOf('Certificate')}`,
      });
    }
  });

  test('the Certificate is issued for the webhook Service, into the Secret that the pods mount', () => {
    const host = `${nameOf('Service', '-webhook-service')}.${String(namespace)}.svc`;
    expect(certificate(manifests)).toEqual({
      dnsNames: [host, `${host}.${props.kubernetesClusterDomain ?? 'cluster.local'}`],
      issuerRef: { kind: 'Issuer', name: nameOf('Issuer') },
      secretName: 'webhook-server-cert',
    });
    expect(pod(manifests).spec.volumes.map(({ secret }) => secret.secretName)).toEqual(['webhook-server-cert']);
  });

  test('the pods and every binding use the ServiceAccount', () => {
    const account = { kind: 'ServiceAccount', name: nameOf('ServiceAccount'), namespace };
    expect(pod(manifests).spec.serviceAccountName).toBe(account.name);
    const bindings = manifests.filter(({ kind }) => kind.endsWith('RoleBinding'));
    expect(bindings.map(({ subjects }) => subjects)).toEqual([[account], [account], [account]]);
  });

  test('every binding refers to an existing role', () => {
    const roles = manifests.filter(({ kind }) => kind.endsWith('Role'));
    const bindings = manifests.filter(({ kind }) => kind.endsWith('RoleBinding'));
    for (const { roleRef } of bindings) {
      expect(
        roles.map(({ kind, metadata }) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name: metadata.name })),
      ).toContainEqual(roleRef);
    }
  });
});

test('exposes the names of its objects', () => {
  const chart = testChart();
  const operator = operatorIn(chart, ALL);
  const manifests = synth(chart);
  const names = (kind: string) => only(manifests, kind).metadata.name;
  expect(operator.version).toBe(SpinKubeRelease.CURRENT.spinOperator);
  expect(operator.namespace).toBe('platform');
  expect(operator.deploymentName).toBe(names('Deployment'));
  expect(operator.serviceAccountName).toBe(names('ServiceAccount'));
  expect(operator.mutatingWebhookConfigurationName).toBe(names('MutatingWebhookConfiguration'));
  expect(operator.validatingWebhookConfigurationName).toBe(names('ValidatingWebhookConfiguration'));
});

test('gives every object a stable path', () => {
  const operator = operatorIn(testChart());
  expect(operator.node.children.map(({ node }) => node.id)).toEqual([
    'spinapps.core.spinkube.dev',
    'spinappexecutors.core.spinkube.dev',
    'ServiceAccount',
    'LeaderElectionRole',
    'LeaderElectionRoleBinding',
    'ManagerRole',
    'ManagerRoleBinding',
    'WebhookService',
    'MetricsAuthRole',
    'MetricsAuthRoleBinding',
    'MetricsReaderRole',
    'MetricsService',
    'Issuer',
    'Certificate',
    'Deployment',
    'MutatingWebhook',
    'ValidatingWebhook',
  ]);
});

test('renders the same twice', () => {
  const chart = testChart('team');
  operatorIn(chart, ALL);
  expect(synth(chart)).toEqual(synth(chart));
});

test('copies its properties', () => {
  const props = {
    extraArgs: ['--zap-log-level=error'],
    imagePullSecrets: [] as kplus.ISecret[],
    nodeSelector: { a: 'b' } as Record<string, string>,
    podAnnotations: {} as Record<string, string>,
    podLabels: {} as Record<string, string>,
    serviceAccountAnnotations: {} as Record<string, string>,
  };
  const chart = testChart();
  operatorIn(chart, props);
  const before = synth(chart);
  props.extraArgs.push('nonsense');
  props.imagePullSecrets.push(...ALL.imagePullSecrets);
  props.nodeSelector.c = 'd';
  props.podAnnotations.c = 'd';
  props.podLabels['control-plane'] = 'd';
  props.serviceAccountAnnotations.c = 'd';
  expect(synth(chart)).toEqual(before);
});
