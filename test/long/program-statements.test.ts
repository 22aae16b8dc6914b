import { app, expectCleanCode, objectsOf, plainKinds, programFor, stored, yamlOf } from '../program/round-trip';
import { Manifest } from '../testing';

/** Every program of these tests, to be compiled and formatted at once. */
const programs: string[] = [];

/** The statements of a program about objects in the namespace `shop`. */
function statements(...objects: readonly object[]): string {
  const { text } = programFor(yamlOf(objects.map((one) => ({ apiVersion: 'v1', ...one }))));
  programs.push(text);
  return text.slice(text.indexOf('\n\n', text.indexOf('new Chart(')) + 2, text.indexOf('\napp.synth();'));
}

test('refers to the objects of the program, whatever their order', () => {
  const secret = { kind: 'Secret', metadata: { name: 'hello', namespace: 'shop' }, stringData: { key: 'a' } };
  const autoscaler = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'hello', namespace: 'shop' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'hello' }, maxReplicas: 3 },
  };
  const key = (name: string) => ({ name: 'key', valueFrom: { secretKeyRef: { name, key: 'key' } } });
  const enabled = { replicas: undefined, enableAutoscaling: true };
  expect(statements(autoscaler, app({ ...enabled, variables: [key('hello')] }), secret)).toMatchInlineSnapshot(`
    "const helloSecret = new ApiObject(chart, 'hello-secret', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'hello' },
      stringData: { key: 'a' },
    });

    const hello = new SpinApp(chart, 'hello', {
      metadata: { name: 'hello' },
      image: 'hello',
      executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'shim', 'shim'),
      enableAutoscaling: true,
      variables: { key: Variable.fromSecret(Existing.secret(helloSecret.name), 'key') },
    });

    hello.autoscale({ metadata: { name: 'hello' }, maxReplicas: 3, kubernetesScalingRules: true });
    "
  `);
});

test('writes autoscalers of KEDA with the authentication of their triggers', () => {
  const metadata = { name: 'hello', namespace: 'shop' };
  const scaledObject = {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata,
    spec: {
      scaleTargetRef: { name: 'hello' },
      minReplicaCount: 1,
      fallback: { failureThreshold: 3, replicas: 2, behavior: 'currentReplicasIfHigher' },
      advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } } },
      triggers: [
        {
          type: 'redis',
          metadata: { address: 'redis:6379', listName: 'mails', listLength: '20' },
          metricType: 'Value',
          authenticationRef: { name: 'redis' },
        },
        { type: 'memory', metricType: 'AverageValue', metadata: { value: '48Mi' } },
        {
          type: 'cron',
          metadata: { timezone: 'Europe/Berlin', start: '0 6 * * 1-5', end: '0 20 * * *', desiredReplicas: '10' },
        },
        {
          type: 'rabbitmq',
          metadata: { queueName: 'orders', mode: 'QueueLength', value: '20' },
          authenticationRef: { name: 'rabbit', kind: 'ClusterTriggerAuthentication' },
        },
      ],
    },
  };
  const authentication = {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'TriggerAuthentication',
    metadata: { name: 'redis', namespace: 'shop' },
    spec: {
      secretTargetRef: [{ parameter: 'password', name: 'hello', key: 'redis' }],
      podIdentity: { provider: 'azure-workload', identityId: 'a' },
    },
  };
  const spec = { replicas: undefined, enableAutoscaling: true, resources: { requests: { memory: '64Mi' } } };
  expect(statements(app(spec), scaledObject, authentication)).toMatchInlineSnapshot(`
    "const hello = new SpinApp(chart, 'hello', {
      metadata: { name: 'hello' },
      image: 'hello',
      executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'shim', 'shim'),
      enableAutoscaling: true,
      resources: Kube.resources({ requests: { memory: '64Mi' } }),
    });

    const redisTriggerAuthentication = new TriggerAuthentication(chart, 'redis', {
      metadata: { name: 'redis' },
      secrets: { password: { secret: Existing.secret('hello'), key: 'redis' } },
      podIdentity: PodIdentity.azureWorkload({ identityId: 'a' }),
    });

    new KedaAutoscaler(chart, 'hello-scaled-object', {
      metadata: { name: 'hello' },
      target: hello,
      triggers: [
        KedaTrigger.redis({
          address: 'redis:6379',
          listName: 'mails',
          listLength: 20,
          metricType: KedaMetricType.VALUE,
          authentication: redisTriggerAuthentication,
        }),
        KedaTrigger.memory({ averageValue: Kube.size('48Mi') }),
        KedaTrigger.cron({
          timezone: 'Europe/Berlin',
          start: Cron.schedule({ minute: '0', hour: '6', weekDay: '1-5' }),
          end: Cron.schedule({ minute: '0', hour: '20' }),
          desiredReplicas: 10,
        }),
        KedaTrigger.of(
          'rabbitmq',
          { queueName: 'orders', mode: 'QueueLength', value: '20' },
          { authentication: TriggerAuthentication.fromClusterTriggerAuthenticationName(chart, 'rabbit', 'rabbit') },
        ),
      ],
      minReplicas: 1,
      fallback: { failureThreshold: 3, replicas: 2, behavior: KedaFallbackBehavior.CURRENT_REPLICAS_IF_HIGHER },
      scaleDown: { stabilizationWindow: Duration.seconds(60) },
    });
    "
  `);
});

const backendOf = (name: string, number: unknown = 80) => ({ service: { name, port: { number } } });
const ingress = (name: string, paths: object[], metadata: object = {}, spec: object = {}) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name, namespace: 'shop', ...metadata },
  spec: { rules: [{ host: 'shop.example.com', http: { paths } }], ...spec },
});
const service = (name: string, spec: object, metadata: object = {}) => ({
  kind: 'Service',
  metadata: { name, namespace: 'shop', ...metadata },
  spec: { selector: { 'core.spinkube.dev/app-name': 'hello' }, ...spec },
});
const route = (name: string, rules: object[], parentRefs: object[] = [{ name: 'public', namespace: 'gateways' }]) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name, namespace: 'shop' },
  spec: { parentRefs, hostnames: ['shop.example.com'], rules },
});

test('writes what leads to apps with their methods', () => {
  const objects = [
    app({}),
    app({}, { name: 'api' }),
    ingress(
      'public',
      [
        { path: '/api', pathType: 'Exact', backend: backendOf('api') },
        { path: '/', pathType: 'Prefix', backend: backendOf('hello') },
      ],
      { annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt', 'example.com/size': '1m' } },
      { ingressClassName: 'nginx', tls: [{ hosts: ['shop.example.com'], secretName: 'hello-tls' }] },
    ),
    service('lb', { type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports: [{ port: 80, targetPort: 80 }] }),
    service(
      'nodes',
      { type: 'NodePort', ports: [{ port: 8080, targetPort: 80, nodePort: 30080, protocol: 'TCP' }] },
      { labels: { team: 'shop' } },
    ),
    route('hello', [{ backendRefs: [{ name: 'hello', port: 80 }] }]),
    route('canary', [
      {
        backendRefs: [
          { name: 'hello', port: 80, weight: 90 },
          { name: 'api', port: 80, weight: 10 },
        ],
      },
    ]),
    route(
      'api',
      [
        {
          matches: [
            {
              path: { type: 'PathPrefix', value: '/api' },
              headers: [{ name: 'version', type: 'RegularExpression', value: '2.*' }],
              queryParams: [{ name: 'debug', value: 'no' }],
              method: 'GET',
            },
          ],
          filters: [
            { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } },
            { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'a', value: 'b' }] } },
          ],
          timeouts: { request: '10s' },
          backendRefs: [{ name: 'api', port: 80 }],
        },
      ],
      [{ name: 'public', sectionName: 'https' }, { name: 'other' }],
    ),
  ];
  expect(statements(...objects)).toMatchInlineSnapshot(`
    "const shim = SpinAppExecutor.fromSpinAppExecutorName(chart, 'shim', 'shim');
    const hello = new SpinApp(chart, 'hello', { metadata: { name: 'hello' }, image: 'hello', executor: shim, replicas: 1 });

    const api = new SpinApp(chart, 'api', { metadata: { name: 'api' }, image: 'hello', executor: shim, replicas: 1 });

    const publicIngress = hello.exposeViaIngress('/', {
      metadata: { name: 'public', annotations: { 'example.com/size': '1m' } },
      host: 'shop.example.com',
      className: 'nginx',
      issuer: CertificateIssuer.clusterIssuer('letsencrypt'),
    });
    api.exposeViaIngress('/api', { ingress: publicIngress, host: 'shop.example.com', pathType: Kube.pathType('Exact') });

    hello.exposeViaService({ name: 'lb', externalTrafficPolicy: ExternalTrafficPolicy.LOCAL });

    const nodesService = hello.exposeViaService({
      name: 'nodes',
      type: Kube.serviceType('NodePort'),
      port: 8080,
      nodePort: 30080,
    });
    ApiObject.of(nodesService).addJsonPatch(JsonPatch.add('/metadata/labels', { team: 'shop' }));

    hello.exposeViaHttpRoute({
      metadata: { name: 'hello' },
      gateway: Gateway.fromGatewayName('public', { namespace: 'gateways' }),
      hostnames: ['shop.example.com'],
    });

    new HttpRoute(chart, 'canary', {
      metadata: { name: 'canary' },
      gateway: Gateway.fromGatewayName('public', { namespace: 'gateways' }),
      hostnames: ['shop.example.com'],
      rules: [
        {
          backends: [
            { app: hello, weight: 90 },
            { app: api, weight: 10 },
          ],
        },
      ],
    });

    const apiHttpRoute = api.exposeViaHttpRoute({
      metadata: { name: 'api' },
      gateway: Gateway.fromGatewayName('public', { listener: 'https' }),
      hostnames: ['shop.example.com'],
      rules: [
        {
          matches: [
            {
              path: HttpPathMatch.prefix('/api'),
              headers: { version: HttpValueMatch.regularExpression('2.*') },
              queryParameters: { debug: HttpValueMatch.exact('no') },
              method: HttpMethod.GET,
            },
          ],
          filters: [
            HttpRouteFilter.rewrite({ path: HttpPathChange.prefix('/') }),
            HttpRouteFilter.requestHeaders({ set: { a: 'b' } }),
          ],
          timeout: Duration.seconds(10),
        },
      ],
    });
    apiHttpRoute.addGateway(Gateway.fromGatewayName('other'));
    "
  `);
  const { rejected, text } = programFor(yamlOf(objects.map((one) => ({ apiVersion: 'v1', ...one }))));
  expect(rejected).toEqual([]);
  expect(stored(objectsOf(text))).toEqual(
    stored(objects.map((one) => ({ apiVersion: 'v1', ...one })) as unknown as Manifest[]),
  );
});

test.each<[string, object, string]>([
  ['an Ingress to another Service', ingress('a', [{ path: '/', pathType: 'Prefix', backend: backendOf('other') }]), ''],
  [
    'an Ingress to another port',
    ingress('a', [
      { path: '/', pathType: 'Prefix', backend: backendOf('hello') },
      { path: '/b', pathType: 'Prefix', backend: backendOf('hello', 8080) },
    ]),
    "exposeViaIngress() rejects it: 'spec.rules' has a backend that is not port 80 of a SpinApp here",
  ],
  [
    'an Ingress with a path of the controller',
    ingress('a', [{ path: '*', pathType: 'ImplementationSpecific', backend: backendOf('hello') }]),
    'exposeViaIngress() rejects it: ingress paths must begin with a "/": *',
  ],
  ['a Service of other pods', service('a', { selector: { app: 'other' }, ports: [{ port: 80 }] }), ''],
  [
    'a Service to a named port',
    service('a', { ports: [{ port: 80, targetPort: 'http-app' }] }),
    'exposeViaService() rejects it: it would differ in /spec/ports',
  ],
  [
    'a Service of two ports',
    service('a', {
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 81 },
      ],
    }),
    "exposeViaService() rejects it: 'spec.ports' must have one port",
  ],
  ['a route to another Service', route('a', [{ backendRefs: [{ name: 'other', port: 80 }] }]), ''],
  [
    'a route to another namespace',
    route('a', [
      {
        backendRefs: [
          { name: 'hello', port: 80 },
          { name: 'hello', namespace: 'blog', port: 80 },
        ],
      },
    ]),
    'HttpRoute rejects it: a backend is in the namespace blog',
  ],
  [
    'a route with a filter that is not known',
    route('a', [
      {
        filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'hello', port: 80 } } }],
        backendRefs: [{ name: 'hello', port: 80 }],
      },
    ]),
    'exposeViaHttpRoute() rejects it: it would differ in /spec/rules',
  ],
])('keeps %s as plain data', (_, object, reason) => {
  const objects = [app({}), { apiVersion: 'v1', ...object }] as unknown as Manifest[];
  const { rejected, text } = programFor(yamlOf(objects));
  expect(rejected.map((note) => note.text)).toEqual(reason === '' ? [] : [`stays an ApiObject, because ${reason}`]);
  expect(plainKinds(text)).toEqual([objects[1].kind]);
  expect(text).not.toContain('hello.expose');
});

test('keeps a second autoscaler of an app, and one of another Deployment, as plain data', () => {
  const autoscaler = (name: string, target: string) => ({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace: 'shop' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target }, maxReplicas: 3 },
  });
  const scalable = app({ replicas: undefined, enableAutoscaling: true });
  const objects = [scalable, autoscaler('one', 'hello'), autoscaler('two', 'hello'), autoscaler('three', 'other')];
  const { rejected, text } = programFor(yamlOf(objects));
  expect(rejected.map((note) => note.text)).toEqual([
    'stays an ApiObject, because autoscale() rejects it: the app has another one',
  ]);
  expect(plainKinds(text)).toEqual(['HorizontalPodAutoscaler', 'HorizontalPodAutoscaler']);
  expect(stored(objectsOf(text))).toEqual(stored(objects as unknown as Manifest[]));
  programs.push(text);
});

test('leaves out what the cluster has added', () => {
  const metadata = {
    uid: 'a',
    generation: 1,
    resourceVersion: '1',
    creationTimestamp: '2026-11-28T12:00:00Z',
    managedFields: [{}],
    finalizers: ['core.spinkube.dev/finalizer', 'example.com/own'],
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
  };
  const items = [{ ...app({}, metadata), status: { readyReplicas: 1 } }];
  expect(statements({ kind: 'List', items })).toMatchInlineSnapshot(`
    "new SpinApp(chart, 'hello', {
      metadata: { name: 'hello', finalizers: ['example.com/own'] },
      image: 'hello',
      executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'shim', 'shim'),
      replicas: 1,
    });
    "
  `);
});

test('leaves out objects that a controller makes', () => {
  const owner = {
    apiVersion: 'core.spinkube.dev/v1alpha1',
    kind: 'SpinApp',
    name: 'hello',
    uid: 'a',
    controller: true,
  };
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'hello', ownerReferences: [owner] } };
  const { leftOut, text } = programFor(yamlOf([service, app({})]));
  expect(leftOut.map((note) => note.text)).toEqual(["is made by SpinApp 'hello', and left out"]);
  expect(text).not.toContain('Service');
});

test('patches a few fields that a construct does not have', () => {
  const hostIPs = { name: 'ips', valueFrom: { fieldRef: { fieldPath: 'status.hostIPs' } } };
  expect(statements(app({ variables: [hostIPs], own: { a: 1 } }))).toMatchInlineSnapshot(`
    "const hello = new SpinApp(chart, 'hello', {
      metadata: { name: 'hello' },
      image: 'hello',
      executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'shim', 'shim'),
      replicas: 1,
    });
    ApiObject.of(hello).addJsonPatch(
      JsonPatch.add('/spec/variables', [{ name: 'ips', valueFrom: { fieldRef: { fieldPath: 'status.hostIPs' } } }]),
      JsonPatch.add('/spec/own', { a: 1 }),
    );
    "
  `);
});

test('keeps objects that a construct rejects as plain data, with the reason', () => {
  expect(statements(app({ replicas: 0 }))).toMatchInlineSnapshot(`
    "// SpinApp rejects it: 'spec.replicas' (0) must be at least 1 unless autoscaling is enabled; delete the app to stop it
    new ApiObject(chart, 'hello', {
      apiVersion: 'core.spinkube.dev/v1alpha1',
      kind: 'SpinApp',
      metadata: { name: 'hello' },
      spec: { image: 'hello', executor: 'shim', replicas: 0 },
    });
    "
  `);
  const { rejected } = programFor(yamlOf([app({ replicas: 0 })]));
  expect(rejected.map(({ text }) => text)).toEqual([
    "stays an ApiObject, because SpinApp rejects it: 'spec.replicas' (0) must be at least 1 unless autoscaling is enabled; delete the app to stop it",
  ]);
});

test('keeps what the API server would reject, too', () => {
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { generateName: 'a-', labels: { a: 1 } },
    spec: { b: [null] },
  };
  const wrong = app({
    image: 5,
    volumes: [{ name: 'a', emptyDir: {} }],
    volumeMounts: [{ name: 'b', mountPath: '/b' }],
  });
  const objects = [job, wrong, { ...app({}, { name: 'other' }), spec: 'none' }];
  const { rejected, text } = programFor(yamlOf(objects));
  programs.push(text);
  expect(rejected.length).toBe(2);
  const kept = objectsOf(text).map(({ apiVersion, kind, spec }) => ({ apiVersion, kind, spec }));
  expect(kept).toEqual(objects.map(({ apiVersion, kind, spec }) => ({ apiVersion, kind, spec })));
});

test('writes texts so that they stay the same', () => {
  const data = {
    lines: 'a\n  b `c` ${d} \\n\n',
    quotes: `it's "quoted"`,
    double: "it's",
    control: 'a\r\nb\u0000\u2028\ud800',
    tab: '\tä😀\n',
    long: 'x'.repeat(130),
    'a-b': '',
    __proto__name: '',
  };
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data };
  const { text } = programFor(JSON.stringify(object));
  programs.push(text);
  expect(objectsOf(text)).toEqual([object]);
});

test('gives constants names of their own', () => {
  const names = ['new', 'app', 'spin-app', 'a.b', '1', 'SpinApp'];
  const text = statements(
    ...names.flatMap((name) => [
      app({ replicas: undefined, enableAutoscaling: true }, { name }),
      { kind: 'Service', metadata: { name, namespace: 'shop' }, spec: { scaleTargetRef: { name } } },
    ]),
  );
  expect([...text.matchAll(/^const (\S+) =/gm)].map(([, name]) => name)).toMatchInlineSnapshot(`
    [
      "shim",
      "newApp",
      "appApp",
      "spinApp",
      "aB",
      "_1",
      "spinAppApp",
    ]
  `);
});

test('writes programs that compile, and are formatted like those of Prettier', () => {
  expectCleanCode(programs);
});
