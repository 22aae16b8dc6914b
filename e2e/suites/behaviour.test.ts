import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { parse } from 'smol-toml';
import {
  HealthProbe,
  KeyValueStore,
  LlmApiType,
  LlmCompute,
  OptionValue,
  RuntimeConfig,
  SpinApp,
  SpinKubeRelease,
  SqliteDatabase,
  Variable,
} from '../../lib';
import { everyVolume, volumeJson } from '../../test/app/volumes/every-volume';
import { inOwnCluster } from '../src/cluster';
import { Kubectl, must } from '../src/kubectl';
import { Platform } from '../src/platform';
import { AppPod, podOf } from '../src/pod';
import { IMAGE } from '../src/sample';
import { eventually, pause, useCluster } from '../src/suite';
import { IMAGE_VOLUME, OWN_VOLUMES, Volume, withoutWhatIsDropped } from '../src/volumes';

/** The runtime configuration of an app, read from the Secret that its pod mounts. */
async function runtimeConfigOf(kubectl: Kubectl, { container, spec }: AppPod): Promise<object> {
  const mount = container.volumeMounts?.find(({ mountPath }) => mountPath === '/runtime-config.toml');
  const volume = spec.volumes?.find(({ name }) => name === mount?.name);
  const [secret] = await kubectl.get(`secret/${volume?.secret?.secretName ?? ''}`);
  return parse(Buffer.from(secret.data?.['runtime-config.toml'] ?? '', 'base64').toString());
}

/** The fields that the tests read. */
interface EndpointSlice {
  readonly endpoints: { readonly conditions: { readonly ready: boolean } }[] | null;
  readonly ports: object[] | null;
}

inOwnCluster.each<[string, SpinKubeRelease, string]>([
  ['current release', SpinKubeRelease.V2026_12, 'wasmtime-spin'],
  ['release of the tutorial', SpinKubeRelease.V2024_05, 'wasmtime-spin-v2'],
])('the operator of the %s', (_, release, runtimeClass) => {
  const cluster = useCluster();
  let platform: Platform;

  beforeAll(async () => {
    platform = new Platform(cluster.kubectl, release);
    await platform.install();
  });

  test('runs the image of an app with its RuntimeClass and creates a Service', async () => {
    const { container, spec } = await platform.add('plain', () => ({ replicas: 2 }));
    expect(spec.runtimeClassName).toBe(runtimeClass);
    expect(container).toMatchObject({ name: 'plain', image: IMAGE, command: ['/'] });
    expect(container.ports).toMatchObject([{ containerPort: 80, name: 'http-app' }]);
    const [service] = await cluster.kubectl.get('service/plain');
    expect(service.spec).toMatchObject({ type: 'ClusterIP', ports: [{ port: 80, targetPort: 'http-app' }] });
    const { ports } = await eventually('two endpoints', async () => {
      const [slice] = await cluster.kubectl.get('endpointslices', '--selector=kubernetes.io/service-name=plain');
      const { endpoints, ports } = slice as unknown as EndpointSlice;
      return endpoints?.filter(({ conditions }) => conditions.ready).length === 2 ? { ports } : undefined;
    });
    expect(ports).toMatchObject([{ port: 80 }]);
  });

  test('passes variables to the environment unchanged', async () => {
    const { environment } = await platform.add('variables', (chart) => {
      const secret = new kplus.Secret(chart, 'secret', { metadata: { name: 'secret' }, stringData: { key: 'a' } });
      const config = new kplus.ConfigMap(chart, 'config', { metadata: { name: 'config' }, data: { key: 'b' } });
      return {
        variables: {
          empty: Variable.fromValue(''),
          number: Variable.fromValue('1.50'),
          yes: Variable.fromValue('yes'),
          lines: Variable.fromValue('a: b\n  "c" # d\n'),
          dollar: Variable.fromValue('$(HOME) $$'),
          from_secret: Variable.fromSecret(secret, 'key'),
          from_config: Variable.fromConfigMap(config, 'key', { optional: true }),
          from_field: Variable.fromField(kplus.EnvFieldPaths.POD_NAME),
          from_label: Variable.fromField(kplus.EnvFieldPaths.POD_LABEL, { key: 'a.b/c' }),
          from_resource: Variable.fromResource(kplus.ResourceFieldPaths.CPU_LIMIT, { divisor: '1m' }),
        },
      };
    });
    expect(environment).toMatchObject({
      SPIN_VARIABLE_EMPTY: '',
      SPIN_VARIABLE_NUMBER: '1.50',
      SPIN_VARIABLE_YES: 'yes',
      SPIN_VARIABLE_LINES: 'a: b\n  "c" # d\n',
      SPIN_VARIABLE_DOLLAR: '$(HOME) $$',
      SPIN_VARIABLE_FROM_SECRET: { secretKeyRef: { name: 'secret', key: 'key' } },
      SPIN_VARIABLE_FROM_CONFIG: { configMapKeyRef: { name: 'config', key: 'key', optional: true } },
      SPIN_VARIABLE_FROM_FIELD: { fieldRef: { fieldPath: 'metadata.name' } },
      SPIN_VARIABLE_FROM_LABEL: { fieldRef: { fieldPath: "metadata.labels['a.b/c']" } },
      SPIN_VARIABLE_FROM_RESOURCE: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } },
    });
  });

  test('renders the runtime configuration, with values from Secrets and ConfigMaps', async () => {
    const app = await platform.add('stores', (chart) => {
      const stringData = { password: 'p"\\ä', token: 't' };
      const secret = new kplus.Secret(chart, 'keys', { metadata: { name: 'keys' }, stringData });
      const config = new kplus.ConfigMap(chart, 'urls', { metadata: { name: 'urls' }, data: { redis: 'redis://r' } });
      const value = (text: string) => OptionValue.fromValue(text);
      return {
        runtimeConfig: RuntimeConfig.of({
          keyValueStores: {
            default: KeyValueStore.redis({ url: OptionValue.fromConfigMap(config, 'redis') }),
            file: KeyValueStore.spin({ path: value('/data/kv.db') }),
            cosmos: KeyValueStore.azureCosmos({
              account: value('a'),
              database: value('d'),
              container: value('c'),
              key: OptionValue.fromSecret(secret, 'password'),
            }),
            dynamo: KeyValueStore.awsDynamo({ region: value('eu-west-1'), table: value('t') }),
          },
          sqliteDatabases: {
            default: SqliteDatabase.libsql({ url: value('https://l'), token: OptionValue.fromSecret(secret, 'token') }),
            file: SqliteDatabase.spin({ path: value('/data/s.db') }),
          },
          llmCompute: LlmCompute.remoteHttp({
            url: value('https://llm'),
            authToken: OptionValue.fromSecret(secret, 'token'),
            apiType: LlmApiType.OPEN_AI,
          }),
        }),
      };
    });
    expect(await runtimeConfigOf(cluster.kubectl, app)).toEqual({
      key_value_store: {
        default: { type: 'redis', url: 'redis://r' },
        file: { type: 'spin', path: '/data/kv.db' },
        cosmos: { type: 'azure_cosmos', account: 'a', database: 'd', container: 'c', key: 'p"\\ä' },
        dynamo: { type: 'aws_dynamo', region: 'eu-west-1', table: 't' },
      },
      sqlite_database: {
        default: { type: 'libsql', url: 'https://l', token: 't' },
        file: { type: 'spin', path: '/data/s.db' },
      },
      config_provider: [{ type: 'env', prefix: 'SPIN_VARIABLE_' }],
      llm_compute: { type: 'remote_http', url: 'https://llm', auth_token: 't', api_type: 'open_ai' },
    });
  });

  test('mounts a runtime configuration from a Secret', async () => {
    const toml = '[[config_provider]]\ntype = "vault"\nurl = "https://v"\ntoken = "t"\nmount = "m"\n';
    const app = await platform.add('own-config', (chart) => {
      const stringData = { 'runtime-config.toml': toml };
      const secret = new kplus.Secret(chart, 'toml', { metadata: { name: 'toml' }, stringData });
      return { runtimeConfig: RuntimeConfig.fromSecret(secret) };
    });
    expect(await runtimeConfigOf(cluster.kubectl, app)).toEqual(parse(toml));
  });

  test('sets the port of the app in probes', async () => {
    const { container } = await platform.add('probed', () => ({
      readiness: HealthProbe.fromHttpGet('/ready', {
        httpHeaders: [{ name: 'X-Probe', value: 'yes' }],
        initialDelay: Duration.seconds(1),
        period: Duration.minutes(1),
        timeout: Duration.seconds(3),
        successThreshold: 2,
        failureThreshold: 4,
      }),
      liveness: HealthProbe.fromHttpGet('/live'),
    }));
    expect(container.readinessProbe).toEqual({
      httpGet: { path: '/ready', port: 80, scheme: 'HTTP', httpHeaders: [{ name: 'X-Probe', value: 'yes' }] },
      initialDelaySeconds: 1,
      periodSeconds: 60,
      timeoutSeconds: 3,
      successThreshold: 2,
      failureThreshold: 4,
    });
    expect(container.livenessProbe).toEqual({
      httpGet: { path: '/live', port: 80, scheme: 'HTTP' },
      initialDelaySeconds: 10,
      periodSeconds: 10,
      timeoutSeconds: 1,
      successThreshold: 1,
      failureThreshold: 3,
    });
  });

  test('sets resource requests and limits of the container', async () => {
    const { container } = await platform.add('limited', () => ({
      resources: {
        cpu: { request: kplus.Cpu.millis(150), limit: kplus.Cpu.units(2) },
        memory: { request: Size.mebibytes(64), limit: Size.gibibytes(1) },
        ephemeralStorage: { request: Size.mebibytes(10), limit: Size.gibibytes(2) },
      },
    }));
    expect(container.resources).toEqual({
      requests: { cpu: '150m', memory: '64Mi', 'ephemeral-storage': '10Mi' },
      limits: { cpu: '2', memory: '1Gi', 'ephemeral-storage': '2Gi' },
    });
  });

  test('mounts volumes, including a bound PersistentVolumeClaim', async () => {
    const { container, spec } = await platform.add('mounted', (chart) => {
      const config = new kplus.ConfigMap(chart, 'files', { metadata: { name: 'files' }, data: { 'a.txt': 'a' } });
      const storageClassName = 'by-hand';
      new kplus.k8s.KubePersistentVolume(chart, 'disk', {
        metadata: { name: 'disk' },
        spec: {
          storageClassName,
          accessModes: ['ReadWriteOnce'],
          capacity: { storage: kplus.k8s.Quantity.fromString('1Gi') },
          hostPath: { path: '/srv' },
        },
      });
      const claim = new kplus.PersistentVolumeClaim(chart, 'claim', {
        metadata: { name: 'claim' },
        accessModes: [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE],
        storage: Size.gibibytes(1),
        storageClassName,
      });
      return {
        volumeMounts: [
          { path: '/files', volume: kplus.Volume.fromConfigMap(chart, 'files-volume', config), readOnly: true },
          { path: '/tmp', volume: kplus.Volume.fromEmptyDir(chart, 'tmp-volume', 'tmp') },
          { path: '/data', volume: kplus.Volume.fromPersistentVolumeClaim(chart, 'disk-volume', claim), subPath: 'a' },
        ],
      };
    });
    const mounts = (container.volumeMounts ?? [])
      .filter(({ name }) => !OWN_VOLUMES.includes(name))
      .map((mount) => ({ ...mount, volume: spec.volumes?.find(({ name }) => name === mount.name) }));
    expect(mounts).toMatchObject([
      { mountPath: '/files', volume: { configMap: { name: 'files' } }, readOnly: true },
      { mountPath: '/tmp', volume: { emptyDir: {} } },
      { mountPath: '/data', volume: { persistentVolumeClaim: { claimName: 'claim' } }, subPath: 'a' },
    ]);
  });

  test('passes every volume source to the pod unchanged', async () => {
    const name = 'volumes';
    const volumes: Volume[] = [];
    const bundle = platform.synth((chart, { executor }) => {
      const all = everyVolume(chart).filter(({ name: volume }) => volume !== IMAGE_VOLUME);
      volumes.push(...all.map((volume) => volumeJson(volume) as Volume));
      new SpinApp(chart, name, { metadata: { name }, image: IMAGE, executor, replicas: 1, volumes: all });
    });
    await must(cluster.kubectl.try('apply', '--server-side', `--filename=${bundle}/manifests/apps`));
    const { spec } = await podOf(cluster.kubectl, name);
    expect(volumes.length).toBeGreaterThan(30);
    const passedOn = spec.volumes?.filter((volume) => !OWN_VOLUMES.includes(volume.name));
    expect(passedOn).toMatchObject(volumes.map(withoutWhatIsDropped));
  });

  test('leaves the number of replicas to an autoscaler', async () => {
    const name = 'scaled';
    await platform.run('executors', (chart, { executor }) => {
      const resources = { cpu: { request: kplus.Cpu.millis(100), limit: kplus.Cpu.millis(200) } };
      const app = new SpinApp(chart, name, { metadata: { name }, image: IMAGE, executor, resources });
      new kplus.HorizontalPodAutoscaler(chart, 'autoscaler', {
        metadata: { name },
        target: app,
        minReplicas: 2,
        maxReplicas: 4,
        metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(60))],
      });
    });
    const replicas = async (wanted: number) => {
      const found = await cluster.kubectl.get(`deployment/${name}`);
      return (found[0].spec as { replicas: number }).replicas === wanted ? found : undefined;
    };
    await eventually('the minimum number of replicas', () => replicas(2));
    await cluster.kubectl.text('scale', `deployment/${name}`, '--replicas=3');
    await cluster.kubectl.text('annotate', `spinapp/${name}`, 'note=touched');
    await pause(2000);
    expect(await replicas(3)).toBeDefined();
  });

  test('sets annotations and image pull secrets', async () => {
    const { metadata, spec } = await platform.add('annotated', (chart) => ({
      deploymentAnnotations: { 'example.com/deployment': 'a' },
      podAnnotations: { 'example.com/pod': 'b' },
      serviceAnnotations: { 'example.com/service': 'c' },
      imagePullSecrets: [kplus.Secret.fromSecretName(chart, 'registry', 'registry')],
    }));
    const [deployment] = await cluster.kubectl.get('deployment/annotated');
    const [service] = await cluster.kubectl.get('service/annotated');
    expect(deployment.metadata.annotations).toMatchObject({ 'example.com/deployment': 'a' });
    expect(metadata.annotations).toEqual({ 'example.com/pod': 'b' });
    expect(service.metadata.annotations).toEqual({ 'example.com/service': 'c' });
    expect(spec.imagePullSecrets).toEqual([{ name: 'registry' }]);
  });

  test('selects the pods of an app by selectorLabels', async () => {
    const labels: { [key: string]: string } = {};
    await platform.run('executors', (chart, { executor }) => {
      const name = 'selected';
      const app = new SpinApp(chart, name, { metadata: { name }, image: IMAGE, executor, replicas: 1 });
      Object.assign(labels, app.selectorLabels);
    });
    const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    const pods = await cluster.kubectl.get('pods', `--selector=${selector.join()}`);
    expect(pods.map(({ metadata }) => metadata.name.startsWith('selected-'))).toEqual([true]);
  });
});
