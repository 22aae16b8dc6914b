import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  HealthProbe,
  KeyValueStore,
  OptionValue,
  RuntimeConfig,
  SpinApp,
  SpinKube,
  WebhookCertificates,
} from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { standInForRuntimeClassManager } from '../src/node-installer';
import { mustRun } from '../src/scripts';
import { eventually, pause, synthBundle, useCluster } from '../src/suite';

const IMAGE = 'ghcr.io/spinkube/containerd-shim-spin/examples/spin-rust-hello:v0.13.0';
const SPIN_APP = { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinApp' };
const EXECUTOR = 'containerd-shim-spin';

/** A SpinApp as somebody would write it by hand. */
function spinApp(name: string, spec: object = {}, executor = EXECUTOR): object {
  return {
    ...SPIN_APP,
    metadata: { name, namespace: 'default' },
    spec: { image: IMAGE, executor, replicas: 1, ...spec },
  };
}

inOwnCluster('what goes wrong without the bundle', () => {
  const cluster = useCluster();
  let stop: () => Promise<void>;

  beforeAll(() => {
    stop = standInForRuntimeClassManager(cluster.kubectl);
  });

  afterAll(async () => {
    await stop();
  });

  const refusal = async (object: object) => (await cluster.kubectl.apply([object])).stderr;
  const deployment = (name: string) => async () => (await cluster.kubectl.get(`deployment/${name}`))[0];

  test('an object before its definition is of no kind', async () => {
    expect(await refusal(spinApp('early'))).toContain('no matches for kind "SpinApp"');
  });

  test('an executor before the operator reaches no webhook', async () => {
    const bundle = synthBundle((one) => {
      new SpinKube(one, 'spinkube', { webhookCertificates: WebhookCertificates.generated() });
    });
    const folder = (stage: string) => `${bundle}/manifests/${stage}`;
    const apply = (stage: string) => cluster.kubectl.try('apply', '--server-side', '--filename', folder(stage));
    expect((await apply('spinkube-crds')).code).toBe(0);
    await cluster.kubectl.text('wait', '--for=condition=Established', 'customresourcedefinitions', '--all');
    expect((await apply('spin-operator')).code).toBe(0);
    const { code, stderr } = await apply('executors');
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/failed calling webhook .*(connection refused|x509|no endpoints)/);
    await mustRun(cluster.kubectl, bundle, 'install', '--timeout', '90s');
  });

  test('a SpinApp without its executor is refused', async () => {
    expect(await refusal(spinApp('lonely', {}, 'nope'))).toContain('executor does not exist in namespace');
  });

  test('a probe without headers is refused, and ours are accepted', async () => {
    const checks = { liveness: { httpGet: { path: '/health' } } };
    expect(await refusal(spinApp('probe', { checks }))).toContain('httpHeaders');
    const bundle = synthBundle((one) => {
      const spinkube = new SpinKube(one, 'spinkube', { webhookCertificates: WebhookCertificates.generated() });
      new SpinApp(new Chart(one, 'apps', { namespace: 'default' }), 'app', {
        metadata: { name: 'probed' },
        image: IMAGE,
        executor: spinkube.executor,
        liveness: HealthProbe.fromHttpGet('/health'),
      });
    });
    await mustRun(cluster.kubectl, bundle, 'install', '--from', 'apps', '--timeout', '60s');
    const found = await eventually('a Deployment', deployment('probed'));
    const { template } = found.spec as { template: { spec: kplus.k8s.PodSpec } };
    const [container] = template.spec.containers;
    expect(container.livenessProbe?.httpGet?.path).toBe('/health');
  });

  test('a ConfigMap in the runtime configuration does not stop the operator, which may read it', async () => {
    const bundle = synthBundle((one) => {
      const spinkube = new SpinKube(one, 'spinkube', { webhookCertificates: WebhookCertificates.generated() });
      const chart = new Chart(one, 'apps', { namespace: 'default' });
      const configMap = new kplus.ConfigMap(chart, 'settings', {
        metadata: { name: 'redis' },
        data: { url: 'redis://x' },
      });
      new SpinApp(chart, 'app', {
        metadata: { name: 'stored' },
        image: IMAGE,
        executor: spinkube.executor,
        runtimeConfig: RuntimeConfig.of({
          keyValueStores: { default: KeyValueStore.redis({ url: OptionValue.fromConfigMap(configMap, 'url') }) },
        }),
      });
    });
    await mustRun(cluster.kubectl, bundle, 'install', '--from', 'apps', '--timeout', '60s');
    await eventually('a Deployment', deployment('stored'));
    const secrets = await cluster.kubectl.get('secrets', '--namespace=default');
    const config = secrets.find(({ metadata }) => metadata.name.startsWith('stored-'))?.data?.['runtime-config.toml'];
    expect(Buffer.from(config ?? '', 'base64').toString()).toContain('redis://x');
  });

  test('a name that is too long is accepted, and no Deployment comes of it; we refuse it', async () => {
    const name = 'a'.repeat(54);
    expect((await cluster.kubectl.apply([spinApp(name)])).code).toBe(0);
    await pause(3000);
    expect(await cluster.kubectl.get(`deployment/${name}`)).toEqual([]);
    expect(() =>
      synthBundle((one) => {
        const chart = new Chart(one, 'apps', { namespace: 'default' });
        const executor = new SpinKube(one, 'spinkube').executor;
        new SpinApp(chart, 'app', { metadata: { name }, image: IMAGE, executor });
      }),
    ).toThrow(name);
  });
});
