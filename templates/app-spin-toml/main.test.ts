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

test('runs the application of spin.toml', () => {
  const objects = Yaml.load(path.join(written, 'manifests', 'apps', 'apps.k8s.yaml')) as { spec: unknown }[];
  const image = 'ghcr.io/spinframework/containerd-shim-spin/examples/spin-rust-hello:v0.23.0';
  expect(objects.length).toBeGreaterThan(0);
  // SpinApps, and Jobs for commands.
  expect(objects.filter(({ spec }) => !JSON.stringify(spec).includes(`"image":"${image}"`))).toEqual([]);
});

// Skipped until `npm run synth` has written dist/ for the first time.
(fs.existsSync('dist') ? test : test.skip)('has in dist/ what main.ts writes', () => {
  execFileSync('git', ['diff', '--no-index', '--exit-code', 'dist', written], { stdio: 'inherit' });
});
