import { NodeInstaller, SpinKube } from '../../lib';
import { sampleObjects } from '../../test/validation/arbitrary/objects';
import { disagreements, failing, recordVerdicts, unforeseen, Verdict } from '../../test/validation/verdict';
import { ApiServer } from '../src/api-server';
import { inOwnCluster } from '../src/cluster';
import { mustRun } from '../src/scripts';
import { synthBundle, useCluster } from '../src/suite';
import { addWhatComesOfThem, askForVerdicts, prepareNamespace } from '../src/verdicts';

/** Number of objects. */
const COUNT = 2600;

/** Seed of the random objects. */
const SEED = Number(process.env.E2E_SEED ?? 42);

/** Timeout for all objects, in milliseconds. */
const LIMIT = 600_000;

inOwnCluster('verdicts of the API server and the operator', () => {
  const cluster = useCluster();
  let verdicts: Verdict[];

  beforeAll(async () => {
    const bundle = synthBundle((one) => {
      new SpinKube(one, 'spinkube', { nodeInstaller: NodeInstaller.preinstalled(), appNamespaces: [] });
    });
    await mustRun(cluster.kubectl, bundle, 'install', '--timeout', '90s');
    await prepareNamespace(cluster.kubectl);
    const server = new ApiServer(cluster.kubectl.kubeconfig);
    try {
      const asked = await askForVerdicts(server, sampleObjects(COUNT, SEED));
      verdicts = await addWhatComesOfThem(server, cluster.kubectl, asked);
    } finally {
      server.close();
    }
    if (process.env.E2E_RECORD !== undefined) {
      recordVerdicts(verdicts);
    }
  }, LIMIT);

  test('match the errors of the library exactly', () => {
    expect(disagreements(verdicts)).toEqual([]);
  });

  test('include a reason for every SpinApp that never works', () => {
    expect(failing(verdicts).filter(({ failure }) => failure === undefined)).toEqual([]);
  });

  test('are predicted for 98 % of the accepted objects that never work', () => {
    const all = failing(verdicts).length;
    const missed = unforeseen(verdicts);
    expect(all).toBeGreaterThan(100);
    expect(missed.length > 0.02 * all ? missed : []).toEqual([]);
  });
});
