import { Manifest } from '../../lib/synth/manifest';
import { FieldValidation } from '../../lib/validation/field-validation';
import { describeProblem } from '../../lib/validation/problems';
import { objectCheck } from '../../lib/validation/object-check';
import { spinApp } from './cases/objects';

/** Findings in an object with the given metadata: `level: message`. */
function findings(metadata: unknown, object: Manifest = spinApp({})): string[] {
  const changed = { ...object, metadata } as Manifest;
  return objectCheck([changed], { fieldValidation: FieldValidation.WARN })(changed).map(
    (finding) => `${finding.level}: ${describeProblem(finding)}`,
  );
}

const KEY =
  'is not a valid qualified name: use at most 63 letters, digits, dashes, underscores and dots; it may have a DNS name and a slash as a prefix';
const VALUE =
  'is not a valid label value: use at most 63 letters, digits, dashes, underscores and dots, and begin and end with a letter or digit; shorten or change it, or use an annotation';

test.each<[string, object, string[]]>([
  ['a name', { name: 'a' }, []],
  [
    'a name in capitals',
    { name: 'Hello' },
    [
      "error: 'metadata.name' (Hello) is not a valid object name: use lower-case letters, digits, dashes and dots, at most 253 characters; begin and end it with a letter or digit",
    ],
  ],
  [
    'a number as a name',
    { name: 1 },
    ["error: 'metadata.name' (1) must be a string, not an integer; put it in quotes"],
  ],
  [
    'a namespace with a dot',
    { name: 'a', namespace: 'b.c' },
    [
      "error: 'metadata.namespace' (b.c) is not a valid DNS label: use lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
    ],
  ],
  ['the label of a tool', { name: 'a', labels: { 'a.b/C': 'D.e_f' } }, []],
  ['a label with a space', { name: 'a', labels: { 'b c': 'd' } }, [`error: 'metadata.labels['b c']' (b c) ${KEY}`]],
  ['a long label', { name: 'a', labels: { b: 'c d' } }, [`error: 'metadata.labels.b' (c d) ${VALUE}`]],
  [
    'a label that is true',
    { name: 'a', labels: { b: true } },
    ["error: 'metadata.labels.b' (true) must be a string, not true or false; put it in quotes"],
  ],
  ['a label that is null', { name: 'a', labels: { b: null } }, []],
  ['an annotation in capitals', { name: 'a', annotations: { 'B.C/d': 'e f' } }, []],
  [
    'an annotation with a space',
    { name: 'a', annotations: { 'b c': 'd' } },
    [`error: 'metadata.annotations['b c']' (b c) ${KEY}`],
  ],
  [
    'annotations that are too long',
    { name: 'a', annotations: { b: 'é'.repeat(128 * 1024) } },
    ["error: 'metadata.annotations' (262145 bytes) must not exceed 262144 bytes in total; use a ConfigMap"],
  ],
  ['annotations that just fit', { name: 'a', annotations: { bb: 'é'.repeat(128 * 1024 - 1) } }, []],
  [
    'a misspelled field',
    { name: 'a', lables: {} },
    ["warning: 'metadata.lables' ({}) is not a field of SpinApp: the API server drops it; did you mean 'labels'?"],
  ],
  ['a finalizer', { name: 'a', finalizers: ['a.b/C'] }, []],
  [
    'a finalizer that is not a valid name',
    { name: 'a', finalizers: [''] },
    [`error: 'metadata.finalizers[0]' ('') ${KEY}`],
  ],
  ['the beginning of a name', { generateName: 'a-' }, []],
  [
    'what no name begins with',
    { generateName: 'a.' },
    [
      "error: 'metadata.generateName' (a.) is not a valid object name: use lower-case letters, digits, dashes and dots, at most 253 characters; begin and end it with a letter or digit",
    ],
  ],
  ['no name at all', {}, ["error: 'metadata.name' is required; set it"]],
  [
    'an owner',
    { name: 'a', ownerReferences: [{ apiVersion: 'apps/v1', kind: 'B', name: 'c', uid: 'd', controller: true }] },
    [],
  ],
  [
    'an owner without all',
    { name: 'a', ownerReferences: [{ apiVersion: 'a/b/c', kind: '' }] },
    [
      "error: 'metadata.ownerReferences[0].kind' ('') is required; set it",
      "error: 'metadata.ownerReferences[0].name' is required; set it",
      "error: 'metadata.ownerReferences[0].uid' is required; set it",
      "error: 'metadata.ownerReferences[0].apiVersion' (a/b/c) is not a valid API version; use v1, or a group and a version such as apps/v1",
    ],
  ],
  [
    'an Event as its owner',
    { name: 'a', ownerReferences: [{ apiVersion: 'v1', kind: 'Event', name: 'c', uid: 'd' }] },
    [
      `error: 'metadata.ownerReferences[0]' ({"apiVersion":"v1","kind":"Event","name":"c","uid":"d"}) cannot be an Event; use another owner`,
    ],
  ],
  [
    'two controllers',
    {
      name: 'a',
      ownerReferences: ['c', 'd'].map((name) => ({ apiVersion: 'v1', kind: 'B', name, uid: 'e', controller: true })),
    },
    [
      `error: 'metadata.ownerReferences' ([{"apiVersion":"v1","kind":"B","name":"c","uid":"e","controller":true},{"apiVersion":"v1","kind":"B","name":"d","uid":"e","controller":true}]) can have only one controller; remove the others`,
    ],
  ],
  [
    'times and numbers that are none',
    { name: 'a', creationTimestamp: 'yesterday', generation: '1', managedFields: 'b', uid: 1 },
    [
      "error: 'metadata.creationTimestamp' (yesterday) is not a valid date and time; use the form 2026-11-24T08:00:00Z",
      "error: 'metadata.generation' (1) must be an integer, not a string; remove the quotes",
      "error: 'metadata.managedFields' (b) must be a list, not a string; give a list",
      "error: 'metadata.uid' (1) must be a string, not an integer; put it in quotes",
    ],
  ],
  ['what an API server adds', { name: 'a', uid: 'b', generation: 1, managedFields: [], creationTimestamp: null }, []],
])('checks metadata with %s', (_, metadata, expected) => {
  expect(findings(metadata)).toEqual(expected);
});

test('does not check the names of kinds without a schema', () => {
  expect(
    findings({ name: 'system:a' }, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: {} }),
  ).toEqual([]);
});
