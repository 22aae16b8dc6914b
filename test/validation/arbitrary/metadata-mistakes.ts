import { Edit, setting } from './json';

/** Valid reference to a missing owner; never used unchanged, because the garbage collector would delete the app at any time. */
const OWNER = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'a' };

/**
 * Values of fields other than name, labels and annotations. `resourceVersion` is left out, because a dry run accepts it but
 * a real request is rejected.
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

/** Common mistakes in the metadata of any object, often copied from a cluster. */
export const METADATA_MISTAKES: readonly Edit[] = VALUES.flatMap(([path, ...values]) =>
  values.map((value) => setting(path, value)),
);
