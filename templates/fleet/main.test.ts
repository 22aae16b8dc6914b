import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Yaml } from 'cdk8s';

/** Folder with what main.ts writes. */
const written = fs.mkdtempSync(path.join(os.tmpdir(), 'written-'));

beforeAll(() => {
  execFileSync(process.execPath, ['--import', 'tsx', 'main.ts'], { env: { ...process.env, CDK8S_OUTDIR: written } });
});

afterAll(() => {
  fs.rmSync(written, { recursive: true });
});

/** The objects of a stage in a cluster. */
function objectsOf(cluster: string, stage: string): unknown {
  return Yaml.load(path.join(written, cluster, 'manifests', stage, `${stage}.k8s.yaml`));
}

test('creates a cluster whose nodes get the shim', () => {
  expect(objectsOf('garden', 'shoot')).toMatchObject([
    { kind: 'Shoot', spec: { provider: { workers: [{ labels: { pool: 'wasm' } }] } } },
  ]);
});

test.each([
  ['eu-1', 3],
  ['us-1', 2],
])('runs the app in %s, in %d pods', (cluster, replicas) => {
  expect(objectsOf(cluster, 'apps')).toMatchObject([
    { kind: 'SpinApp', metadata: { namespace: 'shop', name: 'hello' }, spec: { replicas } },
  ]);
});

test('has the same platform in both clusters', () => {
  for (const stage of ['spin-operator', 'runtime-class-manager', 'executors']) {
    expect(objectsOf('eu-1', stage)).toEqual(objectsOf('us-1', stage));
  }
});

// Skipped until `npm run synth` has written dist/ for the first time.
(fs.existsSync('dist') ? test : test.skip)('has in dist/ what main.ts writes', () => {
  execFileSync('git', ['diff', '--no-index', '--exit-code', 'dist', written], { stdio: 'inherit' });
});
