import { ClusterSchemas } from '../../lib/validation/schema/schemas';
import { fieldsOf, pathsOf, Schema } from '../definitions';
import { disagreements, failing, recordedVerdicts, unforeseen } from './verdict';

/** Verdicts of a real control plane, recorded by `npm run e2e -- verdicts --record`. */
const VERDICTS = recordedVerdicts();

test('covers thousands of verdicts, of every sort', () => {
  expect(VERDICTS.length).toBeGreaterThanOrEqual(2000);
  expect(VERDICTS.filter(({ refused }) => refused !== undefined).length).toBeGreaterThan(400);
  expect(VERDICTS.filter(({ works }) => works === true).length).toBeGreaterThan(400);
  expect(failing(VERDICTS).length).toBeGreaterThan(400);
});

test.each(['SpinApp', 'SpinAppExecutor'])('covers each field of the spec of a %s', (kind) => {
  const all = VERDICTS.filter(({ object }) => object.kind === kind);
  const set = new Set(all.flatMap(({ object }) => pathsOf(object.spec)));
  const { spec } = ClusterSchemas.NEWEST.schemaOf('core.spinkube.dev/v1alpha1', kind)?.properties ?? {};
  const fields = fieldsOf(spec as Schema).map(({ path }) => path);
  expect(fields.length).toBeGreaterThan(10);
  expect(fields.filter((path) => !set.has(path))).toEqual([]);
});

test('reports an error for exactly what the server rejects', () => {
  expect(disagreements(VERDICTS)).toEqual([]);
});

test('predicts 98 % of what is accepted but never works', () => {
  const missed = unforeseen(VERDICTS);
  expect(missed.length > 0.02 * failing(VERDICTS).length ? missed : []).toEqual([]);
});
