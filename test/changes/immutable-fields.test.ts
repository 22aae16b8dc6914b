import { immutableChanges, KINDS_WITH_IMMUTABLE_FIELDS } from '../../lib/changes/immutable-fields';
import { Manifest } from '../../lib/synth/manifest';
import { CHANGE_CASES, ChangeCase, objectsOf } from './immutable-fields.cases';

const titled = CHANGE_CASES.map((change): [string, ChangeCase] => [
  `${change.kind} ${JSON.stringify(change.before)} to ${JSON.stringify(change.after)}`,
  change,
]);

/** The fields whose changes are found. */
function fieldsOf(change: ChangeCase): string[] {
  const [old, object] = objectsOf(change, 0) as Manifest[];
  return immutableChanges(old, object).map(({ field }) => field);
}

describe('immutable fields', () => {
  test.each(titled.filter(([, { fields }]) => fields.length > 0))('rejects %s', (_, change) => {
    expect(fieldsOf(change)).toEqual(change.fields);
  });

  test.each(titled.filter(([, { fields }]) => fields.length === 0))('accepts %s', (_, change) => {
    expect(fieldsOf(change)).toEqual([]);
  });

  test('have cases of both verdicts for each kind', () => {
    const kinds = (isRejected: boolean) => [
      ...new Set(CHANGE_CASES.filter(({ fields }) => fields.length > 0 === isRejected).map(({ kind }) => kind)),
    ];
    const known = [...KINDS_WITH_IMMUTABLE_FIELDS].sort();
    expect([kinds(true).sort(), kinds(false).sort()]).toEqual([known, expect.arrayContaining(known)]);
    expect(CHANGE_CASES.length).toBeGreaterThan(120);
  });

  test('accepts a claim that grows, as drivers may allow it', () => {
    const claim = (storage: string) => ({
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
    });
    const change = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      before: claim('1Gi'),
      after: claim('2Gi'),
      fields: [],
    };
    expect(fieldsOf(change)).toEqual([]);
  });

  test('are not looked for in kinds of the same name', () => {
    const change = { before: { handler: 'a' }, after: { handler: 'b' }, fields: [] };
    expect(fieldsOf({ apiVersion: 'example.com/v1', kind: 'RuntimeClass', ...change })).toEqual([]);
  });
});
