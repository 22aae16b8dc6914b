import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  HealthProbe,
  KeyValueStore,
  OptionValue,
  RuntimeConfig,
  SpinAppExecutor,
  SpinAppProps,
  SpinOperatorProps,
  WebhookCertificates,
} from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { nodeInstallers } from '../src/node-installers/stand-in';
import { addPlatform, appsChart, spinApp } from '../src/sample';
import { mustRun } from '../src/scripts';
import { eventually, pause, synthBundle, useCluster } from '../src/suite';

/** The operator takes 0.3 s for a SpinApp: after this time nothing more happens. */
const MOMENT = 4000;
const CLAIM = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };

inOwnCluster('upstream pitfalls that the library avoids', () => {
  const cluster = useCluster(nodeInstallers);

  const refusal = async (object: object) => (await cluster.kubectl.apply([object])).stderr;
  const deployment = (name: string) => async () => (await cluster.kubectl.get(`deployment/${name}`))[0];

  /** The platform of these tests, with an app; without cert-manager it installs faster. */
  const platform = (app?: Partial<SpinAppProps>, operator?: SpinOperatorProps) =>
    synthBundle((bundle) => {
      addPlatform(bundle, { webhookCertificates: WebhookCertificates.generated(), operator }, app);
    });

  beforeAll(async () => {
    await mustRun(cluster.kubectl, platform(), 'install', '--timeout', '90s');
  });

  test('rejects a probe without headers, and accepts the rendered ones', async () => {
    const checks = { liveness: { httpGet: { path: '/health' } } };
    expect(await refusal(spinApp('probe', { checks }))).toContain('httpHeaders');
    const bundle = platform({ metadata: { name: 'probed' }, liveness: HealthProbe.fromHttpGet('/health') });
    await mustRun(cluster.kubectl, bundle, 'install', '--from', 'apps', '--timeout', '60s');
    const found = await eventually('a Deployment', deployment('probed'));
    const { template } = found.spec as { template: { spec: kplus.k8s.PodSpec } };
    const [container] = template.spec.containers;
    expect(container.livenessProbe?.httpGet?.path).toBe('/health');
  });

  test('accepts a name that is too long but creates no Deployment; the library rejects it', async () => {
    const name = 'a'.repeat(54);
    expect((await cluster.kubectl.apply([spinApp(name)])).code).toBe(0);
    await pause(MOMENT);
    expect(await cluster.kubectl.get(`deployment/${name}`)).toEqual([]);
    expect(() => platform({ metadata: { name } })).toThrow(`'metadata.name' (${name}) must be at most 52 characters`);
  });

  test('accepts an executor without deployment settings but creates no Deployment; the library rejects it', async () => {
    const executor = {
      apiVersion: 'core.spinkube.dev/v1alpha1',
      kind: 'SpinAppExecutor',
      metadata: { name: 'empty', namespace: 'default' },
      spec: { createDeployment: true },
    };
    expect((await cluster.kubectl.apply([executor])).code).toBe(0);
    expect((await cluster.kubectl.apply([spinApp('waiting', {}, 'empty')])).code).toBe(0);
    await pause(MOMENT);
    expect(await cluster.kubectl.get('deployment/waiting')).toEqual([]);
    const bundle = () => synthBundle((one) => new SpinAppExecutor(appsChart(one), 'executor'));
    expect(bundle).toThrow('or spinImage must be set');
    await cluster.kubectl.text('delete', 'spinapp/waiting', 'spinappexecutor/empty', '--timeout=60s');
  });

  test('drops the labels of a volumeClaimTemplate, silently unless validation is strict', async () => {
    const template = { metadata: { labels: { a: 'b' } }, spec: CLAIM };
    const app = spinApp('claiming', { volumes: [{ name: 'disk', ephemeral: { volumeClaimTemplate: template } }] });
    expect((await cluster.kubectl.create([app], '--validate=strict')).stderr).toContain(
      'unknown field "spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.labels"',
    );
    expect((await cluster.kubectl.apply([app])).code).toBe(0);
    const [{ spec }] = await cluster.kubectl.get('spinapp/claiming');
    const written = { name: 'disk', ephemeral: { volumeClaimTemplate: { metadata: {}, spec: CLAIM } } };
    expect(spec).toMatchObject({ volumes: [written] });
    expect(JSON.stringify(spec)).not.toContain('labels');
  });

  test('reads a ConfigMap of the runtime configuration with the RBAC of the library', async () => {
    const bundle = synthBundle((one) => {
      const chart = appsChart(one);
      const app = { metadata: { name: 'stored' }, runtimeConfig: storeOf(chart) };
      addPlatform(one, { webhookCertificates: WebhookCertificates.generated() }, app, chart);
    });
    await mustRun(cluster.kubectl, bundle, 'install', '--from', 'apps', '--timeout', '60s');
    await eventually('a Deployment', deployment('stored'));
    const secrets = await cluster.kubectl.get('secrets', '--namespace=default');
    const config = secrets.find(({ metadata }) => metadata.name.startsWith('stored-'))?.data?.['runtime-config.toml'];
    expect(Buffer.from(config ?? '', 'base64').toString()).toContain('redis://x');
  });

  test('stops reconciling all SpinApps at such a ConfigMap with the RBAC of the Helm chart', async () => {
    await mustRun(
      cluster.kubectl,
      platform({}, { readConfigMaps: false }),
      'install',
      '--from',
      'spin-operator',
      '--timeout',
      '60s',
    );
    const operator = ['deployment/spin-operator-controller-manager', '--namespace=spin-operator'];
    await cluster.kubectl.text('rollout', 'restart', ...operator);
    await cluster.kubectl.text('rollout', 'status', ...operator, '--timeout=60s');
    const store = {
      type: 'redis',
      name: 'default',
      options: [{ name: 'url', valueFrom: { configMapKeyRef: { name: 'redis', key: 'url' } } }],
    };
    expect(
      (await cluster.kubectl.apply([spinApp('stopped', { runtimeConfig: { keyValueStores: [store] } })])).code,
    ).toBe(0);
    await pause(MOMENT);
    expect((await cluster.kubectl.apply([spinApp('innocent')])).code).toBe(0);
    await pause(MOMENT);
    expect(await cluster.kubectl.get('deployment/stopped')).toEqual([]);
    expect(await cluster.kubectl.get('deployment/innocent')).toEqual([]);
  });
});

/** A key-value store whose URL is in a ConfigMap. */
function storeOf(chart: Chart): RuntimeConfig {
  const configMap = new kplus.ConfigMap(chart, 'settings', { metadata: { name: 'redis' }, data: { url: 'redis://x' } });
  return RuntimeConfig.of({
    keyValueStores: { default: KeyValueStore.redis({ url: OptionValue.fromConfigMap(configMap, 'url') }) },
  });
}
