import { NodeInstaller, SpinKube } from '../../lib';
import { sampleObjects } from '../../test/validation/arbitrary/objects';
import { disagreements, failing, recordVerdicts, unforeseen, Verdict } from '../../test/validation/verdict';
import { ApiServer } from '../src/api-server';
import { inOwnCluster } from '../src/cluster';
import { mustRun } from '../src/scripts';
import { synthBundle, useCluster } from '../src/suite';
import { addWhatComesOfThem, askForVerdicts, prepareNamespace } from '../src/verdicts';

/** So many objects are asked about. */
const COUNT = 2600;

/** Which ones: with another seed there are others. */
const SEED = Number(process.env.E2E_SEED ?? 42);

/** All of it together may take so long. */
const LIMIT = 600_000;

inOwnCluster('verdict by verdict', () => {
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

  test('what the server refuses has an error, and nothing else has', () => {
    expect(disagreements(verdicts)).toEqual([]);
  });

  test('the operator says of every SpinApp that never works why: none was only not looked at yet', () => {
    expect(failing(verdicts).filter(({ failure }) => failure === undefined)).toEqual([]);
  });

  test('of what is accepted and never works, 98 % are foreseen', () => {
    const all = failing(verdicts).length;
    const missed = unforeseen(verdicts);
    expect(all).toBeGreaterThan(100);
    expect(missed.length > 0.02 * all ? missed : []).toEqual([]);
  });
});
