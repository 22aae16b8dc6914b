import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const ROOT = path.join(__dirname, '..', '..');

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'validation-'));
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

function run(program: string, args: string[], input = ''): { code: number | null; output: string } {
  const env = { ...process.env, CDK8S_OUTDIR: undefined };
  const { status, stderr, stdout } = spawnSync(process.execPath, [path.join(ROOT, program), ...args], {
    cwd: folder,
    env,
    input,
    encoding: 'utf8',
  });
  return { code: status, output: stdout + stderr };
}

/** Synthesizes an app of one SpinApp, with the plugin. */
function synth(replicas: number): { code: number | null; output: string } {
  const app = `
    const { App, Chart, ApiObject } = require(${JSON.stringify(path.join(ROOT, 'node_modules', 'cdk8s'))});
    const app = new App();
    new ApiObject(new Chart(app, 'team'), 'hello', {
      apiVersion: 'core.spinkube.dev/v1alpha1',
      kind: 'SpinApp',
      spec: { image: 'hello', executor: 'shim', replicas: ${String(replicas)} },
    });
    app.synth();`;
  fs.writeFileSync(path.join(folder, 'main.js'), app);
  const validation = {
    package: ROOT,
    version: '0.1.0',
    class: 'SpinKubeValidation',
    properties: { release: '2026.11' },
  };
  fs.writeFileSync(
    path.join(folder, 'cdk8s.yaml'),
    JSON.stringify({ language: 'typescript', app: 'node main.js', validations: [validation] }),
  );
  return run('node_modules/cdk8s-cli/bin/cdk8s', ['synth', '--check-upgrade=false']);
}

test('passes valid objects in cdk8s synth with the plugin', () => {
  expect(synth(1)).toMatchObject({ code: 0 });
});

test('fails in cdk8s synth with the plugin on invalid objects, with rule, field and construct', () => {
  const { code, output } = synth(0);
  expect(code).toBe(2);
  expect(output).toContain('spin-app-replicas');
  expect(output).toContain('spec.replicas');
  expect(output).toContain('must be at least 1 unless autoscaling is enabled');
  expect(output).toContain('team/hello');
});

test('builds an executable command that finds its schemas', () => {
  const { bin } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    bin: { [name: string]: string };
  };
  const program = bin['cdk8s-spinkube'];
  expect(fs.readFileSync(path.join(ROOT, program), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  const text = 'apiVersion: core.spinkube.dev/v1alpha1\nkind: SpinApp\nmetadata: {name: a}\nspec: {replica: 1}\n';
  const { code, output } = run(program, ['validate', '-'], text);
  expect(output).toContain("did you mean 'replicas'?");
  expect(code).toBe(1);
  expect(run(program, ['validate', '--release', '2026.11', '-'], text).code).toBe(1);
});
