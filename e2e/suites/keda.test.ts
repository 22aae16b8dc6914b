import { Chart, Duration } from 'cdk8s';
import { KedaAutoscaler, KedaAutoscalerProps, KedaTrigger, Kube, SpinApp, SpinKubeRelease } from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { installKeda } from '../src/keda';
import { must } from '../src/kubectl';
import { Platform } from '../src/platform';
import { IMAGE } from '../src/sample';
import { eventually, useCluster } from '../src/suite';

/** Pods that the trigger counts, one for each pod of the app. */
const WORK = { wakes: 'app' };

/** Fields that the tests read. */
interface Spec {
  readonly replicas?: number;
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  readonly metrics?: object[];
  readonly behavior?: object;
}

inOwnCluster('KEDA', () => {
  const cluster = useCluster();
  let platform: Platform;

  /** Runs install.sh, which waits for KEDA. */
  const scale = (props: Partial<KedaAutoscalerProps> = {}) =>
    platform.run('executors', (chart: Chart, { executor }) => {
      new KedaAutoscaler(chart, 'scaler', {
        metadata: { name: 'scaler' },
        target: new SpinApp(chart, 'app', { metadata: { name: 'app' }, image: IMAGE, executor }),
        triggers: [KedaTrigger.of('kubernetes-workload', { podSelector: 'wakes=app', value: '1' })],
        maxReplicas: 5,
        pollingInterval: Duration.seconds(1),
        cooldownPeriod: Duration.seconds(1),
        scaleUp: { stabilizationWindow: Duration.seconds(0), policies: [{ replicas: Kube.replicas('4') }] },
        ...props,
      });
    });

  const specOf = async (object: string) => (await cluster.kubectl.get(object))[0].spec as Spec;

  const scaledTo = (replicas: number) =>
    eventually(`${replicas} replicas`, async () =>
      (await specOf('deployment/app')).replicas === replicas ? true : undefined,
    );

  const work = (name: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: WORK },
    spec: { containers: [{ name: 'work', image: 'e2e/work' }] },
  });

  beforeAll(async () => {
    platform = new Platform(cluster.kubectl, SpinKubeRelease.CURRENT);
    await platform.install();
    await installKeda(cluster.kubectl);
    await scale();
  }, 300_000);

  test('is ready when install.sh ends, and has created the autoscaler that was asked for', async () => {
    const [{ status }] = await cluster.kubectl.get('scaledobject/scaler');
    expect(status).toMatchObject({
      conditions: expect.arrayContaining([expect.objectContaining({ type: 'Ready', status: 'True' })]) as object,
    });
    expect(await specOf('horizontalpodautoscaler/keda-hpa-scaler')).toMatchObject({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app' },
      minReplicas: 1,
      maxReplicas: 5,
      metrics: [{ type: 'External', external: { target: { type: 'AverageValue', averageValue: '1' } } }],
      behavior: { scaleUp: { policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }] } },
    });
  });

  test('scales the app to zero, from zero, by the metric, and to zero again', async () => {
    await scaledTo(0);
    await must(cluster.kubectl.create([work('one')]));
    await scaledTo(1);
    await must(cluster.kubectl.create([work('two'), work('three')]));
    await scaledTo(3);
    await cluster.kubectl.text('delete', 'pods', '--selector=wakes=app', '--wait');
    await scaledTo(0);
  });

  test('spin-operator leaves the number of pods to it', async () => {
    await scale({ maxReplicas: 4 });
    expect((await specOf('horizontalpodautoscaler/keda-hpa-scaler')).maxReplicas).toBe(4);
    await scaledTo(0);
  });

  test('keeps the number of pods of a pause', async () => {
    await scale({ pausedReplicas: 2 });
    await scaledTo(2);
    const [{ status }] = await cluster.kubectl.get('scaledobject/scaler');
    expect(status).toMatchObject({ pausedReplicaCount: 2 });
    await scale();
    await scaledTo(0);
  });
});
