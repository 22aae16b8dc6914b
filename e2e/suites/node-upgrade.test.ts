import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Bundle,
  NodeInstaller,
  RuntimeClass,
  Shim,
  SpinApp,
  SpinAppExecutor,
  SpinKube,
  Variable,
  WebhookCertificates,
} from '../../lib';
import { inOwnCluster, POD_POLICY_FLAGS, RealNodes } from '../src/cluster';
import { Output } from '../src/kubectl';
import { LOSSLESS } from '../src/lossless';
import { askApp, hasReplicas, startDns, Traffic } from '../src/node-cluster';
import { ARCHIVES } from '../src/node-images';
import { nodeControllers } from '../src/node-installers/stand-in';
import { addPlatform, appsChart, IMAGE } from '../src/sample';
import { mustRun, runScript } from '../src/scripts';
import { archivesImage, fetchStrategyOf, installerOf, packShim, serveArchives, ShimArchive } from '../src/shim-archive';
import { eventually, synthBundle, useCluster } from '../src/suite';

let archives: { readonly v1: ShimArchive; readonly v2: ShimArchive };

/** A platform with a version of the shim, and the sample with the PodDisruptionBudget of the guide. */
function bundleWith(nodeInstaller: NodeInstaller, greeting = 'hello'): string {
  return synthBundle((bundle) => {
    const apps = appsChart(bundle);
    const app = { ...LOSSLESS, variables: { greeting: Variable.fromValue(greeting) } };
    addPlatform(bundle, { nodeInstaller, webhookCertificates: WebhookCertificates.generated() }, app, apps);
    const matchLabels = { 'core.spinkube.dev/app-name': 'simple-spinapp' };
    new kplus.k8s.KubePodDisruptionBudget(apps, 'budget', {
      spec: { maxUnavailable: kplus.k8s.IntOrString.fromNumber(1), selector: { matchLabels } },
    });
  });
}

/** A pod as the restricted Pod Security Standard allows it. */
const AS_NONROOT = { spec: { securityContext: { runAsNonRoot: true, runAsUser: 65532 } } };

const nodesWithArchives =
  (count: number, hasSystemctl = true) =>
  (): RealNodes => {
    archives = { v1: packShim('v1'), v2: packShim('v2') };
    return { count, hasSystemctl, images: { [ARCHIVES]: archivesImage(archives.v1, archives.v2) } };
  };

inOwnCluster('three real nodes', () => {
  const cluster = useCluster(nodeControllers, nodesWithArchives(3), POD_POLICY_FLAGS);
  const run = (version: 'v1' | 'v2', script: string, ...options: string[]): Promise<Output> =>
    runScript(cluster.kubectl, bundleWith(installerOf(archives[version])), script, '--timeout', '240s', ...options);
  const handlers = async () =>
    (await cluster.kubectl.get('nodes')).map(({ status }) =>
      (status as { runtimeHandlers: { name: string }[] }).runtimeHandlers.map(({ name }) => name),
    );

  const podsOfApp = () => cluster.kubectl.get('pods', '--selector=core.spinkube.dev/app-name=simple-spinapp');

  test('run the first version of the shim', async () => {
    await startDns(cluster.kubectl);
    await serveArchives(cluster.kubectl);
    await mustRun(cluster.kubectl, bundleWith(installerOf(archives.v1)), 'install', '--timeout', '240s');
    for (const names of await handlers()) {
      expect(names).toContain('spin-v2');
    }
    expect(JSON.parse((await askApp(cluster.kubectl, '/.stand-in/configuration'))[1])).toMatchObject({ shim: 'v1' });
  });

  test('are not ready when the bundle has another version', async () => {
    const { code, stderr } = await run('v2', 'install');
    expect(stderr).toContain(`node-2: has ${archives.v1.sha256}, not ${archives.v2.sha256}\n`);
    expect(code).toBe(1);
  });

  test('get the new version one after another, while the app answers', async () => {
    await hasReplicas(cluster.kubectl, 'simple-spinapp', 2);
    const traffic = await Traffic.start(cluster.kubectl, 'upgrade', 'http://simple-spinapp.default.svc/hello');
    const { code, stderr, stdout } = await run('v2', 'upgrade-nodes');
    expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, '']);
    const figures = await traffic.stop();
    expect([figures.failed, figures.errors]).toEqual([0, {}]);
    expect(figures.sent).toBeGreaterThan(1000);
    expect(JSON.parse((await askApp(cluster.kubectl, '/.stand-in/configuration'))[1])).toMatchObject({ shim: 'v2' });
    expect((await run('v2', 'install')).code).toBe(0);
  });

  test('roll out a changed app, while it answers', async () => {
    const traffic = await Traffic.start(cluster.kubectl, 'rollout', 'http://simple-spinapp.default.svc/hello');
    const changed = bundleWith(installerOf(archives.v2), 'good evening');
    await mustRun(cluster.kubectl, changed, 'install', '--from', 'apps', '--timeout', '240s');
    await eventually('the old pods have ended', async () => (await podsOfApp()).length === 2 || undefined, 90);
    const figures = await traffic.stop();
    expect([figures.failed, figures.errors]).toEqual([0, {}]);
    expect(await podsOfApp()).toMatchObject([AS_NONROOT, AS_NONROOT]);
    const [, configuration] = await askApp(cluster.kubectl, '/.stand-in/configuration');
    expect(JSON.parse(configuration)).toMatchObject({ variables: { greeting: 'good evening' } });
  });

  test('have containerd without the handler after the removal', async () => {
    const { code, stderr, stdout } = await run('v2', 'uninstall');
    expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, '']);
    for (const names of await handlers()) {
      expect(names).not.toContain('spin-v2');
    }
  });
});

/** Name and handler of the second shim. */
const SECOND = 'spin-v0-24';

/** Two shims beside each other, as the guide has them, and the sample on one of them. */
function addBothShims(bundle: Bundle, isMoved: boolean): void {
  const nodeInstaller = installerOf(archives.v1);
  const platform = { nodeInstaller, webhookCertificates: WebhookCertificates.generated() };
  const { executor } = new SpinKube(bundle, 'spinkube', platform);
  const shim = new Chart(bundle, 'second-shim');
  const runtimeClass = new RuntimeClass(shim, 'runtime-class', {
    metadata: { name: `wasmtime-${SECOND}` },
    handler: SECOND,
    nodeSelector: { [SECOND]: 'provisioned' },
  });
  new Shim(shim, 'shim', {
    metadata: { name: SECOND },
    fetchStrategy: fetchStrategyOf(archives.v2),
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    runtimeClass,
  });
  const apps = appsChart(bundle);
  const second = new SpinAppExecutor(apps, 'executor', {
    metadata: { name: `containerd-shim-${SECOND}` },
    runtimeClass,
  });
  const metadata = { name: 'simple-spinapp' };
  new SpinApp(apps, 'app', { metadata, image: IMAGE, ...LOSSLESS, executor: isMoved ? second : executor });
}

const bothShims = (isMoved: boolean) =>
  synthBundle((bundle) => {
    addBothShims(bundle, isMoved);
  });

inOwnCluster('two real nodes with two shims', () => {
  const cluster = useCluster(
    nodeControllers,
    () => {
      archives = { v1: packShim('v1'), v2: packShim('v2', SECOND) };
      return { count: 2, images: { [ARCHIVES]: archivesImage(archives.v1, archives.v2) } };
    },
    POD_POLICY_FLAGS,
  );
  const shimOfApp = async () =>
    (JSON.parse((await askApp(cluster.kubectl, '/.stand-in/configuration'))[1]) as { shim: string }).shim;

  test('move an app from one to the other while it answers, and back', async () => {
    await startDns(cluster.kubectl);
    await serveArchives(cluster.kubectl);
    await mustRun(cluster.kubectl, bothShims(false), 'install', '--timeout', '240s');
    for (const { status } of await cluster.kubectl.get('nodes')) {
      const { runtimeHandlers } = status as { runtimeHandlers: { name: string }[] };
      expect(runtimeHandlers.map(({ name }) => name)).toEqual(expect.arrayContaining(['spin-v2', SECOND]));
    }
    expect(await shimOfApp()).toBe('v1');
    const traffic = await Traffic.start(cluster.kubectl, 'move', 'http://simple-spinapp.default.svc/hello');
    for (const isMoved of [true, false]) {
      await mustRun(cluster.kubectl, bothShims(isMoved), 'install', '--timeout', '240s');
      await hasReplicas(cluster.kubectl, 'simple-spinapp', 2);
      expect(await shimOfApp()).toBe(isMoved ? 'v2' : 'v1');
    }
    const figures = await traffic.stop();
    expect([figures.failed, figures.errors]).toEqual([0, {}]);
    expect(figures.sent).toBeGreaterThan(200);
  });

  test('leave nothing on the nodes', async () => {
    await mustRun(cluster.kubectl, bothShims(false), 'uninstall', '--timeout', '240s');
    for (const { status } of await cluster.kubectl.get('nodes')) {
      const { runtimeHandlers } = status as { runtimeHandlers: { name: string }[] };
      expect(runtimeHandlers.map(({ name }) => name)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^spin/)]),
      );
    }
  });
});

inOwnCluster('a real node without systemctl', () => {
  const cluster = useCluster(nodeControllers, nodesWithArchives(1, false), POD_POLICY_FLAGS);

  test('gets the shim, and is clean after the removal although its Job fails', async () => {
    await startDns(cluster.kubectl);
    await serveArchives(cluster.kubectl);
    const bundle = bundleWith(installerOf(archives.v1));
    await mustRun(cluster.kubectl, bundle, 'install', '--timeout', '240s');
    const printed = await mustRun(cluster.kubectl, bundle, 'uninstall', '--timeout', '240s');
    expect(printed).toContain('the shim is gone from node-0; its Job there does not notice that, and is deleted\n');
  });
});
