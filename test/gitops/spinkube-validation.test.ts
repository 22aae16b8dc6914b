import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { FieldValidation, SpinKubeValidation, SpinKubeValidationProps } from '../../lib';
import { RELEASE_NAMES } from '../../lib/releases/registry';

let file: string;

beforeEach(() => {
  file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'plugin-')), 'app.k8s.yaml');
});

afterEach(() => {
  fs.rmSync(path.dirname(file), { recursive: true });
});

/** The output of the plugin for a SpinApp, in order. */
async function run(spec: string, props?: SpinKubeValidationProps): Promise<unknown[]> {
  const text = `apiVersion: core.spinkube.dev/v1alpha1\nkind: SpinApp\nmetadata: {name: hello}\nspec: {image: a, executor: b, ${spec}}\n`;
  fs.writeFileSync(file, text);
  const said: unknown[] = [];
  await new SpinKubeValidation(props).validate({
    manifests: [file],
    logger: { log: (message: string) => said.push(message.replace(file, 'FILE')) },
    report: {
      addViolation: (violation: object) => said.push(violation),
      submit: (status: string) => said.push(status),
    },
  });
  return said;
}

const UNKNOWN = "'spec.replica' (2) is not a field of SpinApp: the API server drops it; did you mean 'replicas'?";

test('passes valid objects', async () => {
  expect(await run('replicas: 1')).toEqual(['success']);
});

test('fails on an error, with rule, path and remedy', async () => {
  expect(await run('replicas: 0')).toEqual([
    {
      ruleName: 'spin-app-replicas',
      recommendation: "'spec.replicas' (0) must be at least 1 unless autoscaling is enabled; delete the app to stop it",
      fix: 'delete the app to stop it',
      violatingResources: [{ resourceName: 'hello', locations: ['spec.replicas'], manifestPath: file }],
    },
    'failure',
  ]);
});

test('logs a warning and passes', async () => {
  expect(await run('replicas: 1, replica: 2')).toEqual([`warning: FILE: ${UNKNOWN}`, 'success']);
});

test.each<[SpinKubeValidationProps, string, string | undefined]>([
  [{ fieldValidation: FieldValidation.STRICT }, 'replicas: 1, replica: 2', 'unknown-field'],
  [{ fieldValidation: FieldValidation.IGNORE }, 'replicas: 1, replica: 2', undefined],
  [{ release: '2024.05' }, 'replicas: 1', 'release'],
  [{ release: '2026.11' }, 'replicas: 1', undefined],
  [{ complete: true }, 'replicas: 1', 'spin-app-executor'],
  [{ complete: false }, 'replicas: 1', undefined],
  [{}, 'replicas: 1, variables: [{name: password, value: a}]', 'spin-app-plaintext-secrets'],
  [{ allowPlaintextSecrets: true }, 'replicas: 1, variables: [{name: password, value: a}]', undefined],
])('reports with %j and %s the rule %s', async (props, spec, rule) => {
  const expected = rule === undefined ? ['success'] : [expect.objectContaining({ ruleName: rule }), 'failure'];
  expect(await run(spec, props)).toEqual(expected);
});

test.each<[object, string]>([
  [
    { strict: true },
    "'strict' (true) is not a property; use one of allowPlaintextSecrets, complete, fieldValidation, release",
  ],
  [{ release: '2025.01' }, `'release' (2025.01) must be one of ${RELEASE_NAMES.join(', ')}; choose one of them`],
  [{ fieldValidation: 'strict' }, "'fieldValidation' (strict) must be one of Ignore, Warn, Strict; choose one of them"],
  [{ complete: 'yes' }, "'complete' (yes) must be one of true, false; choose one of them"],
])('rejects properties %j', (props, words) => {
  expect(() => new SpinKubeValidation(props)).toThrow(`SpinKubeValidation: ${words}`);
});

test('rejects all invalid properties at once', () => {
  const properties: object = { complete: 'yes', fieldValidation: 'strict' };
  expect(() => new SpinKubeValidation(properties)).toThrow(
    'SpinKubeValidation has the following errors:\n' +
      "  'complete' (yes) must be one of true, false; choose one of them\n" +
      "  'fieldValidation' (strict) must be one of Ignore, Warn, Strict; choose one of them",
  );
});
