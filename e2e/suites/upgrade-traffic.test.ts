import { NodeInstaller, SpinKubeProps, SpinKubeRelease } from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { interruptionOf } from '../src/continuity';
import { LOSSLESS } from '../src/lossless';
import { hasReplicas, startDns, Traffic } from '../src/node-cluster';
import { ARCHIVES } from '../src/node-images';
import { nodeControllers } from '../src/node-installers/stand-in';
import { addPlatform } from '../src/sample';
import { mustRun } from '../src/scripts';
import { archivesImage, fetchStrategyOf, packShim, serveArchives, ShimArchive } from '../src/shim-archive';
import { eventually, synthBundle, useCluster } from '../src/suite';
import { APP, runUpgrade, scriptFor } from '../src/upgrades';

let shim: ShimArchive;

/** The node on which kwasm-operator installs its shim, and the one that runtime-class-manager gets. */
const [OLD_NODE, NEW_NODE] = ['node-0', 'node-1'];

/** Without a pod policy: the script takes pods out of the Service before they end. */
const READY = { ...LOSSLESS, podPolicy: undefined };

const bundleOf = (platform: SpinKubeProps) =>
  synthBundle((bundle) => {
    addPlatform(bundle, platform, READY);
  });

const upgraded = (release: SpinKubeRelease) =>
  bundleOf({
    release,
    nodeInstaller: NodeInstaller.runtimeClassManager({
      fetchStrategy: fetchStrategyOf(shim),
      nodeSelector: { 'kubernetes.io/hostname': NEW_NODE },
    }),
  });

inOwnCluster('upgrade.sh on real nodes, from release to release', () => {
  const cluster = useCluster(nodeControllers, () => {
    shim = packShim('v1');
    return { count: 2, images: { [ARCHIVES]: archivesImage(shim) } };
  });
  let old: string;

  beforeAll(async () => {
    old = bundleOf({
      release: SpinKubeRelease.V2024_05,
      nodeInstaller: NodeInstaller.kwasm({ operator: { autoProvision: false } }),
    });
    await startDns(cluster.kubectl);
    await serveArchives(cluster.kubectl);
    await cluster.kubectl.text('annotate', 'node', OLD_NODE, 'kwasm.sh/kwasm-node=true');
    await cluster.kubectl.text('cordon', NEW_NODE);
    await mustRun(cluster.kubectl, old, 'install', '--timeout', '240s');
    await hasReplicas(cluster.kubectl, APP, 2);
    await cluster.kubectl.text('uncordon', NEW_NODE);
  }, 300_000);

  test.each([
    {
      title: '2024.05 to 2026.11',
      release: SpinKubeRelease.V2026_11,
      recreated: ['Deployment.apps default/simple-spinapp', 'RuntimeClass.node.k8s.io /wasmtime-spin-v2'],
    },
    { title: '2026.11 to 2026.12', release: SpinKubeRelease.V2026_12, recreated: [] },
  ])(
    'loses no request: $title',
    async ({ recreated, release, title }) => {
      const now = upgraded(release);
      const script = scriptFor(old, now, false);
      const traffic = await Traffic.start(cluster.kubectl, 'upgrade', `http://${APP}.default.svc/hello`);
      const interruption = await interruptionOf(cluster.kubectl, APP, title, async () => {
        await runUpgrade(cluster.kubectl, script, now);
        await hasReplicas(cluster.kubectl, APP, 2);
        await eventually('the old pods have ended', async () => (await podNodes()).length === 2 || undefined, 90);
      });
      const { errors, failed, sent } = await traffic.stop();
      expect(interruption).toMatchObject({ unavailable: 0, recreated });
      expect([failed, errors]).toEqual([0, {}]);
      expect(sent).toBeGreaterThan(500);
      expect(await podNodes()).toEqual([NEW_NODE, NEW_NODE]);
      old = now;
    },
    300_000,
  );

  const podNodes = async () =>
    (await cluster.kubectl.get('pods')).map(({ spec }) => (spec as { nodeName?: string }).nodeName);
});
