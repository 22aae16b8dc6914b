import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Bundle, BundleProps, Cluster, SpinApp, SpinAppExecutor, Variable } from '../../lib';

let outdir: string;

beforeEach(() => {
  outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'plaintext-secrets-'));
});

afterEach(() => {
  fs.rmSync(outdir, { recursive: true });
});

function bundle(props: BundleProps = {}): Bundle {
  return new Bundle({ outdir, existingNamespaces: ['shop'], ...props });
}

/** A Secret and a SpinApp with a password in plain text. */
function secrets(app: App): void {
  const chart = new Chart(app, 'apps', { namespace: 'shop' });
  new kplus.Secret(chart, 'secret', { stringData: { password: 'swordfish' } });
  const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shim');
  new SpinApp(chart, 'hello', { image: 'a', executor, variables: { password: Variable.fromValue('swordfish') } });
}

function messageOf(app: App): string {
  try {
    app.synth();
  } catch (error) {
    return String(error);
  }
  return '';
}

const MESSAGE =
  'Error: Validation failed with the following errors:\n' +
  "  [apps/hello] 'spec.variables[0].value' (…) of 'password' looks like a secret but is in plain text; take it from a Secret, or set 'allowPlaintextSecrets'\n" +
  "  [apps/secret/Resource] 'stringData.password' (…) is a secret in plain text; use an ExternalSecret or a SealedSecret, or set 'allowPlaintextSecrets'";

test('rejects plaintext secrets and does not print them', () => {
  const one = bundle();
  secrets(one);
  expect(messageOf(one)).toBe(MESSAGE);
  expect(fs.readdirSync(outdir)).toEqual([]);
});

test('writes plaintext secrets when allowed', () => {
  const one = bundle({ allowPlaintextSecrets: true });
  secrets(one);
  expect(messageOf(one)).toBe('');
  expect(fs.readFileSync(path.join(outdir, 'manifests/apps/apps.k8s.yaml'), 'utf8')).toContain('password: swordfish');
});

test.each([
  [undefined, MESSAGE.replace(/ {2}\[/g, '  eu-1: [')],
  [true, ''],
])('applies allowPlaintextSecrets of the bundle to clusters: %s', (allowPlaintextSecrets, expected) => {
  const one = bundle({ allowPlaintextSecrets });
  secrets(new Cluster(one, 'eu-1'));
  expect(messageOf(one)).toBe(expected);
});
