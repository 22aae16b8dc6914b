import * as fs from 'fs';
import * as path from 'path';
import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { SmokeTest, SpinApp, SpinKube, SpinKubeProps, SpinKubeRelease, Variable } from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { ClusterObject, Kubectl } from '../src/kubectl';
import { askApp, hasReplicas, otherFailures, startDns, startMetrics, Traffic } from '../src/node-cluster';
import { ARCHIVES } from '../src/node-images';
import { nodeControllers } from '../src/node-installers/stand-in';
import { IMAGE } from '../src/sample';
import { mustRun } from '../src/scripts';
import { archivesImage, installerOf, packShim, serveArchives, ShimArchive } from '../src/shim-archive';
import { eventually, synthBundle, useCluster } from '../src/suite';

const APP = 'simple-spinapp';
const BODY = 'Hello world from Spin!';

/** How a node is labeled on which the shim is installed, and its handler. */
interface Expected {
  readonly nodeLabel: string;
  readonly label: string;
  readonly handler: string;
}

/** The bundle of the tutorial, with a smoke test. */
function bundleWith(
  props: SpinKubeProps,
  { greeting = 'hello', replicas = 1, isTested = true, isScaled = false } = {},
): string {
  return synthBundle((bundle) => {
    const { executor } = new SpinKube(bundle, 'spinkube', props);
    const chart = new Chart(bundle, 'apps', { namespace: 'default' });
    const variables = { greeting: Variable.fromValue(greeting) };
    const metadata = { name: APP };
    const common = { metadata, image: IMAGE, executor, variables };
    const requests = { resources: { cpu: { request: kplus.Cpu.millis(100) } } };
    const app = new SpinApp(chart, 'app', { ...common, ...(isScaled ? requests : { replicas }) });
    if (isScaled) {
      new kplus.HorizontalPodAutoscaler(chart, 'autoscaler', { target: app, maxReplicas: 3 });
    }
    if (isTested) {
      new SmokeTest(chart, 'smoke-test', { app, path: '/hello', expectBody: BODY });
    }
  });
}

let shim: ShimArchive;

describe.each<[string, () => SpinKubeProps, Expected]>([
  [
    'the current release',
    () => ({ release: SpinKubeRelease.V2026_12, nodeInstaller: installerOf(shim) }),
    { nodeLabel: 'spin-v2', label: 'provisioned', handler: 'spin-v2' },
  ],
  [
    'the release of the article',
    () => ({ release: SpinKubeRelease.V2024_05 }),
    { nodeLabel: 'kwasm.sh/kwasm-provisioned', label: 'node-0', handler: 'spin' },
  ],
])('the tutorial with %s', (_, props, { handler, label, nodeLabel }) => {
  inOwnCluster('on a real node', () => {
    const cluster = useCluster(nodeControllers, () => {
      shim = packShim('v1');
      return { count: 1, images: { [ARCHIVES]: archivesImage(shim) } };
    });
    const isCurrent = nodeLabel === 'spin-v2';
    const install = (options = {}, ...from: string[]) =>
      mustRun(cluster.kubectl, bundleWith(props(), options), 'install', '--timeout', '120s', ...from);
    const update = (options = {}) => install(options, '--from', 'executors');

    test('installs up to the answer of the app', async () => {
      await startDns(cluster.kubectl);
      await serveArchives(cluster.kubectl);
      const printed = await install({ isTested: false });
      expect(printed).toContain(isCurrent ? shown('install') : 'done: all stages are ready\n');
    });

    test('prints what the tutorial shows', async () => {
      expect(await cluster.kubectl.text('get', 'spinapps')).toBe(shown('spinapps'));
      expect(await cluster.kubectl.text('logs', `deployment/${APP}`)).toContain(shown('logs'));
      expect(`${BODY}\n`).toBe(shown('hello'));
      if (isCurrent) {
        const nodes = await cluster.kubectl.text('get', 'nodes', `--label-columns=${nodeLabel}`);
        expect(columnsOf(nodes)).toEqual(columnsOf(shown('nodes')));
      }
    });

    test('passes its smoke test', async () => {
      expect(await update()).toMatch(/^done: /m);
      expect(await cluster.kubectl.text('logs', '--selector=cdk8s-spinkube/smoke-test', '--tail=-1')).toMatch(
        /^passed$/m,
      );
    });

    test('runs each component under its own security context, without restarts', async () => {
      const pods = await cluster.kubectl.get('pods', '--all-namespaces');
      const unready = pods.filter((pod) => !isReadyOrDone(pod)).map(({ metadata }) => metadata.name);
      expect([unready, pods.length > 6]).toEqual([[], true]);
    });

    test('puts the shim on the node', async () => {
      const [node] = await cluster.kubectl.get('nodes');
      const { runtimeHandlers } = node.status as { runtimeHandlers: { name: string }[] };
      expect(runtimeHandlers.map(({ name }) => name)).toContain(handler);
      expect(node.metadata.labels).toMatchObject({ [nodeLabel]: label });
    });

    test('answers at localhost:8000/hello', async () => {
      expect(await askApp(cluster.kubectl, '/hello')).toEqual([200, BODY]);
      expect(await askApp(cluster.kubectl, '/other')).toEqual([404, expect.any(String)]);
    });

    test('passes variables and the runtime configuration to the app', async () => {
      const [, text] = await askApp(cluster.kubectl, '/.stand-in/configuration');
      const runtimeConfig = expect.stringContaining("[[config_provider]]\ntype = 'env'\n") as string;
      expect(JSON.parse(text)).toMatchObject({ variables: { greeting: 'hello' }, runtimeConfig });
    });

    test('rolls out a changed variable', async () => {
      await update({ replicas: 2 });
      await hasReplicas(cluster.kubectl, APP, 2);
      const traffic = await Traffic.start(cluster.kubectl, 'rollout', `http://${APP}.default.svc/hello`);
      await update({ replicas: 2, greeting: 'good evening' });
      await hasReplicas(cluster.kubectl, APP, 2);
      const figures = await traffic.stop();
      expect(figures.sent).toBeGreaterThan(100);
      expect(otherFailures(figures)).toEqual([]);
      const [, text] = await askApp(cluster.kubectl, '/.stand-in/configuration');
      expect(JSON.parse(text)).toMatchObject({ variables: { greeting: 'good evening' } });
    });

    test('scales to 3 and back to 1', async () => {
      await update({ replicas: 3, greeting: 'good evening' });
      await hasReplicas(cluster.kubectl, APP, 3);
      await update({ greeting: 'good evening' });
      await hasReplicas(cluster.kubectl, APP, 1);
    });

    test('scales by the CPU that its pods use', async () => {
      const setUsage = await startMetrics(cluster.kubectl);
      await update({ isScaled: true, isTested: false });
      await setUsage('200m');
      await hasReplicas(cluster.kubectl, APP, 3);
      await cluster.kubectl.text('delete', 'horizontalpodautoscalers', '--all');
      await update();
      await hasReplicas(cluster.kubectl, APP, 1);
    });

    test('answers again after the node has been rebooted', async () => {
      cluster.reboot('node-0');
      await eventually('an answer', () => answers(cluster.kubectl), 150);
    });

    test('is removed', async () => {
      await mustRun(cluster.kubectl, bundleWith(props()), 'uninstall', '--crds', '--namespaces', '--timeout', '90s');
      await eventually('no pods but those of the tests', async () => {
        const pods = await cluster.kubectl.get('pods', '--all-namespaces');
        return pods.every(({ metadata }) => metadata.namespace === 'kube-system') || undefined;
      });
    });
  });
});

/** An output that the tutorial shows. */
function shown(name: string): string {
  return fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'tutorial', 'outputs', `${name}.txt`), 'utf8');
}

/** A table of nodes without the columns that differ between clusters. */
function columnsOf(table: string): string[] {
  return table
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/))
    .map(([, status, roles, , , value]) => [status, roles, value].join(' '));
}

function isReadyOrDone({ status }: ClusterObject): boolean {
  const { containerStatuses = [], phase } = status as {
    phase: string;
    containerStatuses?: { ready: boolean; restartCount: number }[];
  };
  return phase === 'Succeeded' || containerStatuses.every(({ ready, restartCount }) => ready && restartCount === 0);
}

async function answers(kubectl: Kubectl): Promise<true | undefined> {
  try {
    return (await askApp(kubectl, '/hello'))[1] === BODY ? true : undefined;
  } catch {
    return undefined; // The node or the pod is not ready yet.
  }
}
