import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  HealthProbe,
  ISpinAppExecutor,
  RecursiveReadOnly,
  RuntimeClass,
  SpinApp,
  SpinAppExecutor,
  SpinAppExecutorProps,
  SpinAppProps,
  SpinOperatorApi,
  Variable,
} from '../../lib';
import { synth, testChart, validationErrors } from '../testing';

const IMAGE = 'example.com/hello:v1';
let chart: Chart;
let executor: ISpinAppExecutor;

beforeEach(() => {
  chart = testChart('team');
  executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim', { namespace: 'team' });
});

function errorsOf(props: Partial<SpinAppProps>): string[] {
  new SpinApp(chart, 'app', { metadata: { name: 'hello' }, image: IMAGE, executor, ...props });
  return validationErrors(chart);
}

describe('a SpinApp', () => {
  test.each<[string, Partial<SpinAppProps>, string]>([
    [
      'with replicas and autoscaling',
      { replicas: 2, enableAutoscaling: true },
      "[test/app] 'spec.replicas' (2) cannot be set when autoscaling is enabled; remove it",
    ],
    [
      'without replicas',
      { replicas: 0 },
      "[test/app] 'spec.replicas' (0) must be at least 1 unless autoscaling is enabled; delete the app to stop it",
    ],
    [
      'with a part of a replica',
      { replicas: 1.5 },
      "[test/app] 'spec.replicas' (1.5) must be an integer, not a number; give an integer",
    ],
    [
      'with a name that makes the label key too long',
      { metadata: { name: 'a'.repeat(53) } },
      `[test/app] 'metadata.name' (${'a'.repeat(53)}) must be at most 52 characters: the operator makes it part of a label key; choose a shorter name`,
    ],
    [
      'with dots in its name',
      { metadata: { name: 'hello.world' } },
      "[test/app] 'metadata.name' (hello.world) is not a valid Service name: use lower-case letters, digits and dashes, and begin with a letter; the Service and the container have the same name",
    ],
    [
      'with a name that begins with a digit',
      { metadata: { name: '1hello' } },
      "[test/app] 'metadata.name' (1hello) is not a valid Service name: use lower-case letters, digits and dashes, and begin with a letter; the Service and the container have the same name",
    ],
    ['without an image', { image: '' }, "[test/app] 'spec.image' ('') is required; set it"],
    [
      'with an empty list of components',
      { components: [] },
      "[test/app] 'spec.components' ([]) must have at least 1 items; add more, or remove the field",
    ],
    [
      'with an invocation limit above the memory limit',
      {
        invocationLimits: { memory: Size.mebibytes(129) },
        resources: { memory: { limit: Size.mebibytes(128), request: Size.mebibytes(1) } },
      },
      "[test/app] 'spec.invocationLimits.memory' (129Mi) must not exceed spec.resources.limits.memory (128Mi); lower it, or raise the other",
    ],
    [
      'with an invocation limit above the memory request, when there is no limit',
      {
        invocationLimits: { memory: Size.mebibytes(129) },
        resources: { memory: { request: Size.mebibytes(128) } },
      },
      "[test/app] 'spec.invocationLimits.memory' (129Mi) must not exceed spec.resources.requests.memory (128Mi); lower it, or raise the other",
    ],
  ])('is rejected %s', (_, props, message) => {
    expect(errorsOf(props)).toEqual([message]);
  });

  test('is rejected when its executor is in another namespace', () => {
    executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'other', 'shim', { namespace: 'default' });
    expect(errorsOf({})).toEqual([
      "[test/app] 'spec.executor' (shim) does not exist in namespace team, only in default; use an executor of this namespace, or add one",
    ]);
  });

  test('is rejected with annotations of a Deployment that its executor does not create', () => {
    executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'other', 'shim', { createDeployment: false });
    expect(errorsOf({ deploymentAnnotations: { a: 'b' }, podAnnotations: { c: 'd' } })).toEqual([
      `[test/app] 'spec.deploymentAnnotations' ({"a":"b"}) cannot be set because the executor 'shim' does not create Deployments; remove it`,
      `[test/app] 'spec.podAnnotations' ({"c":"d"}) cannot be set because the executor 'shim' does not create Deployments; remove it`,
    ]);
  });

  test('is rejected with fields that the release of its executor lacks, all at once', () => {
    const api = SpinOperatorApi.V0_1_0;
    executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'old', 'shim', { api });
    const data = kplus.Volume.fromEmptyDir(chart, 'data', 'data');
    const messages = errorsOf({
      components: ['cart'],
      invocationLimits: { memory: Size.mebibytes(64) },
      podLabels: { tier: 'web' },
      serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'account', 'runner'),
      volumeMounts: [{ path: '/data', volume: data, recursiveReadOnly: RecursiveReadOnly.DISABLED }],
    });
    const rest =
      "is not known to spin-operator v0.1.0, the release of the executor; remove it, or give the executor the 'api' of a later release";
    expect(messages).toEqual([
      `[test/app] 'spec.components' (["cart"]) ${rest}`,
      `[test/app] 'spec.invocationLimits' ({"memory":"64Mi"}) ${rest}`,
      `[test/app] 'spec.podLabels' ({"tier":"web"}) ${rest}`,
      `[test/app] 'spec.serviceAccountName' (runner) ${rest}`,
      `[test/app] 'spec.volumeMounts[0].recursiveReadOnly' (Disabled) ${rest}`,
    ]);
  });

  test('reports everything that is wrong at once', () => {
    expect(errorsOf({ metadata: { name: 'Hello' }, replicas: 0, components: [] })).toHaveLength(3);
  });
});

describe('a valid SpinApp', () => {
  test.each<[string, Partial<SpinAppProps>]>([
    ['with the longest name', { metadata: { name: 'a'.repeat(52) } }],
    ['with an autoscaler and no replicas', { enableAutoscaling: true }],
    [
      'with an invocation limit that is the memory limit',
      { invocationLimits: { memory: Size.gibibytes(1) }, resources: { memory: { limit: Size.mebibytes(1024) } } },
    ],
    ['with an invocation limit and no memory to compare it with', { invocationLimits: { memory: Size.gibibytes(1) } }],
  ])('is accepted %s', (_, props) => {
    expect(errorsOf(props)).toEqual([]);
  });

  test('is accepted with an executor whose namespace is unknown', () => {
    executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'anywhere', 'shim');
    expect(errorsOf({})).toEqual([]);
  });

  test('is accepted with annotations, when its executor creates Deployments', () => {
    executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'sure', 'shim', { createDeployment: true });
    expect(errorsOf({ deploymentAnnotations: { a: 'b' } })).toEqual([]);
  });
});

describe('a method throws', () => {
  test('for a variable that is already set', () => {
    const app = new SpinApp(chart, 'app', { image: IMAGE, executor, variables: { level: Variable.fromValue('info') } });
    expect(() => {
      app.addVariable('level', Variable.fromValue('debug'));
    }).toThrow("[test/app] 'name' (level) is the name of a variable that is already set; set each variable once");
  });

  test('for a role binding of an app that runs as the default service account', () => {
    const app = new SpinApp(chart, 'app', { image: IMAGE, executor });
    new kplus.Role(chart, 'role').bind(app);
    expect(() => synth(chart)).toThrow(
      "[test/app] 'serviceAccount' is required to bind a role: the default service account is that of all pods of the namespace; set it",
    );
  });

  test('for a label of the pod without its key', () => {
    expect(() => Variable.fromField(kplus.EnvFieldPaths.POD_LABEL)).toThrow(
      "[Variable.fromField] 'key' is required for metadata.labels; set the key of the label or annotation",
    );
  });

  test('for a key of a field that has none', () => {
    expect(() => Variable.fromField(kplus.EnvFieldPaths.POD_NAME, { key: 'app' })).toThrow(
      "[Variable.fromField] 'key' (app) is not allowed for metadata.name; remove it",
    );
  });

  test('for a time of a probe that is not a whole number of seconds', () => {
    expect(() => HealthProbe.fromHttpGet('/', { period: Duration.millis(1500) })).toThrow(
      "'1500 millis' cannot be converted into a whole number of seconds.",
    );
  });
});

describe('a SpinAppExecutor', () => {
  const runtimeClass = () => RuntimeClass.fromRuntimeClassName(chart, 'runtime-class', 'wasmtime-spin-v2');

  function executorErrors(props: SpinAppExecutorProps): string[] {
    new SpinAppExecutor(chart, 'new', props);
    return validationErrors(chart);
  }

  test('is rejected when it creates Deployments without a runtime class or an image', () => {
    expect(executorErrors({})).toEqual([
      "[test/new] 'spec.deploymentConfig.runtimeClassName' or spinImage must be set; set one of them, or remove deploymentConfig and set 'createDeployment: false'",
    ]);
  });

  test('is rejected when it configures Deployments that it does not create', () => {
    expect(executorErrors({ createDeployment: false, otel: { endpoint: 'http://otel:4318' } })).toEqual([
      "[test/new] 'spec.deploymentConfig.runtimeClassName' or spinImage must be set; set one of them, or remove deploymentConfig and set 'createDeployment: false'",
    ]);
  });

  test('is rejected with a runtime class and an image', () => {
    expect(executorErrors({ runtimeClass: runtimeClass(), spinImage: 'spin:v3' })).toEqual([
      "[test/new] 'spec.deploymentConfig.spinImage' (spin:v3) and runtimeClassName are mutually exclusive; remove one of them",
    ]);
  });

  test('is rejected with fields that its release lacks, all at once', () => {
    const errors = executorErrors({
      api: SpinOperatorApi.V0_1_0,
      runtimeClass: runtimeClass(),
      installDefaultCaCerts: true,
      caCertSecret: kplus.Secret.fromSecretName(chart, 'secret', 'certificates'),
      otel: { endpoint: 'http://otel:4318' },
    });
    const rest =
      "is not known to spin-operator v0.1.0, the release of the executor; remove it, or give the executor the 'api' of a later release";
    expect(errors).toEqual([
      `[test/new] 'spec.deploymentConfig.caCertSecret' (certificates) ${rest}`,
      `[test/new] 'spec.deploymentConfig.installDefaultCACerts' (true) ${rest}`,
      `[test/new] 'spec.deploymentConfig.otel' ({"exporter_otlp_endpoint":"http://otel:4318"}) ${rest}`,
    ]);
  });

  test('is rejected with an image in the older release', () => {
    expect(executorErrors({ api: SpinOperatorApi.V0_1_0, spinImage: 'spin:v3' })).toEqual([
      "[test/new] 'spec.deploymentConfig.spinImage' (spin:v3) is not known to spin-operator v0.1.0, the release of the executor; remove it, or give the executor the 'api' of a later release",
      "[test/new] 'spec.deploymentConfig.runtimeClassName' is required; set it",
    ]);
  });

  test('is accepted without Deployments', () => {
    expect(executorErrors({ createDeployment: false })).toEqual([]);
  });
});

test.each(['', 'Spin', '-spin', 'spin_v2', 'a'.repeat(64)])(
  'a RuntimeClass is rejected with the handler "%s"',
  (handler) => {
    new RuntimeClass(chart, 'class', { handler });
    expect(validationErrors(chart)).toEqual([
      `[test/class] 'handler' (${handler || "''"}) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; use the name of the runtime in the configuration of containerd, such as spin or spin-v2`,
    ]);
  },
);
