import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { packageVersion } from '../../bin/version';
import { messageOf } from '../../bin/report';
import { RELEASE_NAMES } from '../../lib/releases/registry';
import { FieldValidation } from '../../lib/validation/field-validation';
import { objectCheck } from '../../lib/validation/object-check';
import { compiledPrograms } from '../compiled';
import { CASES } from '../validation/cases/cases';
import { app, command, EXECUTOR, inEmptyFolder, Outcome, write } from './command';

const PROGRAM = path.join(compiledPrograms(), 'bin', 'cdk8s-spinkube.js');

inEmptyFolder();

/** Runs the command in a process of its own, with text on the standard input. */
function pipe(input: string, args: string[]): { readonly [part in keyof Outcome]: unknown } {
  const { status, stderr, stdout } = spawnSync(process.execPath, [PROGRAM, 'validate', ...args], {
    input,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, errors: stderr };
}

const validate = (args: string[]) => command('validate', ...args);

test('counts valid objects', () => {
  write('a.yaml', `${EXECUTOR}---\n${app('replicas: 1')}`);
  expect(validate(['a.yaml'])).toEqual({
    code: 0,
    out: '2 checked, 0 skipped, 0 errors, 0 warnings\n',
    errors: '',
  });
});

test('lists findings by object, and checks files together', () => {
  write('team/app.yaml', app('replicas: 1, podAnnotations: {a: b}, replica: 2'));
  write('platform/executor.yml', EXECUTOR.replace('true', 'false'));
  write('.git/config.yaml', 'a: [');
  write('node_modules/a/b.yaml', 'a: [');
  write('values.yaml', 'replicas: 1\n');
  write('twice.json', JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }));
  write('twice.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n');
  expect(validate(['.'])).toEqual({
    code: 1,
    out: [
      'team/app.yaml SpinApp/shop/hello',
      "  4:75 warning unknown-field: 'spec.replica' (2) is not a field of SpinApp: the API server drops it; did you mean 'replicas'?",
      `  4:51 error spin-app-annotations: 'spec.podAnnotations' ({"a":"b"}) cannot be set because the executor 'shim' does not create Deployments; remove it`,
      'twice.yaml ConfigMap/a',
      "  3:12 warning duplicate: 'metadata.name' (a) is defined twice, also in twice.json (line 1); remove one of them",
      'values.yaml',
      '  note: contains no Kubernetes objects',
      '4 checked, 0 skipped, 1 error, 2 warnings',
      '',
    ].join('\n'),
    errors: '',
  });
});

test('reads the standard input', () => {
  const { code, errors, out } = pipe(`${app('replicas: 0')}---\na: [1\n`, ['--json', '-']);
  expect({ code, errors }).toEqual({ code: 1, errors: '' });
  expect(
    String(out)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object),
  ).toEqual([
    {
      file: '-',
      index: 0,
      kind: 'SpinApp',
      namespace: 'shop',
      name: 'hello',
      valid: false,
      errors: [
        {
          rule: 'spin-app-replicas',
          path: 'spec.replicas',
          message: "'spec.replicas' (0) must be at least 1 unless autoscaling is enabled; delete the app to stop it",
          line: 4,
          column: 38,
        },
      ],
      warnings: [],
      notes: [],
    },
    {
      file: '-',
      index: 1,
      kind: '',
      namespace: '',
      name: '',
      valid: false,
      errors: [
        {
          rule: 'yaml',
          path: '',
          message: 'is not indented enough, or a bracket or quote before it is not closed; fix the YAML',
          line: 6,
          column: 6,
        },
      ],
      warnings: [],
      notes: [],
    },
  ]);
});

const SECRET = 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {a: b}\n';

test.each<[string, string[], string, number, string]>([
  ['reports an unknown field as a warning', [], app('replicas: 1, replica: 2'), 0, 'warning unknown-field'],
  [
    'reports an unknown field as an error with Strict',
    ['--field-validation', 'Strict'],
    app('replicas: 1, replica: 2'),
    1,
    'error unknown-field',
  ],
  [
    'reports no unknown field with Ignore',
    ['--field-validation', 'Ignore'],
    app('replicas: 1, replica: 2'),
    0,
    '0 errors, 0 warnings',
  ],
  ['accepts an executor that may be in the cluster', [], app('replicas: 1'), 0, '0 errors, 0 warnings'],
  ['reports a missing executor with --complete', ['--complete'], app('replicas: 1'), 1, 'error spin-app-executor:'],
  ['accepts an object of the release', ['--release', '2026.11'], app('replicas: 1'), 0, '0 errors'],
  [
    'reports an object of another release',
    ['--release', '2024.05'],
    app('replicas: 1'),
    1,
    "error release: 'apiVersion' (core.spinkube.dev/v1alpha1) is not known to spin-operator v0.1.0; did you mean 'core.spinoperator.dev/v1alpha1'?",
  ],
  ['reports a Secret', [], SECRET, 1, 'error secret-plaintext'],
  ['accepts a Secret with --allow-plaintext-secrets', ['--allow-plaintext-secrets'], SECRET, 0, '0 errors'],
])('%s', (_, options, text, code, words) => {
  write('a.yaml', text);
  const result = validate([...options, 'a.yaml']);
  expect(result.out).toContain(words);
  expect(result).toMatchObject({ code, errors: '' });
});

test.each<[string, string[], string]>([
  [
    'a file that is not there',
    ['nowhere.yaml'],
    "'nowhere.yaml' cannot be read; use a file, a directory, or - for the standard input",
  ],
  ['a directory without a file', ['.'], "'.' has no file that ends with .json, .yaml, .yml; use another directory"],
  [
    'another release',
    ['--release', '2025', '-'],
    `'--release' (2025) is not a release of SpinKube; use one of ${RELEASE_NAMES.join(', ')}`,
  ],
])('exits with 2 for %s', (_, args, words) => {
  expect(validate(args)).toEqual({ code: 2, out: '', errors: `cdk8s-spinkube validate: ${words}\n` });
});

test.each([
  [['--unheard-of', '-']],
  [[]],
  [['--field-validation', 'Some', '-']],
  [['--format', 'xml', '-']],
  [['--json', '--format', 'text', '-']],
  [['--fail-on', 'note', '-']],
])('exits with 2 for wrong usage: %j', (args) => {
  const { code, errors, out } = validate(args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(errors).toMatch(/^error: /);
});

test('rejects documents of more than 8 MiB, in a file and in a pipe, and checks the rest', () => {
  const text = `${app('replicas: 1')}---\na: ${'b'.repeat(9 * 1024 * 1024)}\n---\n${app('replicas: 0')}`;
  write('large.yaml', text);
  const outcomes = { 'large.yaml': validate(['large.yaml']), '-': pipe(text, ['-']) };
  for (const [file, { code, out }] of Object.entries(outcomes)) {
    expect([code, out]).toEqual([
      1,
      [
        file,
        '  5:1 error file: is a document of more than 8 MiB; split it',
        `${file} SpinApp/shop/hello`,
        "  11:38 error spin-app-replicas: 'spec.replicas' (0) must be at least 1 unless autoscaling is enabled; delete the app to stop it",
        `  10:12 warning duplicate: 'metadata.name' (hello) is defined twice, also in ${file} (line 3); remove one of them`,
        '3 checked, 0 skipped, 2 errors, 1 warning',
        '',
      ].join('\n'),
    ]);
  }
});

test('reports a document on the standard input that is not an object', () => {
  expect(pipe('a: 1\n', ['-'])).toEqual({
    code: 1,
    out: [
      '-',
      '  1:1 error object: is not a Kubernetes object: it has no apiVersion and kind; add them',
      '1 checked, 0 skipped, 1 error, 0 warnings',
      '',
    ].join('\n'),
    errors: '',
  });
});

test.each([
  ['nothing', ''],
  ['only comments', '# a\n---\n# b\n'],
])('exits with 2 for %s on the standard input, as when the command before it has failed', (_, input) => {
  expect(pipe(input, ['-'])).toEqual({
    code: 2,
    out: '',
    errors: 'cdk8s-spinkube validate: the standard input has no objects; check the command that writes to it\n',
  });
});

test('reports repeated keys, substitutions of Flux and what kubectl makes of numbers', () => {
  write('app.yaml', app('replicas: 0o2, replicas: 1'));
  write('flux.yaml', app('replicas: "${replicas:=2}", executer: "${executor}"').replace('hello,', '"${name}",'));
  expect(validate(['app.yaml', 'flux.yaml']).out).toBe(
    [
      'app.yaml SpinApp/shop/hello',
      "  4:53 warning repeated-key: 'spec.replicas' is set more than once in the same map; kubectl takes the last value; remove the others",
      'flux.yaml SpinApp/shop/${name}',
      "  4:66 warning unknown-field: 'spec.executer' (${executor}) is not a field of SpinApp: the API server drops it; did you mean 'executor'?",
      'flux.yaml',
      '  note: has variables that Flux substitutes, such as ${replicas:=2}; check what it applies: kustomize build . | flux envsubst | cdk8s-spinkube validate -',
      '2 checked, 0 skipped, 0 errors, 2 warnings',
      '',
    ].join('\n'),
  );
});

test('reports a link to nothing, and checks the rest', () => {
  write('apps/a.yaml', app('replicas: 1'));
  fs.symlinkSync('nowhere.yaml', path.join('apps', 'b.yaml'));
  const { code, out } = validate(['apps']);
  expect([code, out]).toEqual([
    1,
    [
      'apps/b.yaml',
      "  error file: is a link to 'nowhere.yaml', which does not exist; remove it, or restore what it refers to",
      '2 checked, 0 skipped, 1 error, 0 warnings',
      '',
    ].join('\n'),
  ]);
});

test('reads links to files, but not to directories', () => {
  write('apps/a.yaml', app('replicas: 1'));
  fs.symlinkSync('..', path.join('apps', 'up'));
  fs.symlinkSync('a.yaml', path.join('apps', 'b.yaml'));
  const { code, out } = validate(['apps']);
  expect(code).toBe(0);
  expect(out).toContain('apps/b.yaml SpinApp/shop/hello\n  3:12 warning duplicate');
});

test('reports a link to itself that is named on the command line', () => {
  fs.symlinkSync('a.yaml', 'a.yaml');
  const { code, out } = validate(['a.yaml']);
  expect(code).toBe(1);
  expect(out).toContain('error file: cannot be read (ELOOP); make it readable, or leave it out');
});

test('names the options of the command in the remedies', () => {
  write('secret.yaml', SECRET);
  write('app.yaml', app('replicas: 1'));
  const { out } = validate(['--complete', '.']);
  expect(out).toContain('or use --allow-plaintext-secrets');
  expect(out).toContain('or omit --complete if the cluster has it');
});

test('names nothing of the TypeScript API in the messages of any rule', () => {
  const messages = CASES.flatMap(([, wrong, , , others = [], knowledge]) =>
    objectCheck([wrong, ...others], { fieldValidation: FieldValidation.WARN, knowledge })(wrong).map(messageOf),
  );
  expect(messages.length).toBeGreaterThan(CASES.length - 1);
  const api = /allowPlaintextSecrets|FieldValidation|\bnew [A-Z]|\b[A-Z]\w+\.[a-z]\w*\(|\b(from|of|add|with)[A-Z]\w*\(/;
  expect(messages.filter((message) => api.test(message))).toEqual([]);
});

test.each([
  ['a warning', 'replicas: 1, replica: 2', [0, 1]],
  ['an error', 'replicas: 0', [1, 1]],
  ['neither', 'replicas: 1', [0, 0]],
])('exits with 1 from the level of --fail-on for %s', (_, spec, codes) => {
  write('a.yaml', app(spec));
  expect(['error', 'warning'].map((level) => validate(['--fail-on', level, 'a.yaml']).code)).toEqual(codes);
});

test('prints the version', () => {
  const version = { code: 0, out: `${packageVersion()}\n`, errors: '' };
  expect(packageVersion()).toMatch(/^\d+\.\d+\.\d+/);
  expect(command('--version')).toEqual(version);
  expect(validate(['--version'])).toEqual(version);
});

test('prints its help', () => {
  const { code, errors, out } = validate(['--help']);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  for (const option of ['--format', '--fail-on', '--exclude', '--per-directory', '--complete', '--release']) {
    expect(out).toContain(option);
  }
});

test('warns of a list with two lists of items', () => {
  const items = (name: string) =>
    `items:\n- ${app('replicas: 1')
      .trim()
      .replace(/name: hello/, `name: ${name}`)
      .replaceAll('\n', '\n  ')}\n`;
  write('list.yaml', `apiVersion: v1\nkind: List\n${items('a')}${items('b')}`);
  expect(command('validate', 'list.yaml').out).toBe(
    `list.yaml
  8:1 warning repeated-key: 'items' is set more than once in the same map; kubectl takes the last value; remove the others
2 checked, 0 skipped, 0 errors, 1 warning
`,
  );
});
