import { inOwnCluster } from '../src/cluster';
import { interruptionOf } from '../src/continuity';
import { hasReplicas } from '../src/node-cluster';
import { nodeInstallers } from '../src/node-installers/stand-in';
import { addPlatform } from '../src/sample';
import { synthBundle, useCluster } from '../src/suite';
import { APP, CHAINS, runUpgrade, scriptFor, startChain } from '../src/upgrades';

/** Time limit for a step on a busy machine, in milliseconds. After it, the next step would start beside it. */
const STEP = 600_000;

describe.each(Object.entries(CHAINS))('upgrade.sh from Helm, %s', (title, chain) => {
  inOwnCluster('in a cluster', () => {
    const cluster = useCluster(nodeInstallers);
    const { steps } = chain;
    let old: string;

    beforeAll(async () => {
      old = await startChain(cluster.kubectl, chain);
    }, 240_000);

    test.each(steps)(
      'moves the cluster without an interruption: $title',
      async ({ blocksChanges = false, platform, recreated = [], title: step }) => {
        const now = synthBundle((bundle) => {
          addPlatform(bundle, platform, { replicas: 2 });
        });
        const script = scriptFor(old, now, step === steps[0].title);
        const upgrade = async () => {
          await runUpgrade(cluster.kubectl, script, now);
          await hasReplicas(cluster.kubectl, APP, 2);
        };
        const { unchangeable, ...interruption } = await interruptionOf(
          cluster.kubectl,
          APP,
          `${title}: ${step}`,
          upgrade,
        );
        await upgrade(); // It can be run again.
        expect(interruption).toEqual({ unavailable: 0, recreated });
        expect(unchangeable > 0).toBe(blocksChanges);
        old = now;
      },
      STEP,
    );
  });
});
