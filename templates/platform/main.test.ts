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

/** Names of the objects of a kind in a stage. */
function namesOf(stage: string, kind: string): string[] {
  const objects = Yaml.load(path.join(written, 'manifests', stage, `${stage}.k8s.yaml`)) as {
    kind: string;
    metadata: { name: string; namespace?: string };
  }[];
  return objects
    .filter((object) => object.kind === kind)
    .map(({ metadata: { name, namespace } }) => (namespace === undefined ? name : `${namespace}/${name}`));
}

test('installs spin-operator, and the shim by a Job on each node', () => {
  expect(namesOf('spin-operator', 'Deployment')).toEqual(['spin-operator/spin-operator-controller-manager']);
  expect(namesOf('runtime-class', 'Shim')).toEqual(['spin-v2']);
});

test('has an executor in each namespace with apps', () => {
  expect(namesOf('executors', 'SpinAppExecutor')).toEqual(['default/containerd-shim-spin']);
});

// Skipped until `npm run synth` has written dist/ for the first time.
(fs.existsSync('dist') ? test : test.skip)('has in dist/ what main.ts writes', () => {
  execFileSync('git', ['diff', '--no-index', '--exit-code', 'dist', written], { stdio: 'inherit' });
});
