import { byIdentity, differences, normalize } from './parity';
import { Manifest } from './testing';

describe('comparing by meaning', () => {
  const manifest = (fields: object, metadata: object = {}): Manifest => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'x', ...metadata },
    ...fields,
  });
  const role = (rules: object[]): Manifest => ({
    ...manifest({ rules }),
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
  });

  test.each<[string, Manifest, Manifest]>([
    ['labels of Helm', manifest({}, { labels: { 'helm.sh/chart': 'x-1' } }), manifest({})],
    ['null', manifest({ status: { creationTimestamp: null, a: 1 } }), manifest({ status: { a: 1 } })],
    [
      'empty annotations, resources and security contexts',
      manifest({ spec: { resources: {}, securityContext: {} } }, { annotations: {} }),
      manifest({ spec: {} }),
    ],
    [
      'labels of Helm on the pods of a template',
      manifest({ template: { metadata: { labels: { 'app.kubernetes.io/managed-by': 'Helm', a: 'b' } } } }),
      manifest({ template: { metadata: { labels: { a: 'b' } } } }),
    ],
    [
      'descriptions in schemas',
      manifest({ openAPIV3Schema: { description: 'words', properties: { description: { type: 'string' } } } }),
      manifest({ openAPIV3Schema: { properties: { description: { type: 'string' } } } }),
    ],
    [
      'how permissions are grouped into rules',
      role([{ apiGroups: [''], resources: ['a', 'b'], verbs: ['get'] }]),
      role([
        { apiGroups: [''], resources: ['b'], verbs: ['get'] },
        { apiGroups: [''], resources: ['a'], verbs: ['get'] },
      ]),
    ],
    [
      'the order of rules, and within them',
      role([
        { verbs: ['get'], resources: ['b'] },
        { resources: ['a'], verbs: ['list', 'get'] },
      ]),
      role([
        { verbs: ['get', 'list'], resources: ['a'] },
        { resources: ['b'], verbs: ['get'] },
      ]),
    ],
  ])('ignores %s', (_, one, other) => {
    expect(normalize(one)).toEqual(normalize(other));
  });

  test.each<[string, Manifest, Manifest]>([
    ['other empty maps', manifest({ spec: { selfSigned: {} } }), manifest({ spec: {} })],
    ['empty texts', manifest({ value: '' }), manifest({})],
    ['the order of other lists', manifest({ args: ['a', 'b'] }), manifest({ args: ['b', 'a'] })],
    ['selectors', manifest({ matchLabels: { 'helm.sh/chart': 'x' } }), manifest({ matchLabels: {} })],
    ['descriptions elsewhere', manifest({ description: 'words' }), manifest({})],
    ['what a rule allows', role([{ verbs: ['get'] }]), role([{ verbs: ['list'] }])],
    [
      'what belongs together in a rule',
      role([
        { resources: ['a'], verbs: ['get'] },
        { resources: ['b'], verbs: ['list'] },
      ]),
      role([{ resources: ['a', 'b'], verbs: ['get', 'list'] }]),
    ],
    ['the names that a rule is for', role([{ resourceNames: ['a'], verbs: ['get'] }]), role([{ verbs: ['get'] }])],
    ['numbers and texts', manifest({ port: '80' }), manifest({ port: 80 })],
  ])('does not ignore %s', (_, one, other) => {
    expect(normalize(one)).not.toEqual(normalize(other));
  });

  test('distinguishes objects of the same name by namespace, and rejects duplicates', () => {
    const twice = [manifest({}, { namespace: 'a' }), manifest({}, { namespace: 'b' }), manifest({})];
    expect(Object.keys(byIdentity(twice))).toEqual(['v1 ConfigMap a/x', 'v1 ConfigMap b/x', 'v1 ConfigMap x']);
    expect(() => byIdentity([...twice, manifest({})])).toThrow('v1 ConfigMap x is there twice');
  });
});

test('reports differences with object, field and both values', () => {
  const manifest = (name: string, spec: object): Manifest => ({
    apiVersion: 'v1',
    kind: 'X',
    metadata: { name },
    spec,
  });
  const ours = [manifest('a', { list: [1, 2], same: true }), manifest('b', {})];
  const theirs = [manifest('a', { list: [1, 3, 4], same: true }), manifest('c', {})];
  expect(differences(ours, theirs)).toEqual([
    { object: 'v1 X a', path: 'spec.list.1', ours: 2, theirs: 3 },
    { object: 'v1 X a', path: 'spec.list.2', ours: undefined, theirs: 4 },
    { object: 'v1 X b', path: '+', ours: manifest('b', {}), theirs: undefined },
    { object: 'v1 X c', path: '-', ours: undefined, theirs: manifest('c', {}) },
  ]);
});
