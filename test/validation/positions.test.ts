import { readObjects } from '../../lib/validation/documents/read-objects';
import { positionOf } from '../../lib/validation/documents/positions';

/** `line:column` of a path of the object with an index. */
function place(text: string, path: string, index = 0): string {
  const position = positionOf(readObjects('a.yaml', text)[index], path);
  return position ? `${position.line}:${position.column}` : '';
}

const YAML = `# An app
apiVersion: v1
kind: Pod
metadata:
  name: a
  labels: {app.kubernetes.io/name: a, "b c": d}
spec:
  containers:
    - name: one
      env:
      - name: A
      -
        name: B
    - "name": two
      'image':
        x:1
  list: [1, {a: b},
    [2]]
  empty:
  ? complex
  : value
`;

test.each([
  ['', '2:1'],
  ['kind', '3:1'],
  ['metadata.name', '5:3'],
  ["metadata.labels['app.kubernetes.io/name']", '6:12'],
  ["metadata.labels['b c']", '6:39'],
  ['spec.containers', '8:3'],
  ['spec.containers[0]', '9:7'],
  ['spec.containers[0].env[1].name', '13:9'],
  ['spec.containers[1].name', '14:7'],
  ['spec.containers[1].image', '15:7'],
  ['spec.list[0]', '17:10'],
  ['spec.list[1].a', '17:14'],
  ['spec.list[2][0]', '18:6'],
  ['spec.empty', '19:3'],
  ['spec.complex', '20:5'],
])('finds %j at %s', (path, expected) => {
  expect(place(YAML, path)).toBe(expected);
});

test.each([
  ['a field that is not set', 'spec.replicas', '7:1'],
  ['an index that does not exist', 'spec.containers[2].name', '8:3'],
  ['a field of a field that is not set', 'spec.template.spec', '7:1'],
  ['a field of a value', 'metadata.name.a', '5:3'],
  ['a field of nothing', 'spec.empty.a', '19:3'],
  ['a name that only begins like a field', 'spec.listing', '7:1'],
  ['a field of the object that is not set', 'status', '2:1'],
])('takes the nearest parent of %s', (_, path, expected) => {
  expect(place(YAML, path)).toBe(expected);
});

const object = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

test.each([
  ['a document', `${object('a')}---\n# b\n${object('b')}`, 1, 'metadata.name', '8:12'],
  ['a document after an empty one', `---\n---\n${object('b')}`, 0, 'kind', '4:1'],
  ['a document that begins beside its marker', `${object('a')}--- {apiVersion: v1, kind: A}\n`, 1, 'kind', '4:22'],
  ['an item of a list', `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: A}\n`, 0, 'kind', '4:20'],
  ['an item itself', `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: A}\n`, 0, '', '4:3'],
  ['JSON', '{"apiVersion": "v1",\n\t"kind": "A"}', 0, 'kind', '2:2'],
  ['lines of Windows', object('a').replace(/\n/g, '\r\n'), 0, 'metadata.name', '3:12'],
  ['a text with a byte order mark', `\uFEFF${object('a')}`, 0, 'kind', '2:1'],
  [
    'brackets that close at the beginning of a line',
    `${object('a')}d: {\nb: [\n1, 2\n]\n}\ne: 1\n`,
    0,
    'd.b[1]',
    '6:4',
  ],
  ['what follows such brackets', `${object('a')}d: {\nb: 1\n}\ne: 1\n`, 0, 'e', '7:1'],
  ['JSON in lines', '{"apiVersion": "v1","kind": "A"}\n{"apiVersion": "v1","kind": "B"}\n', 1, 'kind', '2:21'],
  ['a repeated key, of which the last one counts', `${object('a')}d: 1\nd: 2\n`, 0, 'd', '5:1'],
  ['keys that are not strings', `${object('a')}d: {yes: 1, 0o7: 2}\n`, 0, "d['7']", '4:13'],
  ['an alias', `a: &a {b: c}\nd: *a\n${object('a')}`, 0, 'd.b', '2:1'],
  ['a merged map', `a: &a {b: c}\nd:\n  <<: *a\n${object('a')}`, 0, 'd.b', '2:1'],
  ['a value with an anchor and a tag', `${object('a')}d: !!map &x\n  b: c\n`, 0, 'd.b', '5:3'],
])('finds fields of %s', (_, text, index, path, expected) => {
  expect(place(text, path, index)).toBe(expected);
});

test('finds syntax errors and documents that are not objects', () => {
  const text = `${object('a')}---\na: [1\n---\nreplicas: 1\n`;
  expect([place(text, '', 1), place(text, '', 2)]).toEqual(['5:6', '7:1']);
});

test('knows nothing about objects that were not read from a file', () => {
  expect(positionOf({ file: 'a.yaml', index: 0 }, 'spec')).toBeUndefined();
});
