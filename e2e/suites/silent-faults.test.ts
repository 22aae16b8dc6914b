import { SpinKubeRelease } from '../../lib';
import { admission } from '../../lib/validation/admission/check-admission';
import { Manifest } from '../../lib/synth/manifest';
import { inOwnCluster } from '../src/cluster';
import { must } from '../src/kubectl';
import { operatorFailures } from '../src/operator-log';
import { Platform } from '../src/platform';
import { eventually, pause, useCluster } from '../src/suite';

/** The rules that find something in any of the objects, as they are in the cluster. */
function rulesThatFire(objects: object[]): string[] {
  const manifests = objects as Manifest[];
  const check = admission(manifests);
  return manifests.flatMap(check).map(({ rule }) => rule);
}

const autoscaler = (name: string) => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name, namespace: 'default' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
    minReplicas: 3,
    maxReplicas: 4,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } }],
  },
});

/** The fields that the tests read. */
interface Spec {
  readonly replicas?: number;
  readonly selector?: { readonly [label: string]: string };
}

/** The faults that the rules warn of, on a real control plane: everything is accepted, and does not work. */
inOwnCluster('what is accepted and does not work', () => {
  const cluster = useCluster();
  let platform: Platform;

  beforeAll(async () => {
    platform = new Platform(cluster.kubectl, SpinKubeRelease.CURRENT);
    await platform.install();
  });

  const specOf = async (object: string) => (await cluster.kubectl.get(object))[0].spec as Spec;

  /** The replicas of a Deployment that are seen in a while. */
  async function replicasSeen(name: string): Promise<number[]> {
    const seen = new Set<number>();
    for (let round = 0; round < 60; round++) {
      seen.add((await specOf(`deployment/${name}`)).replicas ?? 0);
      await pause(400);
    }
    return [...seen];
  }

  test('the operator sets back the replicas that an autoscaler sets, without enableAutoscaling', async () => {
    await platform.add('fixed', () => ({ replicas: 2 }));
    await must(cluster.kubectl.create([autoscaler('fixed')]));
    await eventually('the autoscaler has scaled', async () => {
      const events = await cluster.kubectl.get('events', '--field-selector=reason=SuccessfulRescale');
      return events.length > 0 ? true : undefined;
    });
    expect((await replicasSeen('fixed')).sort()).toEqual([2, 3]);
    const [{ metadata }] = await cluster.kubectl.get('deployment/fixed');
    expect(metadata.generation).toBeGreaterThan(10);
    const objects = await cluster.kubectl.get('spinapp/fixed', 'horizontalpodautoscaler/fixed');
    expect(rulesThatFire(objects)).toContain('autoscaler-target');
  });

  test('the autoscaler scales an app with enableAutoscaling, and misses the metric without a request', async () => {
    await platform.add('scaled', () => ({ replicas: undefined, enableAutoscaling: true }));
    await must(cluster.kubectl.create([autoscaler('scaled')]));
    await eventually('three replicas', async () =>
      (await specOf('deployment/scaled')).replicas === 3 ? true : undefined,
    );
    expect(await replicasSeen('scaled')).toEqual([3]);
    const objects = await cluster.kubectl.get('spinapp/scaled', 'horizontalpodautoscaler/scaled');
    expect(rulesThatFire(objects)).toEqual(['autoscaler-requests']);
  });

  test('the operator overwrites a Service with the name of an app, or fails on it', async () => {
    const service = (name: string, port: number) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'default' },
      spec: { selector: { app: 'mine' }, ports: [{ port }] },
    });
    const services = [service('taken', 80), service('stuck', 8080)];
    await must(cluster.kubectl.create(services));
    await platform.add('taken');
    await platform.add('stuck');
    await eventually('the selector of the operator', async () =>
      (await specOf('service/taken')).selector?.app === undefined ? true : undefined,
    );
    const failure = await eventually('a failure', () =>
      Promise.resolve(operatorFailures(cluster.kubectl).get('stuck')),
    );
    expect(failure).toContain('Service "stuck" is invalid');
    const apps = await cluster.kubectl.get('spinapp/taken', 'spinapp/stuck');
    expect(rulesThatFire([...services, ...apps])).toEqual(['spin-app-owned-names', 'spin-app-owned-names']);
  });

  test('no pod of an app is created in a namespace that enforces the restricted standard', async () => {
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    const metadata = { name: 'hello', namespace: 'strict' };
    const [executor] = await cluster.kubectl.get('spinappexecutors');
    const objects = [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'strict', labels } },
      { ...executor, metadata: { name: executor.metadata.name, namespace: 'strict' }, status: undefined },
      {
        apiVersion: executor.apiVersion,
        kind: 'SpinApp',
        metadata,
        spec: { image: 'example.com/a:v1', executor: executor.metadata.name, replicas: 1 },
      },
    ];
    await must(cluster.kubectl.create(objects));
    const message = await eventually('a pod is rejected', async () => {
      const events = await cluster.kubectl.get('events', '--namespace=strict', '--field-selector=reason=FailedCreate');
      return (events.at(0) as { readonly message?: string } | undefined)?.message;
    });
    expect(message).toContain('violates PodSecurity "restricted');
    expect(rulesThatFire(objects)).toEqual(['spin-app-pod-security']);
  });
});
