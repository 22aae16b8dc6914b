import { refusals } from '../../lib/changes/risks/refused';
import { Manifest } from '../../lib/synth/manifest';
import { CHANGE_CASES, objectsOf } from '../../test/changes/immutable-fields.cases';
import { inOwnCluster } from '../src/cluster';
import { must } from '../src/kubectl';
import { useCluster } from '../src/suite';

/** The words of the API server about a change, as opposed to an object that is invalid in itself. */
const CHANGE_REJECTED =
  /immutable|forbidden|cannot change|may not (be )?change|may not be specified|only allowed|must remain|in tandem/i;

/** The changes that `diff` and a synth say are refused, on a real control plane. */
inOwnCluster('changes of objects', () => {
  const cluster = useCluster();

  test('are rejected by the API server if they are refused, and no others', async () => {
    const pairs = CHANGE_CASES.map((change, id) => objectsOf(change, id) as Manifest[]);
    await must(
      cluster.kubectl.apply(
        pairs.map(([old]) => old),
        '--validate=false',
      ),
    );
    await cluster.kubectl.text('wait', '--for=condition=Established', 'crds', '--all');
    const answers: string[] = [];
    for (const [, object] of pairs) {
      const { code, stderr } = await cluster.kubectl.apply([object], '--dry-run=server', '--validate=false');
      answers.push(code === 0 ? 'accepted' : CHANGE_REJECTED.test(stderr) ? 'refused' : stderr);
    }
    const titled = (words: string[]) => words.map((word, id) => `${JSON.stringify(CHANGE_CASES[id])}: ${word}`);
    const expected = pairs.map(([old, object]) => (refusals(old, object).length > 0 ? 'refused' : 'accepted'));
    expect(titled(answers)).toEqual(titled(expected));
  });
});
