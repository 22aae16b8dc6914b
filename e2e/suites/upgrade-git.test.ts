import { Delivery } from '../../lib';
import { inOwnCluster } from '../src/cluster';
import { interruptionOf } from '../src/continuity';
import { GIT_OPS } from '../src/git-ops';
import { hasReplicas } from '../src/node-cluster';
import { nodeInstallers } from '../src/node-installers/stand-in';
import { addPlatform } from '../src/sample';
import { synthBundle, useCluster } from '../src/suite';
import { APP, CHAINS, runUpgrade, scriptFor, startChain } from '../src/upgrades';

const OPERATOR = ['deployment/spin-operator-controller-manager', '--namespace=spin-operator'];

/** Time limit for a step on a busy machine, in milliseconds. After it, the next step would start beside it. */
const STEP = 600_000;

/** The guide to upgrades through Git, step by step. */
describe.each(GIT_OPS)('$title', (tool) => {
  inOwnCluster('in a cluster', () => {
    const cluster = useCluster(nodeInstallers);
    const chain = CHAINS['the versions of the tutorial'];
    const { steps } = chain;
    let old: string;

    beforeAll(async () => {
      old = await startChain(cluster.kubectl, chain);
      await tool.install(cluster.kubectl);
    }, 240_000);

    test.each(steps)(
      'moves the cluster without an interruption: $title',
      async ({ blocksChanges = false, needsScript = false, platform, recreated = [], title }) => {
        const { kubectl } = cluster;
        const now = synthBundle(
          (bundle) => {
            addPlatform(bundle, platform, { replicas: 2 });
          },
          { deliveries: [Delivery.kubectl(), tool.delivery] },
        );
        const upgrade = async () => {
          if (needsScript) {
            const script = scriptFor(old, now, title === steps[0].title);
            await tool.suspend(kubectl);
            await runUpgrade(kubectl, script, now, '--field-manager', tool.fieldManager);
          }
          await tool.push(kubectl, now);
          await hasReplicas(kubectl, APP, 2);
        };
        const { unchangeable, ...interruption } = await interruptionOf(
          kubectl,
          APP,
          `${tool.title}: ${title}`,
          upgrade,
        );
        expect(interruption).toEqual({ unavailable: 0, recreated });
        expect(unchangeable > 0).toBe(blocksChanges);
        expect(await appliers()).toBe(tool.fieldManager);
        old = now;
      },
      STEP,
    );

    /** The field managers that have applied the Deployment of spin-operator. */
    const appliers = () => {
      const path = '{.metadata.managedFields[?(@.operation=="Apply")].manager}';
      return cluster.kubectl.text('get', ...OPERATOR, `--output=jsonpath=${path}`, '--show-managed-fields');
    };
  });
});
