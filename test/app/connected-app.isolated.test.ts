import * as cdk8s from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as constructs from 'constructs';
import {
  Affinity,
  Bundle,
  CertificateIssuer,
  Existing,
  IPodVolume,
  Kube,
  KwasmOperator,
  PodDisruptionBudget,
  RuntimeClass,
  SpinApp,
  SpinAppAutoscaleOptions,
  SpinAppExecutor,
  SpinAppIngressOptions,
  SpinAppProps,
  SpinKube,
  Variable,
  Volumes,
} from '../../lib';
import { stagesOf, synthFiles } from '../gitops/stages';
import { only, synth, testChart } from '../testing';

/** A second copy of cdk8s-plus: what another version of it is to this library. */
const other = secondCopy();
let chart: cdk8s.Chart;

function secondCopy(): typeof kplus {
  let copy = kplus;
  jest.isolateModules(() => {
    jest.doMock('cdk8s', () => cdk8s);
    jest.doMock('constructs', () => constructs);
    copy = jest.requireActual<typeof kplus>('cdk8s-plus-28');
  });
  return copy;
}

beforeEach(() => {
  chart = testChart('team');
});

function newApp(props: Partial<SpinAppProps> = {}, id = 'app'): SpinApp {
  const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, `${id}-executor`, 'shim');
  return new SpinApp(chart, id, { metadata: { name: id }, image: 'example.com/hello:v1', executor, ...props });
}

test('compares with a real second copy', () => {
  expect(other.Volume).not.toBe(kplus.Volume);
  expect(other.Cpu.millis(1)).not.toBeInstanceOf(kplus.Cpu);
});

describe('autoscale()', () => {
  const resources = { cpu: { request: { amount: '100m' } }, memory: { request: cdk8s.Size.mebibytes(64) } };

  test('adds an autoscaler, and the app gives up its replicas', () => {
    newApp({ resources }).autoscale({ minReplicas: 2, maxReplicas: 5, cpuUtilization: 60, memoryUtilization: 80 });
    const manifests = synth(chart);
    const target = (name: string, averageUtilization: number) => ({
      type: 'Resource',
      resource: { name, target: { type: 'Utilization', averageUtilization } },
    });
    expect(only(manifests, 'HorizontalPodAutoscaler')).toMatchObject({
      metadata: { namespace: 'team' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app' },
        minReplicas: 2,
        maxReplicas: 5,
        metrics: [target('cpu', 60), target('memory', 80)],
      },
    });
    expect(only(manifests, 'SpinApp').spec).toMatchObject({ enableAutoscaling: true });
  });

  test('leaves the metrics to Kubernetes', () => {
    newApp({ resources }).autoscale({ maxReplicas: 5 });
    expect(only(synth(chart), 'HorizontalPodAutoscaler').spec).not.toHaveProperty('metrics');
  });

  test('takes average values, and metrics and scaling rules of any cdk8s-plus or none', () => {
    const { Metric, MetricTarget, Replicas } = other;
    newApp().autoscale({
      maxReplicas: 5,
      cpuAverageValue: kplus.Cpu.millis(1500),
      memoryAverageValue: cdk8s.Size.mebibytes(100),
      metrics: [
        Metric.pods({ name: 'requests', target: MetricTarget.averageValue(10) }),
        Kube.metric({ type: 'Pods', name: 'requests', averageValue: '500m', matchLabels: { path: 'a' } }),
        Kube.metric({ type: 'External', name: 'queue', value: '30' }),
        Kube.metric({
          type: 'Object',
          name: 'hits',
          averageValue: '1k',
          describedObject: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'shop' },
        }),
      ],
      scaleUp: { policies: [{ replicas: Replicas.absolute(2) }] },
      scaleDown: { strategy: kplus.ScalingStrategy.MIN_CHANGE, policies: [{ replicas: Kube.replicas('50%') }] },
    });
    const metric = (name: string, selector?: object) => ({ name, ...(selector && { selector }) });
    const average = (averageValue: unknown) => ({ type: 'AverageValue', averageValue });
    expect(only(synth(chart), 'HorizontalPodAutoscaler').spec).toMatchObject({
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: average('1500m') } },
        { type: 'Resource', resource: { name: 'memory', target: average('100Mi') } },
        { type: 'Pods', pods: { metric: metric('requests'), target: average(10) } },
        {
          type: 'Pods',
          pods: { metric: metric('requests', { matchLabels: { path: 'a' } }), target: average('500m') },
        },
        { type: 'External', external: { metric: metric('queue'), target: { type: 'Value', value: 30 } } },
        {
          type: 'Object',
          object: { describedObject: { kind: 'Ingress', name: 'shop' }, metric: metric('hits'), target: average('1k') },
        },
      ],
      behavior: {
        scaleUp: { policies: [{ type: 'Pods', value: 2, periodSeconds: 15 }] },
        scaleDown: { selectPolicy: 'Min', policies: [{ type: 'Percent', value: 50, periodSeconds: 15 }] },
      },
    });
  });

  test('needs a request for a utilization, also of a metric of cdk8s-plus', () => {
    newApp().autoscale({
      maxReplicas: 5,
      metrics: [kplus.Metric.resourceMemory(kplus.MetricTarget.averageUtilization(60))],
    });
    expect(() => synth(chart)).toThrow(
      "'spec.metrics[0].resource.name' (memory) scales by utilization, but the SpinApp 'app' has no request for memory",
    );
  });

  test.each<[string, Partial<SpinAppAutoscaleOptions>, string]>([
    [
      'scaling to zero',
      { minReplicas: 0 },
      "'minReplicas' (0) must be a whole number, 1 or more; to scale to zero, use",
    ],
    ['a part of a pod', { maxReplicas: 1.5 }, "'maxReplicas' (1.5) must be a whole number"],
    [
      'a long window',
      { scaleUp: { stabilizationWindow: cdk8s.Duration.hours(2) } },
      "'scaleUp.stabilizationWindow' (7200) must be a whole number from 0 to 3600",
    ],
    [
      'a policy that allows nothing',
      { scaleDown: { policies: [{ replicas: kplus.Replicas.absolute(0) }] } },
      "'scaleDown.policies[0].replicas' (0) must be a whole number, 1 or more",
    ],
  ])('rejects %s', (_, options, message) => {
    expect(() => {
      newApp({ resources }).autoscale({ maxReplicas: 5, ...options });
    }).toThrow(message);
  });

  test('takes a name and labels, and the scaling rules of Kubernetes', () => {
    const metadata = { name: 'scaler', labels: { team: 'shop' } };
    const scaler = newApp({ resources }).autoscale({ metadata, maxReplicas: 5, kubernetesScalingRules: true });
    const scaleDown = { stabilizationWindow: cdk8s.Duration.minutes(10) };
    newApp({ resources }, 'other').autoscale({ maxReplicas: 5, scaleDown, kubernetesScalingRules: true });
    const [first, second] = synth(chart).filter(({ kind }) => kind === 'HorizontalPodAutoscaler');
    expect(scaler).toBeInstanceOf(kplus.HorizontalPodAutoscaler);
    expect(first.metadata).toEqual({ ...metadata, namespace: 'team' });
    expect(first.spec).not.toHaveProperty('behavior');
    expect(second.spec).toMatchObject({ behavior: { scaleDown: { stabilizationWindowSeconds: 600 } } });
    expect(second.spec).not.toHaveProperty('behavior.scaleUp');
    expect(second.spec).not.toHaveProperty('behavior.scaleDown.policies');
  });

  test('is applied after the app', () => {
    const bundle = new Bundle();
    chart = new cdk8s.Chart(bundle, 'shop', { namespace: 'team' });
    newApp({ resources }).autoscale({ maxReplicas: 5 });
    expect(stagesOf(bundle).map(({ name }) => name)).toEqual(['shop', 'shop-autoscaling']);
  });
});

describe('a network policy', () => {
  test('allows requests of peers to the port of the app', () => {
    const app = newApp();
    app.allowFrom(other.Pods.select(chart, 'web', { labels: { app: 'web' } }));
    app.allowFrom(newApp({}, 'other'));
    const http = [{ port: 80, protocol: 'TCP' }];
    const labels = (name: string) => ({ matchLabels: { 'core.spinkube.dev/app-name': name } });
    expect(only(synth(chart), 'NetworkPolicy').spec).toEqual({
      podSelector: labels('app'),
      policyTypes: ['Ingress'],
      ingress: [
        { ports: http, from: [{ podSelector: { matchLabels: { app: 'web' } } }] },
        {
          ports: http,
          from: [
            {
              podSelector: labels('other'),
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'team' } },
            },
          ],
        },
      ],
    });
  });

  test('allows connections to peers, and DNS once', () => {
    const app = newApp();
    app.allowTo(other.NetworkPolicyIpBlock.ipv4(chart, 'database', '10.0.0.0/8'), [5432]);
    app.allowTo(kplus.Pods.all(chart, 'all'));
    const dns = [
      { port: 53, protocol: 'UDP' },
      { port: 53, protocol: 'TCP' },
    ];
    expect(only(synth(chart), 'NetworkPolicy').spec).toMatchObject({
      policyTypes: ['Egress'],
      egress: [
        { ports: dns, to: [{ namespaceSelector: {}, podSelector: {} }] },
        { ports: dns, to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] },
        { ports: [{ port: 5432, protocol: 'TCP' }], to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] },
        { to: [{ podSelector: {} }] },
      ],
    });
  });

  test('rejects what is not a peer', () => {
    const peer = 'web' as unknown as SpinApp;
    const app = newApp();
    expect(() => {
      app.allowFrom(peer);
    }).toThrow(
      "[test/app] 'peer' (web) is not a network peer; use Kube.pods(), Kube.namespaces(), Kube.ipBlock(), a peer of cdk8s-plus or a SpinApp",
    );
  });
});

describe('exposeViaIngress()', () => {
  test('sets host, TLS and class', () => {
    const tlsSecret = Existing.secret('shop-tls');
    newApp().exposeViaIngress('/', { host: 'shop.example.com', className: 'nginx', tlsSecret });
    expect(only(synth(chart), 'Ingress').spec).toMatchObject({
      ingressClassName: 'nginx',
      rules: [{ host: 'shop.example.com', http: { paths: [{ path: '/' }] } }],
      tls: [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }],
    });
  });

  test('adds a path to an Ingress of another cdk8s-plus', () => {
    const ingress = new other.Ingress(chart, 'ingress');
    newApp().exposeViaIngress('/shop', {
      host: 'example.com',
      ingress,
      pathType: Kube.pathType('Exact'),
      tlsSecret: Existing.secret('tls'),
    });
    expect(only(synth(chart), 'Ingress').spec).toEqual({
      rules: [
        {
          host: 'example.com',
          http: {
            paths: [{ backend: { service: { name: 'app', port: { number: 80 } } }, path: '/shop', pathType: 'Exact' }],
          },
        },
      ],
      tls: [{ hosts: ['example.com'], secretName: 'tls' }],
    });
  });

  test('rejects an object that is not an Ingress of cdk8s-plus', () => {
    const ingress = new kplus.Service(chart, 'web', { ports: [{ port: 80 }] }) as unknown as kplus.Ingress;
    expect(() => newApp().exposeViaIngress('/', { ingress })).toThrow(
      /^\[test\/app\] 'ingress' \(Service test-web-\w+\) is not an Ingress of cdk8s-plus; use that of cdk8s-plus, or leave it out/,
    );
  });

  test('takes a name and annotations', () => {
    const issuer = CertificateIssuer.clusterIssuer('letsencrypt');
    const metadata = { name: 'public', annotations: { 'example.com/size': '1m' } };
    newApp().exposeViaIngress('/', { metadata, host: 'example.com', issuer });
    expect(only(synth(chart), 'Ingress').metadata).toEqual({
      name: 'public',
      namespace: 'team',
      annotations: { 'example.com/size': '1m', 'cert-manager.io/cluster-issuer': 'letsencrypt' },
    });
  });

  test.each<[SpinAppIngressOptions, string]>([
    [{ className: 'nginx' }, "[test/app] 'className' (nginx) cannot be set for an existing Ingress; set it there"],
    [{ metadata: { name: 'a' } }, "[test/app] 'metadata' "],
  ])('rejects what an existing Ingress has itself (%#)', (options, message) => {
    const ingress = new kplus.Ingress(chart, 'ingress');
    expect(() => newApp().exposeViaIngress('/', { ingress, ...options })).toThrow(message);
  });
});

describe('volumes of another cdk8s-plus', () => {
  test('become volumes of the app, each once', () => {
    const cache = other.Volume.fromEmptyDir(chart, 'cache', 'cache', { sizeLimit: cdk8s.Size.gibibytes(1) });
    const app = newApp({ volumes: [cache] });
    app.mount('/cache', cache);
    expect(app.volumes).toHaveLength(1);
    expect(app.volumes[0]).toBeInstanceOf(kplus.Volume);
    expect(only(synth(chart), 'SpinApp').spec).toMatchObject({
      volumes: [{ name: 'cache', emptyDir: { sizeLimit: '1Gi' } }],
      volumeMounts: [{ name: 'cache', mountPath: '/cache' }],
    });
  });

  test.each(['Secret', 'ConfigMap'] as const)('render a %s as ours', (kind) => {
    const specOf = (from: typeof kplus, id: string) => {
      const volume =
        kind === 'Secret'
          ? from.Volume.fromSecret(chart, id, Existing.secret('files'), { name: 'files' })
          : from.Volume.fromConfigMap(chart, id, Existing.configMap('files'), { name: 'files' });
      newApp({ volumes: [volume] }, 'app');
      const { spec } = only(synth(chart), 'SpinApp');
      chart.node.tryRemoveChild('app');
      chart.node.tryRemoveChild('app-executor');
      return spec;
    };
    expect(specOf(other, 'theirs')).toEqual(specOf(kplus, 'ours'));
  });

  test('rejects what is not a volume', () => {
    const volume = 'cache' as unknown as IPodVolume;
    expect(() => newApp({ volumes: [volume] })).toThrow(
      "[test/app] 'volumes[0]' (cache) is not a Volume; use Existing.persistentVolumeClaim() or Volumes.of() or kplus.Volume.from",
    );
  });
});

describe('queries of another cdk8s-plus', () => {
  const effect = kplus.TaintEffect.NO_EXECUTE;

  test.each<[string, (from: typeof kplus) => kplus.NodeTaintQuery]>([
    ['any taint', (from) => from.NodeTaintQuery.any()],
    ['a key', (from) => from.NodeTaintQuery.exists('wasm', { effect, evictAfter: cdk8s.Duration.seconds(5) })],
    ['a value', (from) => from.NodeTaintQuery.is('wasm', 'yes', { effect })],
  ])('tolerate %s as ours do', (_, query) => {
    const runtimeClass = new RuntimeClass(chart, 'class', { handler: 'spin', tolerations: [query(other)] });
    expect(runtimeClass.tolerations).toEqual([query(kplus)]);
  });

  test('place the pods of a component', () => {
    const affinity: Affinity = { requiredNodes: [other.NodeLabelQuery.is('pool', 'wasm')] };
    new KwasmOperator(chart, 'kwasm', { affinity });
    expect(JSON.stringify(only(synth(chart), 'Deployment'))).toContain(
      '{"key":"pool","operator":"In","values":["wasm"]}',
    );
  });

  test('limit disruptions', () => {
    expect(() => PodDisruptionBudget.maxUnavailable(other.PercentOrAbsolute.absolute(1))).not.toThrow();
  });
});

describe('Existing', () => {
  test('refers to objects by name', () => {
    newApp({
      variables: { a: Variable.fromConfigMap(Existing.configMap('settings'), 'a') },
      imagePullSecrets: [Existing.secret('registry')],
      serviceAccount: Existing.serviceAccount('runner'),
    });
    const manifests = synth(chart);
    expect(manifests).toHaveLength(1);
    expect(manifests[0].spec).toMatchObject({
      variables: [{ name: 'a', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a' } } }],
      imagePullSecrets: [{ name: 'registry' }],
      serviceAccountName: 'runner',
    });
  });

  test('refers to a claim as a volume, and to a persistent volume', () => {
    const app = newApp();
    app.mount('/data', Existing.persistentVolumeClaim('shop.data'));
    app.mount(
      '/scratch',
      Volumes.fromEphemeral(app, 'Scratch', 'scratch', {
        accessModes: [Kube.accessMode('ReadWriteOnce')],
        storage: Kube.size('1Gi'),
        volume: Existing.persistentVolume('disk'),
      }),
    );
    expect(only(synth(chart), 'SpinApp').spec).toMatchObject({
      volumes: [
        { name: 'pvc-shop-data', persistentVolumeClaim: { claimName: 'shop.data' } },
        { name: 'scratch', ephemeral: { volumeClaimTemplate: { spec: { volumeName: 'disk' } } } },
      ],
    });
  });

  test('rejects an object where a name belongs', () => {
    const name = { name: 'shop' } as unknown as string;
    expect(() => Existing.secret(name)).toThrow(
      `Existing.secret: 'name' ({"name":"shop"}) is not a string; give the name of the object`,
    );
  });
});

test.each<[string, object, string]>([
  ['serviceAccount', { serviceAccount: 'runner' }, "'serviceAccount' (runner) is not a ServiceAccount"],
  ['imagePullSecrets', { imagePullSecrets: ['registry'] }, "'imagePullSecrets[0]' (registry) is not a Secret"],
])('rejects a name as %s', (_, props, message) => {
  expect(() => newApp(props)).toThrow(`[test/app] ${message}; use Existing.`);
});

test('a pull secret that another cdk8s-plus creates is not a prerequisite', () => {
  const bundle = new Bundle();
  const secrets = new cdk8s.Chart(bundle, 'secrets', { namespace: 'spin-operator' });
  const secret = new other.Secret(secrets, 'made', { metadata: { name: 'made' } });
  new SpinKube(bundle, 'spinkube', { imagePullSecrets: [secret, Existing.secret('pull')] });
  const readme = synthFiles(bundle)['README.md'];
  expect(readme).toContain('has the image pull Secret `pull`.');
  expect(readme).not.toContain('Secret `made`');
});
