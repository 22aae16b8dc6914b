import { Manifest } from '../../lib/synth/manifest';
import { FieldValidation } from '../../lib/validation/field-validation';
import { describeFinding } from '../../lib/validation/finding';
import { objectCheck } from '../../lib/validation/object-check';
import { spinApp } from './admission-cases';

/** What is found in an object with metadata: `level: words`. */
function findings(metadata: unknown, object: Manifest = spinApp({})): string[] {
  const changed = { ...object, metadata } as Manifest;
  return objectCheck([changed], { fieldValidation: FieldValidation.WARN })(changed).map(
    (finding) => `${finding.level}: ${describeFinding(finding)}`,
  );
}

const KEY =
  'must be a qualified name: at most 63 letters, digits, dashes, underscores and dots; a DNS name and a slash may stand before it';
const VALUE =
  'must be at most 63 letters, digits, dashes, underscores and dots, and begin and end with a letter or digit; shorten or change it, or use an annotation';

test.each<[string, object, string[]]>([
  ['a name', { name: 'a' }, []],
  [
    'a name in capitals',
    { name: 'Hello' },
    [
      "error: 'metadata.name' (Hello) is no name of an object: lower-case letters, digits, dashes and dots, at most 253 characters; begin and end it with a letter or digit",
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
    ["error: 'metadata.namespace' (b.c) is no name of a namespace; use lower-case letters, digits and dashes"],
  ],
  ['the label of a tool', { name: 'a', labels: { 'a.b/C': 'D.e_f' } }, []],
  [
    'a label with a space',
    { name: 'a', labels: { 'b c': 'd' } },
    [`error: 'metadata.labels['b c']' (b c) has a key that ${KEY}`],
  ],
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
    [`error: 'metadata.annotations['b c']' (b c) has a key that ${KEY}`],
  ],
  [
    'annotations that are too long',
    { name: 'a', annotations: { b: 'é'.repeat(128 * 1024) } },
    ["error: 'metadata.annotations' (262145 bytes) are longer than 262144 bytes together; put it into a ConfigMap"],
  ],
  ['annotations that just fit', { name: 'a', annotations: { bb: 'é'.repeat(128 * 1024 - 1) } }, []],
  [
    'a misspelled field',
    { name: 'a', lables: {} },
    ["warning: 'metadata.lables' ({}) is not a field of SpinApp: the API server drops it; did you mean 'labels'?"],
  ],
  ['what an API server adds', { name: 'a', uid: 'b', generation: 1, managedFields: [], creationTimestamp: null }, []],
])('metadata with %s', (_, metadata, expected) => {
  expect(findings(metadata)).toEqual(expected);
});

test('of kinds that are not known here, names are not judged', () => {
  expect(
    findings({ name: 'system:a' }, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: {} }),
  ).toEqual([]);
});
