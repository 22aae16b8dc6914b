import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  HealthProbe,
  HttpGetHealthProbeOptions,
  KeyValueStore,
  LlmCompute,
  OptionValue,
  RecursiveReadOnly,
  RuntimeClass,
  RuntimeConfig,
  SpinApp,
  SpinAppExecutor,
  SpinAppExecutorProps,
  SpinAppProps,
  SpinAppVolumeMount,
  SpinManifest,
  SpinShimVersion,
  SqliteDatabase,
  Variable,
} from '../../lib';
import { everyVolume } from './volumes/every-volume';

/** The properties that exclude others, and the one that adds objects of its own. */
type Exclusive = 'enableAutoscaling' | 'podPolicy' | 'replicas';

/** The options of a mount that exclude others. */
type OfOther = 'propagation' | 'subPathExpr';

/** Every option of a probe: a new one without a test does not compile. */
export const PROBE: Required<HttpGetHealthProbeOptions> = {
  httpHeaders: [{ name: 'X-Probe', value: 'readiness' }],
  initialDelay: Duration.seconds(11),
  period: Duration.minutes(1),
  timeout: Duration.seconds(3),
  successThreshold: 2,
  failureThreshold: 4,
};

/** A manifest that everything below fits. */
const MANIFEST = `
spin_manifest_version = 2
[application]
name = "hello"
[variables]
value = { default = "" }
secret = { required = true, secret = true }
config = { required = true }
field = { required = true }
resource = { required = true }
[[trigger.http]]
route = "/..."
component = "one"
[[trigger.redis]]
channel = "orders"
component = "two"
[component.one]
source = "a.wasm"
key_value_stores = ["default"]
sqlite_databases = ["default"]
[component.two]
source = "a.wasm"
ai_models = ["own"]
`;

/** Every property of a SpinApp that does not exclude another: a new one without a test does not compile. */
export function everyProperty(chart: Chart): Required<Omit<SpinAppProps, Exclusive>> {
  const secret = kplus.Secret.fromSecretName(chart, 'secret', 'secret');
  const config = kplus.ConfigMap.fromConfigMapName(chart, 'config', 'config');
  const fromSecret = OptionValue.fromSecret(secret, 'option', { optional: true });
  const fromConfig = OptionValue.fromConfigMap(config, 'option', { optional: true });
  const fromValue = OptionValue.fromValue('option');
  const all = { a: fromSecret, b: fromConfig, c: fromValue };
  const volumes = everyVolume(chart);
  const mount: Required<Omit<SpinAppVolumeMount, OfOther>> = {
    path: '/mnt',
    volume: volumes[0],
    readOnly: true,
    recursiveReadOnly: RecursiveReadOnly.IF_POSSIBLE,
    subPath: 'path',
  };
  const other: Required<Omit<SpinAppVolumeMount, 'readOnly' | 'recursiveReadOnly' | 'subPath'>> = {
    path: '/shared',
    volume: volumes[0],
    propagation: kplus.MountPropagation.HOST_TO_CONTAINER,
    subPathExpr: '$(POD_NAME)',
  };
  return {
    metadata: { name: 'hello', labels: { label: 'value' } },
    image: 'example.com/hello:v1',
    executor: SpinAppExecutor.fromSpinAppExecutorName(chart, 'shim', 'shim'),
    manifest: SpinManifest.fromString(MANIFEST),
    components: ['one', 'two'],
    variables: {
      value: Variable.fromValue(''),
      secret: Variable.fromSecret(secret, 'key', { optional: true }),
      config: Variable.fromConfigMap(config, 'key', { optional: false }),
      field: Variable.fromField(kplus.EnvFieldPaths.POD_LABEL, { key: 'app', apiVersion: 'v1' }),
      resource: Variable.fromResource(kplus.ResourceFieldPaths.CPU_LIMIT, { divisor: '1m', containerName: 'hello' }),
    },
    allowPlaintextSecrets: false,
    runtimeConfig: RuntimeConfig.of({
      keyValueStores: { default: KeyValueStore.custom('own', all) },
      sqliteDatabases: { default: SqliteDatabase.custom('own', all) },
      llmCompute: LlmCompute.custom('own', all),
    }),
    readiness: HealthProbe.fromHttpGet('/ready', PROBE),
    liveness: HealthProbe.fromHttpGet('/live', { ...PROBE, successThreshold: 1 }),
    resources: {
      cpu: { request: kplus.Cpu.millis(1500), limit: kplus.Cpu.units(2) },
      memory: { request: Size.kibibytes(1536), limit: Size.mebibytes(1024) },
      ephemeralStorage: { request: Size.gibibytes(1), limit: Size.gibibytes(2) },
    },
    extendedResources: { 'example.com/gpu': 1 },
    invocationLimits: { memory: Size.mebibytes(64) },
    volumes,
    volumeMounts: [mount, other],
    imagePullSecrets: [secret],
    serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'account', 'runner'),
    deploymentAnnotations: { deployment: 'annotation' },
    podAnnotations: { pod: 'annotation' },
    podLabels: { pod: 'label' },
    serviceAnnotations: { service: 'annotation' },
  };
}

/** Every property of an executor except the image, which excludes the runtime class. */
export function everyExecutorProperty(chart: Chart): Required<Omit<SpinAppExecutorProps, 'api' | 'spinImage'>> {
  return {
    metadata: { name: 'shim', labels: { label: 'value' } },
    createDeployment: true,
    spinShim: SpinShimVersion.V0_23_0,
    runtimeClass: RuntimeClass.fromRuntimeClassName(chart, 'runtime-class', 'wasmtime-spin-v2'),
    installDefaultCaCerts: false,
    caCertSecret: kplus.Secret.fromSecretName(chart, 'certificates', 'certificates'),
    otel: {
      endpoint: 'http://all:4318',
      tracesEndpoint: 'http://traces:4318',
      metricsEndpoint: 'http://metrics:4318',
      logsEndpoint: 'http://logs:4318',
    },
  };
}

/** Apps and executors that together set every field of their definitions. */
export function everyField(chart: Chart): void {
  const app = new SpinApp(chart, 'app', everyProperty(chart));
  const { image, executor } = app;
  new SpinApp(chart, 'scaled', { metadata: { name: 'scaled' }, image, executor, enableAutoscaling: true });
  const runtimeConfig = RuntimeConfig.fromSecret(kplus.Secret.fromSecretName(chart, 'toml', 'toml'));
  new SpinApp(chart, 'fixed', { metadata: { name: 'fixed' }, image, executor, replicas: 3, runtimeConfig });
  new SpinAppExecutor(chart, 'executor', everyExecutorProperty(chart));
  new SpinAppExecutor(chart, 'spintainer', { metadata: { name: 'spintainer' }, spinImage: 'example.com/spin:v3' });
}
