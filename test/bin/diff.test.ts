import { command, inEmptyFolder, write } from './command';

inEmptyFolder();

const runtimeClass = (handler: string) => `apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: {name: wasm}
handler: ${handler}
`;

test('finds no difference between a folder and itself', () => {
  write('dist/apps/a.yaml', runtimeClass('spin'));
  expect(command('diff', 'dist', 'dist')).toEqual({ code: 0, out: 'no objects change; no risks\n', errors: '' });
});

test('prints the fields and risks of each object by stage', () => {
  write('old/classes/a.yaml', runtimeClass('spin'));
  write(
    'new/classes/a.yaml',
    `${runtimeClass('spin-v2')}---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n`,
  );
  write('new/values.yaml', 'replicas: 1\n');
  expect(command('diff', 'old', 'new')).toEqual({
    code: 0,
    out: `classes/
  changed RuntimeClass.node.k8s.io/wasm
    refused: 'handler' changes from "spin" to "spin-v2", but it is immutable: the API server rejects the change if the object exists already; delete the object before you apply the bundle, or choose another name
    handler: spin → spin-v2
  added Namespace/shop
1 added, 1 changed; risks: 1 refused
`,
    errors: '',
  });
});

test('has a help text with risks and exit codes', () => {
  const { code, out } = command('diff', '--help');
  expect(code).toBe(0);
  expect(out).toMatch(/^Usage: cdk8s-spinkube diff \[options\] <old> <new>\n/);
  for (const line of [
    'refused   the API server rejects',
    '--fail-on <risks>',
    'Exit codes: 0 no risk',
    'diff HEAD~1 dist',
  ]) {
    expect(out).toContain(line);
  }
});

test('writes the same JSON with --json as with --format json', () => {
  write('old/a.yaml', runtimeClass('spin'));
  write('new/a.yaml', runtimeClass('spin-v2'));
  const json = command('diff', '--json', 'old', 'new');
  expect(json).toEqual(command('diff', '--format', 'json', 'old', 'new'));
  expect(json.out).toMatch(/^\{/);
  expect(command('diff', '--json', '--format', 'text', 'old', 'new').code).toBe(2);
});

test.each([
  [['refused'], 1],
  [['any'], 1],
  [['loss,refused'], 1],
  [['loss', 'refused'], 1],
  [['loss,image', 'restart'], 0],
])('fails on the risks of --fail-on %p', (names, code) => {
  write('old/a.yaml', runtimeClass('spin'));
  write('new/a.yaml', runtimeClass('spin-v2'));
  const options = names.flatMap((name) => ['--fail-on', name]);
  expect(command('diff', ...options, 'old', 'new').code).toBe(code);
});

test.each([
  [['missing', 'dist'], "'missing:./dist' is neither a folder nor a Git revision"],
  [['dist'], "missing required argument 'new'"],
  [['--fail-on', 'all', 'dist', 'dist'], "'all' is not a valid risk: use refused, loss, rights, restart, image, any."],
  [['--format', 'xml', 'dist', 'dist'], 'Allowed choices are text, json, markdown.'],
  [
    ['broken', 'dist'],
    "broken: 'a.yaml' (2:9) is not indented enough, or a bracket or quote before it is not closed; fix the YAML",
  ],
  [['stages', 'dist'], "stages: 'stages.json' lists 'gone.yaml', which does not exist; synthesize the bundle again"],
])('rejects %p', (args, message) => {
  write('dist/a.yaml', runtimeClass('spin'));
  write('broken/a.yaml', 'apiVersion: v1\nkind: [a\n');
  write('stages/stages.json', '{"stages": [{"name": "a", "path": "gone.yaml"}]}');
  const { code, errors, out } = command('diff', ...args);
  expect(errors).toContain(message);
  expect({ code, out }).toEqual({ code: 2, out: '' });
});
