import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { positionOf } from '../../lib/validation/documents/positions';
import { readFiles } from '../../lib/validation/documents/read-files';

let folder: string;
let before: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'read-'));
  before = process.cwd();
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(before);
  fs.rmSync(folder, { recursive: true });
});

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

/** The contents of files: `file kind/name` of objects, `file rule text` of problems, `file: text` of notes. */
function read(...paths: string[]): string[] {
  const { notes, objects } = readFiles(paths);
  return [
    ...objects.map(({ file, manifest, problem }) =>
      [file, manifest && `${manifest.kind}/${manifest.metadata.name ?? ''}`, problem?.rule, problem?.text]
        .filter(Boolean)
        .join(' '),
    ),
    ...notes.map(({ file, text }) => `${file}: ${text}`),
  ];
}

const object = (name: string, more = '') => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n${more}`;

const KUSTOMIZATION = `resources: [../base, own.yaml]
patches:
- path: patches/one.yaml
- patch: |
    - op: remove
- path: own.yaml
patchesStrategicMerge: [two.yaml, "a: 1\\nb: 2"]
patchesJson6902:
- path: three.json
`;

/** A base and an overlay of Kustomize. */
function writeOverlay(): void {
  write('base/kustomization.yaml', 'resources: [app.yaml]\n');
  write('base/app.yaml', object('app'));
  write('overlay/kustomization.yaml', KUSTOMIZATION);
  write('overlay/own.yaml', object('own'));
  write('overlay/patches/one.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n');
  write('overlay/two.yaml', object('two'));
  write('overlay/three.json', '[{"op": "remove", "path": "/data"}]');
}

const PATCH = 'is a patch of overlay/kustomization.yaml; check the objects that it changes: ';
const BUILD = 'kustomize build overlay | cdk8s-spinkube validate -';

const OVERLAY = [
  'base/app.yaml ConfigMap/app',
  'overlay/own.yaml ConfigMap/own',
  'base/kustomization.yaml: is a kustomization; check what it builds: kustomize build base | cdk8s-spinkube validate -',
  `overlay/kustomization.yaml: is a kustomization; check what it builds: ${BUILD}`,
  `overlay/patches/one.yaml: ${PATCH}${BUILD}`,
  `overlay/three.json: ${PATCH}${BUILD}`,
  `overlay/two.yaml: ${PATCH}${BUILD}`,
];

test('tells patches and kustomizations from objects', () => {
  writeOverlay();
  expect(read('.')).toEqual(OVERLAY);
});

test('reads files that are named as those in a directory', () => {
  writeOverlay();
  const files = OVERLAY.map((line) => line.split(/:? /)[0]);
  expect(read(...files)).toEqual(OVERLAY);
  expect(files.flatMap((file) => read(file)).sort()).toEqual([...OVERLAY].sort());
});

test('knows patches in folders outside of that of their kustomization', () => {
  write('a/kustomization.yml', 'patches: [{path: ../shared/patch.yaml}]\n');
  write('shared/patch.yaml', object('a'));
  expect(read('shared', 'a').at(0)).toMatch(/^shared\/patch\.yaml: is a patch of a\/kustomization\.yml/);
});

test('knows kustomizations by their API group', () => {
  write('any.yaml', 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n');
  expect(read('any.yaml')).toEqual([
    'any.yaml: is a kustomization; check what it builds: kustomize build . | cdk8s-spinkube validate -',
  ]);
});

const TEMPLATE =
  'is a template of a Helm chart; check what it renders: helm template chart | cdk8s-spinkube validate -';

test('tells charts of Helm from objects', () => {
  write('chart/Chart.yaml', 'apiVersion: v2\nname: chart\n');
  write('chart/values.yaml', 'replicas: 1\n');
  write('chart/values-prod.yaml', 'replicas: 2\n');
  write('chart/templates/if.yaml', `{{- if .Values.app }}\n${object('a')}{{- end }}\n`);
  write('chart/templates/name.yaml', object('{{ include "name" . }}'));
  write('chart/templates/value.yaml', `${object('a')}---\n${object('b', 'data:\n  a: {{ .Values.a | quote }}\n')}`);
  write('chart/templates/lines.yaml', object('a', 'data:\n  {{- toYaml .Values.data | nindent 2 }}\n'));
  const values = (file: string) =>
    `chart/${file}: has the values of a Helm chart; check what it renders: helm template chart --values chart/${file} | cdk8s-spinkube validate -`;
  expect(read('chart')).toEqual([
    'chart/Chart.yaml: contains no Kubernetes objects',
    ...['if', 'lines', 'name', 'value'].map((name) => `chart/templates/${name}.yaml: ${TEMPLATE}`),
    values('values-prod.yaml'),
    values('values.yaml'),
  ]);
});

test('tells other templates from broken YAML', () => {
  write('a.yaml', object('{{ name }}'));
  write('b.yaml', object('{ name'));
  expect(read('.')).toEqual([
    expect.stringMatching(/^b\.yaml yaml /),
    'a.yaml: is a template; check what it renders: pipe that to cdk8s-spinkube validate -',
  ]);
});

test('reads objects with templates in their texts', () => {
  const text = object('a', 'data:\n  a: |\n    {{ if .Values.a }}\n  b: "{{ .b }}"\n');
  write('a.yaml', text);
  expect(read('.')).toEqual(['a.yaml ConfigMap/a']);
});

test.each([
  ['values', 'a.yaml', 'replicas: 1\n'],
  ['nothing', 'a.yaml', '# a\n'],
  ['a list', 'a.json', '[1, 2]'],
  ['JSON with comments', 'tsconfig.json', '{\n  // a\n  "a": 1\n}\n'],
  ['JSON that is not for Kubernetes, in lines', 'a.json', '{"a": 1}\n{"a": 2}\n'],
  ['broken YAML of something else', 'a.yml', 'a: [\n'],
])('notes files with %s', (_, file, text) => {
  write(file, text);
  expect(read(file)).toEqual([`${file}: contains no Kubernetes objects`]);
  expect(read('.')).toEqual([`${file}: contains no Kubernetes objects`]);
});

test('reports broken objects, and other documents among objects', () => {
  write('a.yaml', 'apiVersion: v1\nkind: [\n');
  write('b.yaml', `${object('b')}---\na: 1\n`);
  expect(read('.')).toEqual([
    expect.stringMatching(/^a\.yaml yaml /),
    'b.yaml ConfigMap/b',
    'b.yaml object is not a Kubernetes object: it has no apiVersion and kind',
  ]);
});

test('reports a link to nothing that is named', () => {
  fs.symlinkSync('nowhere', 'a.yaml');
  expect(read('a.yaml')).toEqual(["a.yaml file is a link to 'nowhere', which does not exist"]);
});

test('reports a link to itself', () => {
  fs.symlinkSync('a.yaml', 'a.yaml');
  write('b.yaml', object('b'));
  expect(read('.')).toEqual(['a.yaml file cannot be read (ELOOP)', 'b.yaml ConfigMap/b']);
});

describe('in files that are read block by block', () => {
  const COUNT = 5000;
  const names = Array.from({ length: COUNT }, (_, index) => `object-${index}`);
  const PADDING = `data:\n  text: "${'ü'.repeat(300)}"\n`;

  test.each<[string, string, string]>([
    ['YAML', names.map((name) => object(name, PADDING)).join('---\n'), ''],
    ['YAML with a byte order mark', `\uFEFF${names.map((name) => object(name, PADDING)).join('---\n')}`, ''],
    ['YAML of Windows', names.map((name) => object(name, PADDING).replace(/\n/g, '\r\n')).join('--- # a\r\n'), ''],
    [
      'JSON in lines',
      names
        .map((name) => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, PADDING }))
        .join('\n'),
      '',
    ],
    [
      'a list in JSON',
      JSON.stringify(
        {
          apiVersion: 'v1',
          kind: 'List',
          items: names.map((name) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, PADDING })),
        },
        undefined,
        1,
      ),
      '',
    ],
  ])('finds all objects of %s', (_, text) => {
    write('a.yaml', text);
    expect(fs.statSync('a.yaml').size).toBeGreaterThan(3 * 1024 * 1024);
    const { objects } = readFiles(['a.yaml']);
    expect(objects.map(({ manifest }) => manifest?.metadata.name)).toEqual(names);
    const lines = text.split('\n');
    for (const index of [0, 1, COUNT >> 1, COUNT - 1]) {
      const { column, line } = positionOf(objects[index], 'metadata.name') ?? { column: 0, line: 0 };
      expect(lines[line - 1].slice(column - 1).replace('\uFEFF', '')).toMatch(
        new RegExp(`^"?name"?: ?"?object-${index}\\b`),
      );
    }
  });

  test('reports the lines of what is wrong after documents that are too large', () => {
    const large = `a: |\n${'  line\n'.repeat(1_500_000)}`;
    write('a.yaml', [object('a'), large, object('b'), large, 'a: [\n'].join('---\n'));
    const { objects } = readFiles(['a.yaml']);
    expect(objects.map(({ manifest, problem }) => [manifest?.metadata.name, problem?.path])).toEqual([
      ['a', undefined],
      [undefined, '4:1'],
      ['b', undefined],
      [undefined, '1500010:1'],
      [undefined, '3000013:5'],
    ]);
    expect(positionOf(objects[2], 'kind')).toEqual({ line: 1_500_008, column: 1 });
  });
});
