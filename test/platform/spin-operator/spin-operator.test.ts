import * as kplus from 'cdk8s-plus-28';
import { SpinOperatorProps, WebhookCertificates } from '../../../lib';
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

  test('each has its effect beside all others', () => {
    const manifests = render(ALL);
    expect(Object.entries(EFFECTS).map(([name, { see }]) => [name, see(manifests)])).toEqual(
      Object.entries(EFFECTS).map(([name, { effect }]) => [name, effect]),
    );
  });

  test('resources may leave everything open', () => {
    expect(container(render({ resources: {} })).resources).toBeUndefined();
  });

  test('namespace takes that of the chart where none is given', () => {
    const chart = testChart('team');
    expect(operatorIn(chart).namespace).toBe('team');
    expect(EFFECTS.namespace.see(synth(chart))).toEqual(['team']);
  });

  test('namespace goes before that of the chart', () => {
    const chart = testChart('team');
    operatorIn(chart, { namespace: 'platform' });
    expect(EFFECTS.namespace.see(synth(chart))).toEqual(['platform']);
  });
});

describe('objects of the whole cluster', () => {
  const CLUSTER_WIDE = /^CustomResourceDefinition$|^ClusterRole|^(Mutating|Validating)WebhookConfiguration$/;

  test.each([
    ['cert-manager', WebhookCertificates.certManager()],
    ['a Job', WebhookCertificates.generated()],
  ])('have no namespace, also in a chart that has one, with a certificate by %s', (_, webhookCertificates) => {
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

  test('the webhook Service leads from the port that the API server asks to the one that the pod listens on', () => {
    const [{ containerPort }] = container(manifests).ports;
    expect(service(manifests, '-webhook-service').ports).toEqual([
      { port: 443, protocol: 'TCP', targetPort: containerPort },
    ]);
    const clients = webhooks(manifests).flatMap(({ webhooks }) => webhooks as Webhook[]);
    expect(clients.map(({ clientConfig }) => clientConfig.service.port ?? 443)).toEqual([443, 443, 443, 443]);
  });

  test('the metrics Service leads to the port that the operator is told', () => {
    const [{ targetPort }] = service(manifests, '-metrics-service').ports;
    expect(container(manifests).args).toContain(`--metrics-bind-address=:${targetPort}`);
  });

  test('every webhook leads to the webhook Service', () => {
    const clients = webhooks(manifests).flatMap(({ webhooks }) => webhooks as Webhook[]);
    expect(clients).toHaveLength(4);
    for (const { clientConfig } of clients) {
      expect(clientConfig.service).toMatchObject({ name: nameOf('Service', '-webhook-service'), namespace });
    }
  });

  test('the webhook configurations get their CA from the Certificate', () => {
    for (const { metadata } of webhooks(manifests)) {
      expect(metadata.annotations).toEqual({
        'cert-manager.io/inject-ca-from': `${String(namespace)}/${nameOf('Certificate')}`,
      });
    }
  });

  test('the Certificate is for the webhook Service, by the Issuer, in the Secret that the pods mount', () => {
    const host = `${nameOf('Service', '-webhook-service')}.${String(namespace)}.svc`;
    expect(certificate(manifests)).toEqual({
      dnsNames: [host, `${host}.${props.kubernetesClusterDomain ?? 'cluster.local'}`],
      issuerRef: { kind: 'Issuer', name: nameOf('Issuer') },
      secretName: 'webhook-server-cert',
    });
    expect(pod(manifests).spec.volumes.map(({ secret }) => secret.secretName)).toEqual(['webhook-server-cert']);
  });

  test('the ServiceAccount is that of the pods and of every binding', () => {
    const account = { kind: 'ServiceAccount', name: nameOf('ServiceAccount'), namespace };
    expect(pod(manifests).spec.serviceAccountName).toBe(account.name);
    const bindings = manifests.filter(({ kind }) => kind.endsWith('RoleBinding'));
    expect(bindings.map(({ subjects }) => subjects)).toEqual([[account], [account], [account]]);
  });

  test('every binding refers to a role that is there', () => {
    const roles = manifests.filter(({ kind }) => kind.endsWith('Role'));
    const bindings = manifests.filter(({ kind }) => kind.endsWith('RoleBinding'));
    for (const { roleRef } of bindings) {
      expect(
        roles.map(({ kind, metadata }) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name: metadata.name })),
      ).toContainEqual(roleRef);
    }
  });
});

test('the names that others need are those of the objects', () => {
  const chart = testChart();
  const operator = operatorIn(chart, ALL);
  const manifests = synth(chart);
  const names = (kind: string) => only(manifests, kind).metadata.name;
  expect(operator.version).toBe('v0.6.1');
  expect(operator.namespace).toBe('platform');
  expect(operator.deploymentName).toBe(names('Deployment'));
  expect(operator.serviceAccountName).toBe(names('ServiceAccount'));
  expect(operator.mutatingWebhookConfigurationName).toBe(names('MutatingWebhookConfiguration'));
  expect(operator.validatingWebhookConfigurationName).toBe(names('ValidatingWebhookConfiguration'));
});

test('every part can be found by a constant id', () => {
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

test('rendering twice is equal', () => {
  const chart = testChart('team');
  operatorIn(chart, ALL);
  expect(synth(chart)).toEqual(synth(chart));
});

test('what was passed in may change afterwards', () => {
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
