import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { SpinOperator } from '../../lib/platform/spin-operator';
import { SpinOperatorProps } from '../../lib/platform/spin-operator-props';
import { Manifest, only, synth, testChart } from '../testing';

function operatorIn(chart: Chart, props?: SpinOperatorProps): SpinOperator {
  return new SpinOperator(chart, 'operator', props);
}

function render(props?: SpinOperatorProps): Manifest[] {
  const chart = testChart();
  operatorIn(chart, props);
  return synth(chart);
}

/** The parts of manifests that the tests look into, with their types. */
interface Container {
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly args: string[];
  readonly env: { readonly name: string; readonly value: string }[];
  readonly ports: { readonly containerPort: number }[];
  readonly resources?: object;
}

interface Pod {
  readonly metadata: { readonly labels: Record<string, string>; readonly annotations: Record<string, string> };
  readonly spec: {
    readonly containers: [Container];
    readonly imagePullSecrets?: object[];
    readonly nodeSelector?: object;
    readonly priorityClassName?: string;
    readonly serviceAccountName: string;
    readonly terminationGracePeriodSeconds: number;
    readonly volumes: { readonly secret: { readonly secretName: string } }[];
  };
}

interface DeploymentSpec {
  readonly replicas: number;
  readonly selector: { readonly matchLabels: Record<string, string> };
  readonly template: Pod;
}

interface ServiceSpec {
  readonly type: string;
  readonly selector: Record<string, string>;
  readonly ports: { readonly port: number; readonly targetPort: number }[];
}

interface CertificateSpec {
  readonly dnsNames: string[];
  readonly issuerRef: object;
  readonly secretName: string;
}

interface Webhook {
  readonly clientConfig: {
    readonly service: { readonly name: string; readonly namespace: string; readonly port?: number };
  };
}

const deployment = (manifests: Manifest[]) => only(manifests, 'Deployment').spec as DeploymentSpec;
const pod = (manifests: Manifest[]) => deployment(manifests).template;
const container = (manifests: Manifest[]) => pod(manifests).spec.containers[0];
const certificate = (manifests: Manifest[]) => only(manifests, 'Certificate').spec as CertificateSpec;
const ending = (manifests: Manifest[], kind: string, suffix: string) =>
  only(
    manifests.filter(({ metadata }) => metadata.name.endsWith(suffix)),
    kind,
  );
const service = (manifests: Manifest[], suffix: string) => ending(manifests, 'Service', suffix).spec as ServiceSpec;
const webhooks = (manifests: Manifest[]) =>
  ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].map((kind) => only(manifests, kind));
const unique = (values: unknown[]) => [...new Set(values)];

/** What a property does: how to see it, and what there is to see without and with it. */
interface Effect<T> {
  readonly value: T;
  readonly see: (manifests: Manifest[]) => unknown;
  readonly byDefault: unknown;
  readonly effect: unknown;
}

type Props = Required<SpinOperatorProps>;

const ARGS = [
  '--health-probe-bind-address=:8082',
  '--metrics-bind-address=:8443',
  '--leader-elect',
  '--enable-webhooks',
];
const POD_LABELS = {
  'app.kubernetes.io/name': 'spin-operator',
  'app.kubernetes.io/instance': 'spin-operator',
  'control-plane': 'controller-manager',
};

/** Every property: one that is missing here does not compile. */
const EFFECTS: { readonly [P in keyof Props]: Effect<Props[P]> } = {
  namespace: {
    value: 'platform',
    see: (manifests) =>
      unique(manifests.map(({ metadata }) => metadata.namespace).filter((name) => name !== undefined)),
    byDefault: ['spin-operator'],
    effect: ['platform'],
  },
  helmReleaseName: {
    value: 'prod-spin-operator',
    see: (manifests) => ({
      name: only(manifests, 'Deployment').metadata.name,
      selected: deployment(manifests).selector.matchLabels['app.kubernetes.io/instance'],
    }),
    byDefault: { name: 'spin-operator-controller-manager', selected: 'spin-operator' },
    effect: { name: 'prod-spin-operator-controller-manager', selected: 'prod-spin-operator' },
  },
  image: {
    value: 'example.com/spin-operator:v0.6.1',
    see: (manifests) => container(manifests).image,
    byDefault: 'ghcr.io/spinframework/spin-operator:v0.6.1',
    effect: 'example.com/spin-operator:v0.6.1',
  },
  imagePullPolicy: {
    value: kplus.ImagePullPolicy.ALWAYS,
    see: (manifests) => container(manifests).imagePullPolicy,
    byDefault: 'IfNotPresent',
    effect: 'Always',
  },
  imagePullSecrets: {
    value: [kplus.Secret.fromSecretName(testChart(), 'secret', 'registry')],
    see: (manifests) => pod(manifests).spec.imagePullSecrets,
    byDefault: undefined,
    effect: [{ name: 'registry' }],
  },
  replicas: { value: 0, see: (manifests) => deployment(manifests).replicas, byDefault: 1, effect: 0 },
  resources: {
    value: {
      cpu: { limit: kplus.Cpu.units(1) },
      memory: { request: Size.gibibytes(1) },
      ephemeralStorage: { request: Size.mebibytes(10), limit: Size.mebibytes(20) },
    },
    see: (manifests) => container(manifests).resources,
    byDefault: { requests: { cpu: '10m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } },
    effect: {
      requests: { memory: '1Gi', 'ephemeral-storage': '10Mi' },
      limits: { cpu: '1', 'ephemeral-storage': '20Mi' },
    },
  },
  nodeSelector: {
    value: { pool: 'system' },
    see: (manifests) => pod(manifests).spec.nodeSelector,
    byDefault: undefined,
    effect: { pool: 'system' },
  },
  priorityClassName: {
    value: 'system-cluster-critical',
    see: (manifests) => pod(manifests).spec.priorityClassName,
    byDefault: undefined,
    effect: 'system-cluster-critical',
  },
  terminationGracePeriod: {
    value: Duration.minutes(1),
    see: (manifests) => pod(manifests).spec.terminationGracePeriodSeconds,
    byDefault: 10,
    effect: 60,
  },
  podAnnotations: {
    value: { 'prometheus.io/scrape': 'true' },
    see: (manifests) => pod(manifests).metadata.annotations,
    byDefault: { 'kubectl.kubernetes.io/default-container': 'manager' },
    effect: { 'kubectl.kubernetes.io/default-container': 'manager', 'prometheus.io/scrape': 'true' },
  },
  podLabels: {
    value: { team: 'platform' },
    see: (manifests) => Object.keys(pod(manifests).metadata.labels).sort(),
    byDefault: Object.keys(POD_LABELS).sort(),
    effect: [...Object.keys(POD_LABELS), 'team'].sort(),
  },
  extraArgs: {
    value: ['--zap-log-level=error', '-metrics-secure=false'],
    see: (manifests) => container(manifests).args,
    byDefault: ARGS,
    effect: [...ARGS, '--zap-log-level=error', '-metrics-secure=false'],
  },
  kubernetesClusterDomain: {
    value: 'k8s.example.com',
    see: (manifests) => ({
      env: container(manifests).env,
      host: certificate(manifests).dnsNames[1].split('.svc.')[1],
    }),
    byDefault: { env: [{ name: 'KUBERNETES_CLUSTER_DOMAIN', value: 'cluster.local' }], host: 'cluster.local' },
    effect: { env: [{ name: 'KUBERNETES_CLUSTER_DOMAIN', value: 'k8s.example.com' }], host: 'k8s.example.com' },
  },
  serviceAccountAnnotations: {
    value: { 'example.com/role': 'operator' },
    see: (manifests) => only(manifests, 'ServiceAccount').metadata.annotations,
    byDefault: undefined,
    effect: { 'example.com/role': 'operator' },
  },
  metricsServiceType: {
    value: kplus.ServiceType.NODE_PORT,
    see: (manifests) => [service(manifests, '-metrics-service').type, service(manifests, '-webhook-service').type],
    byDefault: ['ClusterIP', 'ClusterIP'],
    effect: ['NodePort', 'ClusterIP'],
  },
  readConfigMaps: {
    value: false,
    see: (manifests) =>
      (ending(manifests, 'ClusterRole', '-manager-role').rules as { resources: string[] }[]).filter(({ resources }) =>
        resources.includes('configmaps'),
      ),
    byDefault: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }],
    effect: [],
  },
};

const ALL: Props = {
  namespace: EFFECTS.namespace.value,
  helmReleaseName: EFFECTS.helmReleaseName.value,
  image: EFFECTS.image.value,
  imagePullPolicy: EFFECTS.imagePullPolicy.value,
  imagePullSecrets: EFFECTS.imagePullSecrets.value,
  replicas: EFFECTS.replicas.value,
  resources: EFFECTS.resources.value,
  nodeSelector: EFFECTS.nodeSelector.value,
  priorityClassName: EFFECTS.priorityClassName.value,
  terminationGracePeriod: EFFECTS.terminationGracePeriod.value,
  podAnnotations: EFFECTS.podAnnotations.value,
  podLabels: EFFECTS.podLabels.value,
  extraArgs: EFFECTS.extraArgs.value,
  kubernetesClusterDomain: EFFECTS.kubernetesClusterDomain.value,
  serviceAccountAnnotations: EFFECTS.serviceAccountAnnotations.value,
  metricsServiceType: EFFECTS.metricsServiceType.value,
  readConfigMaps: EFFECTS.readConfigMaps.value,
};

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
  const CLUSTER_WIDE = /^ClusterRole|^(Mutating|Validating)WebhookConfiguration$/;

  test('have no namespace, also in a chart that has one', () => {
    const chart = testChart('team');
    operatorIn(chart);
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
    expect(bindings.map(({ subjects }) => subjects as unknown)).toEqual([[account], [account], [account]]);
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
    'ServiceAccount',
    'LeaderElectionRole',
    'LeaderElectionRoleBinding',
    'ManagerRole',
    'ManagerRoleBinding',
    'MetricsAuthRole',
    'MetricsAuthRoleBinding',
    'MetricsReaderRole',
    'WebhookService',
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
