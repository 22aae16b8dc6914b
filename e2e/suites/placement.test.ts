import * as path from 'path';
import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Bundle, Kube, NodeInstaller, PodPolicyOptions, SpinApp, SpinAppExecutor, SpinKube } from '../../lib';
import { inOwnCluster, POD_POLICY_API, POD_POLICY_FLAGS } from '../src/cluster';
import { ClusterObject, Kubectl, must } from '../src/kubectl';
import { IMAGE } from '../src/sample';
import { mustRun } from '../src/scripts';
import { eventually, pause, synthBundle, useCluster } from '../src/suite';

const ZONE = 'topology.kubernetes.io/zone';

/** Nodes that only the scheduler knows: pods are bound to them, but never start. */
const NODES: { readonly [name: string]: { readonly labels: { [label: string]: string }; readonly taint?: string } } = {
  'arm-1': { labels: { pool: 'arm' }, taint: 'arm' },
  'web-a': { labels: { pool: 'web', [ZONE]: 'a' }, taint: 'web' },
  'web-b': { labels: { pool: 'web', [ZONE]: 'b' }, taint: 'web' },
  'web-c': { labels: { pool: 'web', [ZONE]: 'c' }, taint: 'web' },
};

function node(name: string, { labels, taint }: (typeof NODES)[string]): object {
  const resources = { cpu: '4', memory: '8Gi', pods: '110' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { ...labels, 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' } },
    spec: { taints: taint === undefined ? [] : [{ key: 'pool', value: taint, effect: 'NoSchedule' }] },
    status: {
      allocatable: resources,
      capacity: resources,
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'pretended' }],
    },
  };
}

/** Renews the leases of pretended nodes, as their kubelets would. */
async function keepAlive(kubectl: Kubectl, end: AbortSignal): Promise<string[]> {
  while (!end.aborted) {
    const leases = (await kubectl.get('nodes', '--selector=pool')).map(({ metadata: { name } }) => ({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace: 'kube-node-lease' },
      spec: {
        holderIdentity: name,
        leaseDurationSeconds: 40,
        renewTime: new Date().toISOString().replace('Z', '000Z'),
      },
    }));
    await kubectl.apply(leases);
    await pause(5000);
  }
  return [];
}

const ON_WEB: PodPolicyOptions = {
  api: POD_POLICY_API,
  nodeSelector: { pool: 'web' },
  tolerations: [kplus.NodeTaintQuery.is('pool', 'web')],
};

const podsOf = (name: string) => Kube.pods({ matchLabels: { 'core.spinkube.dev/app-name': name } });

/** A platform with an executor for each pool, and apps in places of their own. */
function fill(bundle: Bundle, hasApps: boolean): void {
  const spinkube = new SpinKube(bundle, 'spinkube', { nodeInstaller: NodeInstaller.preinstalled() });
  const placed = (name: string) =>
    spinkube.executorFor('default', {
      placement: { name, nodeSelector: { pool: name }, tolerations: [kplus.NodeTaintQuery.is('pool', name)] },
    });
  const [arm, gpu] = ['arm', 'gpu'].map(placed);
  if (!hasApps) {
    return;
  }
  const apps = new Chart(bundle, 'apps', { namespace: 'default' });
  const add = (name: string, replicas: number, executor: SpinAppExecutor, podPolicy?: PodPolicyOptions) =>
    new SpinApp(apps, name, { metadata: { name }, image: IMAGE, replicas, executor, podPolicy });
  const { executor } = spinkube;
  add('anywhere', 2, executor);
  add('on-arm', 2, arm);
  add('on-gpu', 1, gpu);
  const topologySpread = [{ topology: kplus.Topology.ZONE, required: true }];
  add('spread', 3, executor, { ...ON_WEB, topologySpread });
  add('apart', 4, executor, { ...ON_WEB, podAntiAffinity: [{ pods: podsOf('apart'), required: true }] });
  add('cache', 1, executor, { ...ON_WEB, nodeAffinity: { requiredNodes: [kplus.NodeLabelQuery.is(ZONE, 'b')] } });
  add('beside', 2, executor, { ...ON_WEB, podAffinity: [{ pods: podsOf('cache'), required: true }] });
  add('preferring', 1, executor, {
    ...ON_WEB,
    podAntiAffinity: [{ pods: podsOf('cache'), topology: kplus.Topology.ZONE }],
    nodeAffinity: { preferredNodes: [{ nodes: [kplus.NodeLabelQuery.in(ZONE, ['b', 'c'])] }] },
  });
}

inOwnCluster('the placement of SpinApps', () => {
  const cluster = useCluster(keepAlive, undefined, POD_POLICY_FLAGS);

  const podsIn = (app: string) => cluster.kubectl.get('pods', `--selector=core.spinkube.dev/app-name=${app}`);
  const nodesOf = (pods: ClusterObject[]) =>
    pods.map(({ spec }) => (spec as { readonly nodeName?: string }).nodeName ?? 'pending').sort();

  /** The nodes of all pods of an app, once the scheduler has decided about each. */
  function placesOf(app: string, count: number): Promise<string[]> {
    return eventually(`${count} pods of ${app}`, async () => {
      const pods = await podsIn(app);
      const decided = pods.filter(({ status }) =>
        (status as { conditions?: { type: string }[] }).conditions?.some(({ type }) => type === 'PodScheduled'),
      );
      return decided.length === count ? nodesOf(pods) : undefined;
    });
  }

  beforeAll(async () => {
    await mustRun(
      cluster.kubectl,
      synthBundle((bundle) => {
        fill(bundle, false);
      }),
      'install',
      '--timeout',
      '90s',
    );
    await must(cluster.kubectl.create(Object.entries(NODES).map(([name, one]) => node(name, one))));
    const manifests = path.join(
      synthBundle((bundle) => {
        fill(bundle, true);
      }),
      'manifests',
    );
    await cluster.kubectl.text('apply', '--filename', path.join(manifests, 'apps-policies'));
    await pause(3000);
    await cluster.kubectl.text('apply', '--filename', path.join(manifests, 'apps'));
  }, 180_000);

  test('is anywhere but on tainted nodes without one', async () => {
    expect((await placesOf('anywhere', 2)).filter((name) => name in NODES || name === 'pending')).toEqual([]);
  });

  test('is the pool of an executor, whose RuntimeClass adds labels and tolerations', async () => {
    expect(await placesOf('on-arm', 2)).toEqual(['arm-1', 'arm-1']);
  });

  test('is pending until a node fits', async () => {
    expect(await placesOf('on-gpu', 1)).toEqual(['pending']);
    const [pod] = await podsIn('on-gpu');
    expect(JSON.stringify(pod.status)).toContain("didn't match Pod's node affinity/selector");
    await must(cluster.kubectl.create([node('gpu-1', { labels: { pool: 'gpu' }, taint: 'gpu' })]));
    await eventually('a node', async () => nodesOf(await podsIn('on-gpu'))[0] === 'gpu-1' || undefined);
  });

  test('is spread over zones', async () => {
    expect(await placesOf('spread', 3)).toEqual(['web-a', 'web-b', 'web-c']);
  });

  test('is one node for each pod that keeps apart, and none for the fourth', async () => {
    expect(await placesOf('apart', 4)).toEqual(['pending', 'web-a', 'web-b', 'web-c']);
  });

  test('is the zone that node affinity requires, and the node of another app', async () => {
    expect(await placesOf('cache', 1)).toEqual(['web-b']);
    expect(await placesOf('beside', 2)).toEqual(['web-b', 'web-b']);
  });

  test('follows preferences', async () => {
    expect(await placesOf('preferring', 1)).toEqual(['web-c']);
  });
});
