import { isForeign, readObjects } from '../../lib/validation/documents/read-objects';

/** Contents of a text: `kind/name` of objects, `rule path text` of problems. */
function read(text: string): string[] {
  return readObjects('a.yaml', text).map(({ index, manifest, problem }, number) => {
    expect(index).toBe(number);
    return manifest
      ? `${manifest.kind}/${manifest.metadata.name ?? ''}`
      : `${problem?.rule} ${problem?.path} ${problem?.text}`;
  });
}

const object = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
const NO_OBJECT = 'object  is not a Kubernetes object: it has no apiVersion and kind';

test.each<[string, string, string[]]>([
  ['nothing', '', []],
  ['comments', '# a\n---\n# b\n---\n', []],
  ['an object', object('a'), ['ConfigMap/a']],
  [
    'objects',
    `${object('a')}---\n${object('b')}...\n---\n${object('c')}`,
    ['ConfigMap/a', 'ConfigMap/b', 'ConfigMap/c'],
  ],
  ['a byte order mark, and line ends of Windows', `\uFEFF${object('a').replace(/\n/g, '\r\n')}`, ['ConfigMap/a']],
  ['JSON', '{"apiVersion": "v1",\n\t"kind": "ConfigMap", "metadata": {"name": "a"}}', ['ConfigMap/a']],
  [
    'a list',
    `apiVersion: v1\nkind: List\nitems:\n- ${object('a').trim().replace(/\n/g, '\n  ')}\n- 1\n`,
    ['ConfigMap/a', NO_OBJECT],
  ],
  ['a list of a kind', 'apiVersion: v1\nkind: SecretList\nitems: []\n', []],
  ['a kind that only sounds like a list', 'apiVersion: a/v1\nkind: AllowList\nmetadata: {name: a}\n', ['AllowList/a']],
  ['no metadata', 'apiVersion: v1\nkind: ConfigMap\n', ['ConfigMap/']],
  ['metadata that is nothing', 'apiVersion: v1\nkind: ConfigMap\nmetadata: null\n', ['ConfigMap/']],
  ['metadata that is a text', 'apiVersion: v1\nkind: ConfigMap\nmetadata: a\n', ['object metadata must be an object']],
  ['metadata that is a list', 'apiVersion: v1\nkind: ConfigMap\nmetadata: []\n', ['object metadata must be an object']],
  ['no kind', 'apiVersion: v1\n', [NO_OBJECT]],
  ['a number as its kind', 'apiVersion: v1\nkind: 1\n', [NO_OBJECT]],
  ['a text', 'hello', [NO_OBJECT]],
  ['values', 'replicas: 1\n', [NO_OBJECT]],
  [
    'a broken document between others',
    `${object('a')}---\na: [1\n---\n${object('b')}`,
    ['ConfigMap/a', 'yaml 5:6 is not indented enough, or a bracket or quote before it is not closed', 'ConfigMap/b'],
  ],
  ['a key twice', 'apiVersion: v1\nkind: ConfigMap\nkind: Secret\n', ['Secret/']],
  ['an alias of nothing', 'a: *b\n', ["yaml 1:4 has the alias 'b', but no anchor '&b' before it"]],
  ['an alias of the list it is in', 'a: &a [*a]\n', ["yaml 1:8 has the alias 'a' within the value that it refers to"]],
  [
    'an alias of the map it is merged into',
    'a: &a\n  b: {<<: *a}\n',
    ["yaml 2:11 has the alias 'a' within the value that it refers to"],
  ],
  ['an alias of another anchor of the same name', `${object('a')}list: &a [&a b, *a]\n`, ['ConfigMap/a']],
  ['a tab', 'a:\n\tb: 1\n', ['yaml 2:1 has a tab in its indentation, where only spaces are allowed']],
  [
    'directives',
    `%YAML 1.1\n---\n${object('a')}...\n# b\n%YAML 1.1\n---\n${object('b')}---\na: [\nb\n`,
    ['ConfigMap/a', 'ConfigMap/b', 'yaml 15:1 is not indented enough, or a bracket or quote before it is not closed'],
  ],
  ['JSON objects in one line each', '{"apiVersion":"v1","kind":"A"}\n{"apiVersion":"v1","kind":"B"}\n', ['A/', 'B/']],
  [
    'JSON objects that follow each other',
    ['A', 'B', 'C'].map((kind) => JSON.stringify({ apiVersion: 'v1', kind }, undefined, 2)).join('\r\n'),
    ['A/', 'B/', 'C/'],
  ],
  [
    'a broken JSON object between others',
    '{"apiVersion":"v1","kind":"A"}\n{"apiVersion":"v1" "kind":"B"}\n{"apiVersion":"v1","kind":"C"}\n',
    ['A/', 'yaml 2:20 missed comma between flow collection entries', 'C/'],
  ],
  ['JSON with comments', '# a\n{\n  # b\n  "apiVersion": "v1", # c\n  "kind": "A"\n}\n', ['A/']],
  ['a key that means something to JavaScript', `__proto__: {a: b}\n${object('a')}`, ['ConfigMap/a']],
])('reads a text with %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

test('lists repeated keys', () => {
  const text = `${object('a')}data: {a: 1, b: 1, "a": 2}\nlist:\n- b: 1\n  b: 2\nmore: &m {a: 1}\nmerged: {<<: *m, a: 2}\n`;
  expect(readObjects('a.yaml', text)).toMatchObject([{ repeated: ['data.a', 'list[0].b'] }]);
});

test('lists repeated keys of a list itself, of which the last one counts', () => {
  const item = (name: string) => `items: [{ apiVersion: v1, kind: ConfigMap, metadata: { name: ${name} } }]\n`;
  const text = `apiVersion: v1\nkind: List\n${item('a')}${item('b')}`;
  expect(readObjects('a.yaml', text)).toMatchObject([
    { index: 0, repeated: ['items'] },
    { index: 1, repeated: [], manifest: { metadata: { name: 'b' } } },
  ]);
});

test('lists repeated keys of objects in a list', () => {
  const text =
    'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: A, a: 1, a: 2}\n- {apiVersion: v1, kind: B}\n';
  expect(readObjects('a.yaml', text)).toMatchObject([{ repeated: ['a'] }, { repeated: [] }]);
});

test('merges maps and copies aliases', () => {
  const text = `${object('a')}data: &d {a: 1}\nmore: {<<: *d, b: 2}\nsame: *d\n`;
  expect(readObjects('a.yaml', text)[0].manifest).toMatchObject({ more: { a: 1, b: 2 }, same: { a: 1 } });
});

test('limits nested aliases', () => {
  const levels = Array.from({ length: 9 }, (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`);
  expect(read(`${object('a')}l0: &l0 [a]\n${levels.join('\n')}\n`)).toEqual([
    'yaml 9:22 copies more than 100000 values by aliases',
  ]);
});

test.each([
  ['lists', `a: ${'['.repeat(100_000)}`],
  ['maps', Array.from({ length: 1000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')],
])('limits the depth of %s', (_, text) => {
  expect(read(`${object('a')}---\n${text}\n---\n${object('b')}`)).toEqual([
    'ConfigMap/a',
    expect.stringMatching(/^yaml \d+:\d+ is nested more than 200 levels deep$/),
    'ConfigMap/b',
  ]);
});

test('reads as many levels as are allowed', () => {
  const text = `${object('a')}data: ${'['.repeat(198)}${']'.repeat(198)}`;
  expect(read(text)).toEqual(['ConfigMap/a']);
});

test('reads many keys in linear time', () => {
  const keys = Array.from({ length: 30_000 }, (_, index) => `  k${index}: v\n`).join('');
  expect(read(`${object('a')}data:\n${keys}`)).toEqual(['ConfigMap/a']);
});

test.each<[string, boolean]>([
  ['replicas: 1\n', true],
  ['', true],
  [object('a'), false],
  ['a: [', false],
])('tells if %j contains no Kubernetes objects: %s', (text, expected) => {
  expect(isForeign(readObjects('a.yaml', text))).toBe(expected);
});
