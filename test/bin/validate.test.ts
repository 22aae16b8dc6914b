import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { RELEASE_NAMES } from '../../lib/releases/registry';
import { compiledPrograms } from '../compiled';

const PROGRAM = path.join(compiledPrograms(), 'bin', 'cdk8s-spinkube.js');

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'validate-'));
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), text);
}

/** Runs the command in the folder: exit code, standard output, standard error. */
function validate(args: string[], input = ''): { code: number | null; out: string; errors: string } {
  const { status, stderr, stdout } = spawnSync(process.execPath, [PROGRAM, 'validate', ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, errors: stderr };
}

const EXECUTOR = `apiVersion: core.spinkube.dev/v1alpha1
kind: SpinAppExecutor
metadata: {name: shim, namespace: shop}
spec: {createDeployment: true, deploymentConfig: {runtimeClassName: wasm}}
`;

const app = (spec: string) => `apiVersion: core.spinkube.dev/v1alpha1
kind: SpinApp
metadata: {name: hello, namespace: shop}
spec: {image: hello, executor: shim, ${spec}}
`;

test('counts valid objects', () => {
  write('a.yaml', `${EXECUTOR}---\n${app('replicas: 1')}`);
  expect(validate(['a.yaml'])).toEqual({
    code: 0,
    out: '2 checked, 0 skipped (no schema), 0 errors, 0 warnings\n',
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
      'team/app.yaml [0] SpinApp/shop/hello',
      "  warning unknown-field: 'spec.replica' (2) is not a field of SpinApp: the API server drops it; did you mean 'replicas'?",
      `  error spin-app-annotations: 'spec.podAnnotations' ({"a":"b"}) cannot be set because the executor 'shim' does not create Deployments; remove it`,
      'twice.yaml [0] ConfigMap/a',
      "  warning duplicate: 'metadata.name' (a) is defined twice, also in twice.json [0]; remove one of them",
      'values.yaml',
      '  note: contains no Kubernetes objects',
      '4 checked, 0 skipped (no schema), 1 error, 2 warnings',
      '',
    ].join('\n'),
    errors: '',
  });
});

test('prints a line for each object with --json', () => {
  const { code, out } = validate(['--json', '-'], `${app('replicas: 0')}---\na: [1\n`);
  expect(code).toBe(1);
  expect(
    out
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
        },
      ],
      warnings: [],
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
          path: '6:6',
          message: '6:6 is not indented enough, or a bracket or quote before it is not closed; fix the YAML',
        },
      ],
      warnings: [],
    },
  ]);
});

const SECRET = 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {a: b}\n';

test.each<[string, string[], string, number, string]>([
  ['an unknown field', [], app('replicas: 1, replica: 2'), 0, 'warning unknown-field'],
  [
    'an unknown field with --field-validation Strict',
    ['--field-validation', 'Strict'],
    app('replicas: 1, replica: 2'),
    1,
    'error unknown-field',
  ],
  [
    'an unknown field with --field-validation Ignore',
    ['--field-validation', 'Ignore'],
    app('replicas: 1, replica: 2'),
    0,
    '0 errors, 0 warnings',
  ],
  ['an executor that may be in the cluster', [], app('replicas: 1'), 0, '0 errors, 0 warnings'],
  ['a missing executor with --complete', ['--complete'], app('replicas: 1'), 1, 'error spin-app-executor:'],
  ['an object of the release', ['--release', '2026.11'], app('replicas: 1'), 0, '0 errors'],
  [
    'an object of another release',
    ['--release', '2024.05'],
    app('replicas: 1'),
    1,
    "error release: 'apiVersion' (core.spinkube.dev/v1alpha1) is not known to spin-operator v0.1.0; did you mean 'core.spinoperator.dev/v1alpha1'?",
  ],
  ['a Secret', [], SECRET, 1, 'error secret-plaintext'],
  ['a Secret with --allow-plaintext-secrets', ['--allow-plaintext-secrets'], SECRET, 0, '0 errors'],
  [
    'a document that is not an object',
    [],
    'a: 1\n',
    1,
    'error object: is not a Kubernetes object: it has no apiVersion and kind; add them',
  ],
])('checks %s', (_, options, text, code, words) => {
  const result = validate([...options, '-'], text);
  expect(result.out).toContain(words);
  expect(result).toMatchObject({ code, errors: '' });
});

test.each<[string, string[], string]>([
  [
    'a missing file',
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

test.each([[['--unheard-of', '-']], [[]], [['--field-validation', 'Some', '-']]])(
  'exits with 2 for wrong usage: %j',
  (args) => {
    const { code, errors, out } = validate(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(errors).toMatch(/^error: /);
  },
);

test('rejects documents of more than 8 MiB, in a file and in a pipe, and checks the rest', () => {
  const text = `${app('replicas: 1')}---\na: ${'b'.repeat(9 * 1024 * 1024)}\n---\n${app('replicas: 0')}`;
  write('large.yaml', text);
  for (const [file, input] of [['large.yaml'], ['-', text]]) {
    const { code, out } = validate([file], input);
    expect([code, out]).toEqual([
      1,
      [
        `${file} [1]`,
        '  error file: 5:1 is a document of more than 8 MiB; split it',
        `${file} [2] SpinApp/shop/hello`,
        "  error spin-app-replicas: 'spec.replicas' (0) must be at least 1 unless autoscaling is enabled; delete the app to stop it",
        `  warning duplicate: 'metadata.name' (hello) is defined twice, also in ${file} [0]; remove one of them`,
        '3 checked, 0 skipped (no schema), 2 errors, 1 warning',
        '',
      ].join('\n'),
    ]);
  }
});

test.each([
  ['nothing', ''],
  ['only comments', '# a\n---\n# b\n'],
])('exits with 2 for %s on the standard input, as when the command before it has failed', (_, input) => {
  expect(validate(['-'], input)).toEqual({
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
      'app.yaml [0] SpinApp/shop/hello',
      "  warning repeated-key: 'spec.replicas' is set more than once in the same map; kubectl takes the last value; remove the others",
      'flux.yaml [0] SpinApp/shop/${name}',
      "  warning unknown-field: 'spec.executer' (${executor}) is not a field of SpinApp: the API server drops it; did you mean 'executor'?",
      'flux.yaml',
      '  note: has variables that Flux substitutes, such as ${replicas:=2}; check what it applies: kustomize build . | flux envsubst | cdk8s-spinkube validate -',
      '2 checked, 0 skipped (no schema), 0 errors, 2 warnings',
      '',
    ].join('\n'),
  );
});

test('reports a link to nothing, and checks the rest', () => {
  write('apps/a.yaml', app('replicas: 1'));
  fs.symlinkSync('nowhere.yaml', path.join(folder, 'apps', 'b.yaml'));
  const { code, out } = validate(['apps']);
  expect([code, out]).toEqual([
    1,
    [
      'apps/b.yaml [0]',
      "  error file: is a link to 'nowhere.yaml', which does not exist; remove it, or restore what it refers to",
      '2 checked, 0 skipped (no schema), 1 error, 0 warnings',
      '',
    ].join('\n'),
  ]);
});

test('reads links to files, but not to directories', () => {
  write('apps/a.yaml', app('replicas: 1'));
  fs.symlinkSync('..', path.join(folder, 'apps', 'up'));
  fs.symlinkSync('a.yaml', path.join(folder, 'apps', 'b.yaml'));
  const { code, out } = validate(['apps']);
  expect(code).toBe(0);
  expect(out).toContain('apps/b.yaml [0] SpinApp/shop/hello\n  warning duplicate');
});

test('names the options of the command in remedies', () => {
  write('secret.yaml', 'apiVersion: v1\nkind: Secret\nmetadata: {name: pin}\nstringData: {pin: a}\n');
  write('app.yaml', app('replicas: 1'));
  const { out } = validate(['--complete', '.']);
  expect(out).toContain('or use --allow-plaintext-secrets');
  expect(out).toContain('or omit --complete if the cluster has it');
  expect(out).not.toMatch(/allowPlaintextSecrets|from[A-Z]/);
});
