import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { core, RecursiveReadOnly, SpinApp, SpinAppExecutor, SpinAppProps, SpinOperatorApi, Variable } from '../../lib';
import { only, synth, testApp, testChart, validationErrors } from '../testing';
import { everyProperty } from './every-field';

const IMAGE = 'example.com/hello:v1';
let chart: Chart;

beforeEach(() => {
  chart = testChart('team');
});

function newApp(props: Partial<SpinAppProps> = {}, api?: SpinOperatorApi): SpinApp {
  const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'shim', 'shim', { api });
  return new SpinApp(chart, 'app', { metadata: { name: 'hello' }, image: IMAGE, executor, ...props });
}

const spec = () => only(synth(chart), 'SpinApp').spec as core.SpinAppSpec;

test('requires only an image and an executor', () => {
  newApp();
  expect(synth(chart)).toEqual([
    {
      apiVersion: 'core.spinkube.dev/v1alpha1',
      kind: 'SpinApp',
      metadata: { name: 'hello', namespace: 'team' },
      spec: { image: IMAGE, executor: 'shim', replicas: 1 },
    },
  ]);
});

test('renders every property', () => {
  new SpinApp(chart, 'app', { ...everyProperty(chart), volumes: [] });
  const probe = (path: string, successThreshold: number) => ({
    httpGet: { path, httpHeaders: [{ name: 'X-Probe', value: 'readiness' }] },
    initialDelaySeconds: 11,
    periodSeconds: 60,
    timeoutSeconds: 3,
    successThreshold,
    failureThreshold: 4,
  });
  const options = [
    { name: 'a', valueFrom: { secretKeyRef: { name: 'secret', key: 'option', optional: true } } },
    { name: 'b', valueFrom: { configMapKeyRef: { name: 'config', key: 'option', optional: true } } },
    { name: 'c', value: 'option' },
  ];
  const { volumes, volumeMounts, ...rest } = spec();
  expect(volumes).toHaveLength(1);
  expect(volumeMounts).toEqual([
    {
      name: volumes?.[0].name,
      mountPath: '/mnt',
      readOnly: true,
      recursiveReadOnly: 'IfPossible',
      subPath: 'path',
    },
    {
      name: volumes?.[0].name,
      mountPath: '/shared',
      mountPropagation: 'HostToContainer',
      subPathExpr: '$(POD_NAME)',
    },
  ]);
  expect(rest).toEqual({
    image: IMAGE,
    executor: 'shim',
    replicas: 1,
    components: ['one', 'two'],
    variables: [
      { name: 'config', valueFrom: { configMapKeyRef: { name: 'config', key: 'key', optional: false } } },
      { name: 'field', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']", apiVersion: 'v1' } } },
      {
        name: 'resource',
        valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m', containerName: 'hello' } },
      },
      { name: 'secret', valueFrom: { secretKeyRef: { name: 'secret', key: 'key', optional: true } } },
      { name: 'value', value: '' },
    ],
    runtimeConfig: {
      keyValueStores: [{ name: 'default', type: 'own', options }],
      sqliteDatabases: [{ name: 'default', type: 'own', options }],
      llmCompute: { type: 'own', options },
    },
    checks: { readiness: probe('/ready', 2), liveness: probe('/live', 1) },
    resources: {
      requests: { cpu: '1500m', memory: '1536Ki', 'ephemeral-storage': '1Gi' },
      limits: { cpu: '2', memory: '1Gi', 'ephemeral-storage': '2Gi', 'example.com/gpu': 1 },
    },
    invocationLimits: { memory: '64Mi' },
    imagePullSecrets: [{ name: 'secret' }],
    serviceAccountName: 'runner',
    deploymentAnnotations: { deployment: 'annotation' },
    podAnnotations: { pod: 'annotation' },
    podLabels: { pod: 'label' },
    serviceAnnotations: { service: 'annotation' },
  });
});

test('renders the same twice', () => {
  new SpinApp(chart, 'app', everyProperty(chart));
  expect(synth(chart)).toEqual(synth(chart));
});

test('copies what the caller may change later', () => {
  const props = everyProperty(chart);
  const podLabels: { [key: string]: string } = { pod: 'label' };
  const components = ['one'];
  const app = new SpinApp(chart, 'app', { ...props, podLabels, components });
  const before = synth(chart);
  podLabels.pod = 'changed';
  components.push('two');
  app.variables.added = Variable.fromValue('added');
  app.volumes.pop();
  expect(synth(chart)).toEqual(before);
  expect(props.imagePullSecrets).toHaveLength(1);
});

test('adds what comes later to its properties', () => {
  const secret = (name: string) => kplus.Secret.fromSecretName(chart, name, name);
  const volume = (name: string) => kplus.Volume.fromEmptyDir(chart, name, name);
  const app = newApp({
    variables: { first: Variable.fromValue('1') },
    imagePullSecrets: [secret('first')],
    podLabels: { first: '1' },
    podAnnotations: { first: '1' },
    volumes: [volume('one')],
  });
  app.addVariable('second', Variable.fromValue('2'));
  app.addImagePullSecret(secret('second'));
  app.addPodLabel('second', '2');
  app.addPodAnnotation('second', '2');
  app.addVolume(volume('two'));
  const three = volume('three');
  app.mount('/three', three, { recursiveReadOnly: RecursiveReadOnly.DISABLED });
  app.mount('/again', three);
  expect(spec()).toMatchObject({
    variables: [
      { name: 'first', value: '1' },
      { name: 'second', value: '2' },
    ],
    imagePullSecrets: [{ name: 'first' }, { name: 'second' }],
    podLabels: { first: '1', second: '2' },
    podAnnotations: { first: '1', second: '2' },
    volumes: [{ name: 'one' }, { name: 'two' }, { name: 'three' }],
    volumeMounts: [
      { name: 'three', mountPath: '/three', recursiveReadOnly: 'Disabled' },
      { name: 'three', mountPath: '/again' },
    ],
  });
  expect(Object.keys(app.variables)).toEqual(['first', 'second']);
});

test('mounts a persistent volume through its claim', () => {
  const metadata = { name: 'disk' };
  const disk = new kplus.AwsElasticBlockStorePersistentVolume(chart, 'disk', { metadata, volumeId: 'vol-1' });
  newApp().mount('/data', disk);
  expect(spec().volumes?.[0].persistentVolumeClaim?.claimName).toBe('pvc-disk');
});

describe('the API', () => {
  test('follows the executor', () => {
    const app = newApp({}, SpinOperatorApi.V0_1_0);
    expect(app.apiVersion).toBe('core.spinoperator.dev/v1alpha1');
    expect(only(synth(chart), 'SpinApp').apiVersion).toBe('core.spinoperator.dev/v1alpha1');
    expect(app.selectorLabels).toEqual({
      'core.spinoperator.dev/app-name': 'hello',
      'core.spinoperator.dev/app.hello.status': 'ready',
    });
  });

  test('has the names of what the operator creates', () => {
    const app = newApp();
    expect([app.name, app.deploymentName, app.serviceName, app.port]).toEqual(['hello', 'hello', 'hello', 80]);
    expect(app.selectorLabels).toEqual({
      'core.spinkube.dev/app-name': 'hello',
      'core.spinkube.dev/app.hello.status': 'ready',
    });
    expect([app.image, app.executor.name, app.hasAutoscaler]).toEqual([IMAGE, 'shim', false]);
  });

  test('lets JSON patches through', () => {
    ApiObject.of(newApp()).addJsonPatch(JsonPatch.add('/spec/notYetKnown', { to: 'us' }));
    expect(only(synth(chart), 'SpinApp').spec).toMatchObject({ notYetKnown: { to: 'us' } });
  });
});

describe('a generated name', () => {
  test('is the one that cdk8s generates', () => {
    const app = newApp({ metadata: undefined });
    expect(app.name).toBe(chart.generateObjectName(ApiObject.of(app)));
  });

  test('is cut to what fits into the label key, and stays unique', () => {
    const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'shim', 'shim');
    const names = ['a', 'b'].map((end) => {
      const id = `an-app-with-a-name-that-is-much-longer-than-anybody-would-type-${end}`;
      return new SpinApp(chart, id, { metadata: { labels: { kept: 'yes' } }, image: IMAGE, executor }).name;
    });
    expect(names.map((name) => name.length <= 52)).toEqual([true, true]);
    expect(new Set(names).size).toBe(2);
    expect(validationErrors(chart)).toEqual([]);
    expect(synth(chart).map(({ metadata }) => metadata.labels)).toEqual([{ kept: 'yes' }, { kept: 'yes' }]);
  });
});

describe('dependencies', () => {
  test('an app comes after its executor, also in another chart', () => {
    const other = new Chart(chart.node.root, 'executors', { namespace: 'team' });
    const executor = new SpinAppExecutor(other, 'executor', { spinImage: 'spin' });
    new SpinApp(chart, 'app', { image: IMAGE, executor });
    synth(chart);
    expect(chart.node.dependencies).toContain(other);
  });

  test('an app does not wait for an executor that is only referenced', () => {
    const other = new Chart(chart.node.root, 'references');
    const executor = SpinAppExecutor.fromSpinAppExecutorName(other, 'executor', 'shim');
    new SpinApp(chart, 'app', { image: IMAGE, executor });
    synth(chart);
    expect(chart.node.dependencies).toEqual([]);
  });
});

describe('constructs of cdk8s-plus take an app', () => {
  test('an autoscaler scales its Deployment, and the app gives up its replicas', () => {
    const app = newApp({ resources: { cpu: { request: kplus.Cpu.millis(100) } } });
    new kplus.HorizontalPodAutoscaler(chart, 'autoscaler', { target: app, maxReplicas: 5 });
    const manifests = synth(chart);
    expect(only(manifests, 'HorizontalPodAutoscaler').spec).toMatchObject({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'hello' },
    });
    expect(only(manifests, 'SpinApp').spec).toMatchObject({ enableAutoscaling: true });
    expect(only(manifests, 'SpinApp').spec).not.toHaveProperty('replicas');
    expect(app.hasAutoscaler).toBe(true);
  });

  test('an autoscaler is rejected if the app has replicas', () => {
    const app = newApp({ replicas: 2, resources: { cpu: { request: kplus.Cpu.millis(100) } } });
    new kplus.HorizontalPodAutoscaler(chart, 'autoscaler', { target: app, maxReplicas: 5 });
    expect(validationErrors(chart)).toContain(
      "[test/app] 'spec.replicas' (2) cannot be set when autoscaling is enabled; remove it",
    );
  });

  test('an Ingress routes to its Service, which is not in the manifest', () => {
    newApp().exposeViaIngress('/hello');
    const manifests = synth(chart);
    expect(manifests.map(({ kind }) => kind).sort()).toEqual(['Ingress', 'SpinApp']);
    expect(only(manifests, 'Ingress').spec).toMatchObject({
      rules: [
        {
          http: {
            paths: [{ path: '/hello', backend: { service: { name: 'hello', port: { number: 80 } } } }],
          },
        },
      ],
    });
    expect(only(manifests, 'Ingress').metadata.namespace).toBe('team');
  });

  test('an existing Ingress gets another path', () => {
    const ingress = new kplus.Ingress(chart, 'ingress');
    expect(newApp().exposeViaIngress('/', { ingress, pathType: kplus.HttpIngressPathType.EXACT })).toBe(ingress);
    expect(only(synth(chart), 'Ingress').spec).toMatchObject({
      rules: [{ http: { paths: [{ path: '/', pathType: 'Exact' }] } }],
    });
  });

  test('a network policy and a Service select its pods', () => {
    const app = newApp();
    new kplus.NetworkPolicy(chart, 'policy', { selector: app });
    new kplus.Service(chart, 'public', { selector: app, ports: [{ port: 80 }] });
    const web = new kplus.Deployment(chart, 'web', { containers: [{ image: 'web', portNumber: 8080 }] });
    web.connections.allowTo(app, { ports: [kplus.NetworkPolicyPort.tcp(80)] });
    const manifests = synth(chart);
    const labels = { 'core.spinkube.dev/app-name': 'hello' };
    const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy').map((policy) => JSON.stringify(policy));
    expect(policies.filter((text) => text.includes(JSON.stringify(labels)))).toHaveLength(3);
    expect(only(manifests, 'Service').spec).toMatchObject({ selector: labels });
  });

  test('a role binding binds its service account, by name and namespace', () => {
    const serviceAccount = kplus.ServiceAccount.fromServiceAccountName(chart, 'account', 'runner');
    const role = new kplus.Role(chart, 'role');
    role.allowRead(kplus.ApiResource.PODS);
    role.bind(newApp({ serviceAccount }));
    expect(only(synth(chart), 'RoleBinding').subjects).toEqual([
      { kind: 'ServiceAccount', name: 'runner', apiGroup: '', namespace: 'team' },
    ]);
  });

  test('a role grants access to it', () => {
    newApp().permissions.grantRead(kplus.User.fromName(chart, 'reader', 'reader'));
    expect(only(synth(chart), 'Role').rules).toEqual([
      {
        apiGroups: ['core.spinkube.dev'],
        resourceNames: ['hello'],
        resources: ['spinapps'],
        verbs: ['get', 'list', 'watch'],
      },
    ]);
  });
});

test('an app of a chart without a namespace has none', () => {
  const plain = new Chart(testApp(), 'plain');
  const executor = SpinAppExecutor.fromSpinAppExecutorName(plain, 'shim', 'shim');
  const app = new SpinApp(plain, 'app', { image: IMAGE, executor });
  expect(app.toPodSelectorConfig().namespaces).toBeUndefined();
  expect(only(synth(plain), 'SpinApp').metadata).not.toHaveProperty('namespace');
});
