import {
  app,
  expectCleanCode,
  objectsOf,
  plainKinds,
  programFor,
  Programs,
  stored,
  yamlOf,
} from '../program/round-trip';
import { Manifest } from '../testing';

const programs = new Programs();

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
  expect(programs.statements(autoscaler, app({ ...enabled, variables: [key('hello')] }), secret))
    .toMatchInlineSnapshot(`
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
  expect(programs.statements(app(spec), scaledObject, authentication)).toMatchInlineSnapshot(`
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
  programs.all.push(text);
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
  expect(programs.statements({ kind: 'List', items })).toMatchInlineSnapshot(`
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
  expect(programs.statements(app({ variables: [hostIPs], own: { a: 1 } }))).toMatchInlineSnapshot(`
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
  expect(programs.statements(app({ replicas: 0 }))).toMatchInlineSnapshot(`
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
  programs.all.push(text);
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
  programs.all.push(text);
  expect(objectsOf(text)).toEqual([object]);
});

test('gives constants names of their own', () => {
  const names = ['new', 'app', 'spin-app', 'a.b', '1', 'SpinApp'];
  const text = programs.statements(
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
  expectCleanCode(programs.all);
});
