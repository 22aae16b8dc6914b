import { Duration } from 'cdk8s';
import { KedaHttpAutoscaler, SpinApp, SpinKubeRelease } from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { installHttpAddOn, installKeda } from '../src/keda';
import { Platform } from '../src/platform';
import { eventually, useCluster } from '../src/suite';

const PROXY = 'http://keda-add-ons-http-interceptor-proxy.keda.svc.cluster.local:8080';

inOwnCluster("KEDA's HTTP add-on", () => {
  const cluster = useCluster();

  const scaledTo = (replicas: number) =>
    eventually(`${replicas} replicas`, async () => {
      const [{ spec }] = await cluster.kubectl.get('deployment/app');
      return (spec as { replicas?: number }).replicas === replicas ? true : undefined;
    });

  /** Sends a request to the interceptor, and returns the phase of the pod that asks: Succeeded if the answer is 200. */
  const ask = async (name: string, url: string, host: string): Promise<string> => {
    await cluster.kubectl.text('run', name, '--image=e2e/answer', '--restart=Never', '--', url, host);
    return eventually('an answer', async () => {
      const [{ status }] = await cluster.kubectl.get(`pod/${name}`);
      const { phase } = status as { phase: string };
      return ['Succeeded', 'Failed'].includes(phase) ? phase : undefined;
    });
  };

  beforeAll(async () => {
    const platform = new Platform(cluster.kubectl, SpinKubeRelease.CURRENT);
    await platform.install();
    await installKeda(cluster.kubectl);
    await installHttpAddOn(cluster.kubectl);
    await platform.run('executors', (chart, { executor }) => {
      new KedaHttpAutoscaler(chart, 'scaler', {
        metadata: { name: 'scaler' },
        target: new SpinApp(chart, 'app', { metadata: { name: 'app' }, image: 'e2e/answer:v1', executor }),
        hosts: ['shop.example.com'],
        pathPrefixes: ['/catalog'],
        concurrency: 5,
        cooldownPeriod: Duration.seconds(1),
      });
    });
  }, 300_000);

  test('accepts the InterceptorRoute, and KEDA the ScaledObject', async () => {
    const ready = ['--for=condition=Ready', '--timeout=60s'];
    await cluster.kubectl.text('wait', 'interceptorroute/scaler', 'scaledobject/scaler', ...ready);
  });

  test('scales an app without requests to zero', async () => {
    await scaledTo(0);
  });

  test('does not wake the app for another host or another path', async () => {
    expect(await ask('host', `${PROXY}/catalog`, 'other.example.com')).toBe('Failed');
    expect(await ask('path', `${PROXY}/cart`, 'shop.example.com')).toBe('Failed');
    await scaledTo(0);
  });

  test('wakes the app for a request, which the app answers, and scales it to zero again', async () => {
    expect(await ask('request', `${PROXY}/catalog/1`, 'shop.example.com')).toBe('Succeeded');
    await scaledTo(1);
    await scaledTo(0);
  });
});
