import { Edit, setting } from './json';

/** An owner as it should be. There is none: an app with it would be accepted, and collected at any time. */
const OWNER = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'a' };

/**
 * Values of fields besides name, labels and annotations. That `resourceVersion` is set is not among them: a dry run accepts
 * what is refused when it is meant.
 */
const VALUES: readonly (readonly [path: string, ...values: unknown[]])[] = [
  ['metadata/finalizers', [], ['a'], ['example.com/a'], ['a b'], ['A.b/c'], [''], [null], 'a'],
  ['metadata/ownerReferences', [], [{}], 'a', [{ ...OWNER, uid: undefined }], [{ ...OWNER, uid: '' }]],
  ['metadata/ownerReferences', [{ ...OWNER, kind: '' }], [{ ...OWNER, name: '' }], [{ ...OWNER, apiVersion: '' }]],
  ['metadata/ownerReferences', [{ ...OWNER, apiVersion: 'a/b/c' }], [{ ...OWNER, kind: 'Event' }]],
  ['metadata/ownerReferences', ['a', 'b'].map((name) => ({ ...OWNER, name, uid: name, controller: true }))],
  ['metadata/generateName', 'a-', 'a.', 'A_', '-', '', 1, null],
  ['metadata/creationTimestamp', null, '2026-11-24T08:00:00Z', 'yesterday', 1],
  ['metadata/generation', 1, -1, '1', 1.5],
  ['metadata/deletionGracePeriodSeconds', 1, '1'],
  ['metadata/managedFields', [], 'a'],
  ['metadata/selfLink', '/a', 1],
  ['metadata/uid', 'a', 1],
  ['metadata/unheardOf', 'a'],
];

/** What people get wrong about the metadata of any object, often because they have copied it from a cluster. */
export const METADATA_MISTAKES: readonly Edit[] = VALUES.flatMap(([path, ...values]) =>
  values.map((value) => setting(path, value)),
);
