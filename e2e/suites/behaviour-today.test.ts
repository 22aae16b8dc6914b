import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { SpinApp, SpinAppExecutor, SpinKubeRelease } from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { Platform } from '../src/platform';
import { IMAGE } from '../src/sample';
import { eventually, pause, useCluster } from '../src/suite';

inOwnCluster('features of the current operator that the tutorial release does not have', () => {
  const cluster = useCluster();
  let platform: Platform;

  beforeAll(async () => {
    platform = new Platform(cluster.kubectl, SpinKubeRelease.V2026_12);
    await platform.install();
  });

  test('runs only the chosen components, with the given memory limit', async () => {
    const { environment } = await platform.add('chosen', () => ({
      components: ['one', 'two'],
      invocationLimits: { memory: Size.mebibytes(64) },
    }));
    expect(environment).toMatchObject({ SPIN_COMPONENTS_TO_RETAIN: 'one,two', SPIN_MAX_INSTANCE_MEMORY: '67108864' });
  });

  test('sets the ServiceAccount and labels of pods', async () => {
    const { metadata, spec } = await platform.add('account', (chart) => ({
      serviceAccount: new kplus.ServiceAccount(chart, 'runner', { metadata: { name: 'runner' } }),
      podLabels: { 'azure.workload.identity/use': 'true' },
    }));
    expect(spec.serviceAccountName).toBe('runner');
    expect(metadata.labels).toMatchObject({ 'azure.workload.identity/use': 'true' });
  });

  test('mounts the default CA certificates', async () => {
    const { container, spec } = await platform.add('secure');
    expect(container.volumeMounts).toContainEqual(
      expect.objectContaining({ name: 'spin-ca', mountPath: '/etc/ssl/certs/ca-certificates.crt', readOnly: true }),
    );
    expect(spec.volumes?.find(({ name }) => name === 'spin-ca')?.secret?.secretName).toBe('spin-ca');
    const [{ data }] = await cluster.kubectl.get('secret/spin-ca');
    expect(Buffer.from(data?.['ca-certificates.crt'] ?? '', 'base64').toString()).toContain('BEGIN CERTIFICATE');
  });

  test('takes custom CA certificates and OpenTelemetry endpoints from the executor', async () => {
    const { environment, spec } = await platform.addUnder('observed', (chart, { runtimeClass }) => ({
      runtimeClass,
      installDefaultCaCerts: false,
      caCertSecret: kplus.Secret.fromSecretName(chart, 'own-ca', 'own-ca'),
      otel: {
        endpoint: 'http://all:4318',
        tracesEndpoint: 'http://traces:4318',
        metricsEndpoint: 'http://metrics:4318',
        logsEndpoint: 'http://logs:4318',
      },
    }));
    expect(environment).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://all:4318',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://traces:4318',
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://metrics:4318',
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://logs:4318',
    });
    expect(spec.volumes?.find(({ name }) => name === 'spin-ca')?.secret?.secretName).toBe('own-ca');
  });

  test('runs Spin in a container under the spintainer executor, with the app as an argument', async () => {
    const { container, spec } = await platform.addUnder('spintainer', () => ({ spinImage: 'example.com/spin:v3' }));
    expect(spec.runtimeClassName).toBeUndefined();
    expect(container.image).toBe('example.com/spin:v3');
    expect(container.args).toEqual([
      ...['up', '--listen', '0.0.0.0:80', '-f', IMAGE],
      ...['--runtime-config-file', '/runtime-config.toml', '--component-id', 'one'],
    ]);
  });

  test('creates only a Service under an executor that creates no Deployments', async () => {
    const name = 'elsewhere';
    await platform.run('executors', (chart) => {
      const executor = new SpinAppExecutor(chart, 'executor', { metadata: { name }, createDeployment: false });
      new SpinApp(chart, name, { metadata: { name }, image: IMAGE, executor, replicas: 1 });
    });
    await eventually('a Service', async () => (await cluster.kubectl.get(`service/${name}`))[0]);
    await pause(1000);
    expect(await cluster.kubectl.get(`deployment/${name}`)).toEqual([]);
  });
});
