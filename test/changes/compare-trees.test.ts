import { compareTrees } from '../../lib/changes/compare-trees';
import { treeAt } from '../../lib/changes/tree-source';
import { identity } from '../../lib/synth/manifest';
import { objectOf } from '../../lib/changes/object-change';
import { APPLICATIONS, configMap, object, Stages, stagesThatChange } from './trees';

/** The differences as `stage: action identity`. */
function changes(before: Stages, after: Stages): string[] {
  return stagesThatChange(before, after).flatMap(({ name, ...stage }) =>
    stage.changes.map((change) => {
      const from = change.movedFrom === undefined ? '' : ` from ${change.movedFrom}`;
      return `${name}: ${change.action} ${identity(objectOf(change))}${from}`;
    }),
  );
}

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => configMap(name));

describe('two trees', () => {
  test.each(['dist', 'examples/fleet/dist', 'examples/gardener-tutorial/dist'])(
    'do not differ if both are %s',
    (folder) => {
      expect(compareTrees(treeAt(folder, folder), treeAt(folder, folder))).toEqual({ clusters: [] });
    },
  );

  test('differ in objects that are added, removed and changed, in the order of the stages', () => {
    const before = { first: [a, b], last: [c] };
    const after = { last: [configMap('c', 'y')], first: [d, b] };
    expect(changes(before, after)).toEqual([
      'last: changed ConfigMap/default/c',
      'first: added ConfigMap/default/d',
      'first: removed ConfigMap/default/a',
    ]);
  });

  test('list removed stages last, in reverse', () => {
    expect(changes({ one: [a, b], two: [c], three: [] }, { new: [d] })).toEqual([
      'new: added ConfigMap/default/d',
      'two: removed ConfigMap/default/c',
      'one: removed ConfigMap/default/b',
      'one: removed ConfigMap/default/a',
    ]);
    expect(stagesThatChange({ one: [], two: [] }, {}).map(({ name, state }) => [name, state])).toEqual([
      ['two', 'removed'],
      ['one', 'removed'],
    ]);
  });

  test('tell an object that moves from one that is removed and added', () => {
    expect(changes({ one: [a, b], two: [] }, { one: [b], two: [configMap('a', 'y')] })).toEqual([
      'two: moved ConfigMap/default/a from one',
    ]);
  });

  test('tell a stage with another name from objects that move', () => {
    const [stage, ...others] = stagesThatChange({ one: [a, b, c] }, { uno: [a, b, d] });
    expect(others).toEqual([]);
    expect(stage).toMatchObject({ name: 'uno', state: 'renamed', renamedFrom: 'one', risks: [] });
    expect(changes({ one: [a, b, c] }, { uno: [a, b, d] })).toEqual([
      'uno: added ConfigMap/default/d',
      'uno: removed ConfigMap/default/c',
    ]);
  });

  test('have a stage with another name only if most of its objects are in one new stage', () => {
    expect(changes({ one: [a, b, c] }, { uno: [a], due: [b], tre: [c] })).toEqual([
      'uno: moved ConfigMap/default/a from one',
      'due: moved ConfigMap/default/b from one',
      'tre: moved ConfigMap/default/c from one',
    ]);
    expect(changes({ one: [a], two: [b] }, { two: [b, a] })).toEqual(['two: moved ConfigMap/default/a from one']);
  });

  test('match objects across versions and groups of their API', () => {
    const app = (apiVersion: string) => object('SpinApp', apiVersion, { spec: { image: 'a' } });
    const change = (from: string, to: string) => changes({ apps: [app(from)] }, { apps: [app(to)] });
    expect(change('core.spinkube.dev/v1alpha1', 'core.spinkube.dev/v1')).toEqual([
      'apps: changed SpinApp.core.spinkube.dev/a',
    ]);
    expect(change('core.spinoperator.dev/v1alpha1', 'core.spinkube.dev/v1alpha1')).toEqual([
      'apps: regrouped SpinApp.core.spinkube.dev/a',
    ]);
  });

  test('match the same object in two stages with itself', () => {
    expect(changes({ dev: [configMap('a')], prod: [a] }, { prod: [a], dev: [configMap('a', 'y')] })).toEqual([
      'dev: changed ConfigMap/default/a',
    ]);
    expect(changes({ dev: [a], prod: [configMap('a')] }, { dev: [a] })).toEqual(['prod: removed ConfigMap/default/a']);
  });

  test('compare clusters one by one', () => {
    const cluster = (name: string, objects: object[]) => ({
      name,
      stages: [{ name: 'apps', dependsOn: [], objects: objects as never[] }],
    });
    const before = { clusters: [cluster('dev', [a]), cluster('prod', [a]), cluster('old', [a])] };
    const after = { clusters: [cluster('prod', [b]), cluster('dev', [a])] };
    const found = compareTrees(before, after).clusters.map(({ name, stages }) => [name, stages[0].changes.length]);
    expect(found).toEqual([
      ['prod', 2],
      ['old', 1],
    ]);
  });

  test('say that a stage with another name may be pruned', () => {
    const [stage] = stagesThatChange({ one: [a, b], ...APPLICATIONS }, { uno: [a, b], ...APPLICATIONS });
    expect(stage.risks.map(({ name, text }) => [name, text])).toEqual([
      ['loss', expect.stringContaining('the stage one has another name')],
    ]);
  });
});

describe('values of Secrets', () => {
  const secret = (content: object, metadata: object = {}) => object('Secret', 'v1', content, metadata);

  test.each([
    [secret({ data: { a: 'b2xk' } }), secret({ data: { a: 'bmV3' } })],
    [secret({ stringData: { a: 'b2xk' } }), secret({ data: { b: 'bmV3' } })],
    [secret({ data: { a: 'b2xk' }, immutable: true }), secret({ data: { a: 'bmV3' }, immutable: true })],
    [secret({}, { annotations: { last: 'b2xk' } }), secret({}, { annotations: { last: 'bmV3' } })],
    [secret({ data: { a: 'b2xk' } }), object('Secret', 'example.com/v1', { data: { a: 'bmV3' } })],
  ])('are hidden', (before, after) => {
    const [stage] = stagesThatChange({ apps: [before] }, { apps: [after] });
    const [{ fields, risks }] = stage.changes;
    expect(fields.length).toBeGreaterThan(0);
    expect(JSON.stringify([fields, risks])).not.toMatch(/b2xk|bmV3/);
  });

  test('do not hide the other fields', () => {
    const [stage] = stagesThatChange({ apps: [secret({ type: 'a' })] }, { apps: [secret({ type: 'b' })] });
    expect(stage.changes[0].fields).toEqual([{ path: 'type', before: 'a', after: 'b' }]);
  });
});
