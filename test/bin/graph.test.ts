import * as fs from 'fs';
import * as path from 'path';
import { DOMParser } from '@xmldom/xmldom';
import { ManifestGraph } from '../../lib/graph/manifest-graph';
import { app, command, EXECUTOR, inEmptyFolder, write } from './command';

const DIST = path.join(__dirname, '..', '..', 'dist');
const FORMATS = ['mermaid', 'svg', 'html', 'json'];
const HOSTILE = `</script><script>alert("1")</script>'&#x;`;

inEmptyFolder();

const draw = (format: string, ...paths: string[]) => command('graph', '--format', format, ...paths);

test('draws stages, objects and references in Mermaid', () => {
  write('apps/a.yaml', app('replicas: 1'));
  write('executors/b.yaml', EXECUTOR);
  expect(command('graph', '.')).toEqual({
    code: 0,
    out: `graph LR
  subgraph s_apps_47_["apps/"]
    o0["SpinApp<br>hello"]
  end
  subgraph s_executors_47_["executors/"]
    o1["SpinAppExecutor<br>shim"]
  end
  o2["RuntimeClass<br>wasm"]:::outside
  o0 -.-> o1
  o1 -.-> o2
  classDef outside stroke-dasharray: 4 4
`,
    errors: '',
  });
});

test.each(FORMATS)('draws our own bundle the same each time (%s)', (format) => {
  const first = draw(format, DIST);
  expect(first).toMatchObject({ code: 0, errors: '' });
  expect(draw(format, DIST)).toEqual(first);
  for (const text of ['spin-operator', 'simple-spinapp']) {
    expect(first.out).toContain(text);
  }
});

test('has each object of stages.json, in its stage', () => {
  const { stages } = JSON.parse(fs.readFileSync(path.join(DIST, 'stages.json'), 'utf8')) as {
    stages: { name: string; objects: object[] }[];
  };
  const graph = JSON.parse(command('graph', '--json', DIST).out) as ManifestGraph;
  expect(graph.stages.map(({ name }) => name)).toEqual(stages.map(({ name }) => name));
  const inStages = graph.objects.filter(({ stage }) => stage !== undefined);
  expect(inStages).toEqual(
    stages.flatMap(({ name, objects }) => objects.map((object) => ({ ...object, stage: name }))),
  );
});

test('has no values, and no name that is markup', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: HOSTILE }, stringData: { key: 'hunter2' } };
  const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { secretName: 'hunter2' } };
  write('a.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [secret, config] }));
  for (const format of FORMATS) {
    expect(draw(format, '.').out).not.toContain('hunter2');
  }
  const html = draw('html', '.').out;
  expect(html).not.toContain(HOSTILE);
  // The data and the script.
  expect(html.match(/<\/script/g)).toHaveLength(2);
  const data = /<script type="application\/json" id="graph">(.*)<\/script>\n/.exec(html)?.[1] ?? '';
  expect((JSON.parse(data) as ManifestGraph).objects[0].name).toBe(HOSTILE);
  expect(draw('mermaid', '.').out).toContain('["Secret<br>#60;/script#62;#60;script#62;alert(#34;1#34;)');
  const document = new DOMParser().parseFromString(draw('svg', '.').out, 'image/svg+xml');
  expect([...document.getElementsByTagName('text')].map(({ textContent }) => textContent)).toContain(
    `Secret ${HOSTILE}`,
  );
});

test('loads nothing from elsewhere', () => {
  const html = draw('html', DIST).out;
  expect(html).not.toMatch(/\b(?:src|href)=|@import|url\((?!#arrow\))/);
  expect(html).toContain(`content="default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'sha256-`);
});

describe('with 2,000 objects', () => {
  beforeEach(() => {
    for (let team = 0; team < 40; team++) {
      const names = Array.from({ length: 25 }, (_, index) => `app-${index}`);
      const objects = names.flatMap((name) => [
        app('replicas: 1').replace('hello', name).replace('shop', `team-${team}`),
        `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: team-${team}}\n`,
      ]);
      write(`team-${team}/apps.yaml`, objects.join('---\n'));
    }
  });

  test('has a row for each kind in the SVG, and only the stages in Mermaid', () => {
    const svg = draw('svg', '.').out;
    expect(svg.match(/>25 SpinApp</g)).toHaveLength(40);
    expect(svg.length).toBeLessThan(40_000);
    const mermaid = draw('mermaid', '.').out;
    expect(mermaid).toMatch(/^%% Only the stages: Mermaid would refuse all 2040 objects\.\ngraph LR\n/);
    expect(mermaid).not.toContain('app-1');
  });
});

test.each([
  [[], "error: missing required argument 'dir'\n"],
  [['missing'], 'cdk8s-spinkube graph: '],
  [['--format', 'png', 'a.yaml'], 'Allowed choices are mermaid, svg, html, json.'],
  [['a.yaml'], "cdk8s-spinkube graph: 'a.yaml' has no Kubernetes objects; use another directory\n"],
  [['broken.yaml'], "cdk8s-spinkube graph: broken.yaml: 'broken.yaml' "],
])('rejects %j', (args, error) => {
  write('a.yaml', 'replicas: 1\n');
  write('broken.yaml', 'apiVersion: v1\nkind: [');
  const { code, errors, out } = command('graph', ...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(errors).toContain(error);
});

test('has a help text with formats and exit codes', () => {
  const { code, out } = command('graph', '--help');
  expect(code).toBe(0);
  expect(out).toMatch(/^Usage: cdk8s-spinkube graph \[options\] <dir>\n/);
  expect(out).toContain('  cdk8s-spinkube graph --format html dist >graph.html\n');
  expect(out).toContain('Exit codes: 0 drawn, 2 wrong usage or input that cannot be read\n');
});
