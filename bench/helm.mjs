// npm run bench:helm: how long the whole platform takes here, and how long Helm takes to render its charts.
//
// Helm and the charts come from the Go module proxy, at fixed versions; without Go one sentence says so. The chart of the
// node installer is not to be had there: an empty one stands in for it, which Helm renders faster.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..');
const ROUNDS = 11;

const CHARTS = [
  {
    module: 'github.com/cert-manager/cert-manager@v1.21.1',
    chart: 'deploy/charts/cert-manager',
    set: 'crds.enabled=true',
  },
  { module: 'github.com/spinkube/spin-operator@v0.6.1', chart: 'charts/spin-operator' },
];

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

function main() {
  run('npm', ['run', '--silent', 'build'], { cwd: ROOT });
  const helm = buildHelm();
  const templates = [...CHARTS.map(template), ['template', 'empty', emptyChart()]];
  const ours = [];
  const theirs = [];
  // One after the other in each round: whatever else the machine does meets both.
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(time(() => run('node', ['build/main.js'], { cwd: ROOT, env: { CDK8S_OUTDIR: join(folder, 'dist') } })));
    theirs.push(time(() => templates.forEach((args) => run(helm, args))));
  }
  const [a, b] = [median(ours), median(theirs)];
  console.log(`node build/main.js                       ${a.toFixed(0)} ms`);
  console.log(`helm template, ${templates.length} charts               ${b.toFixed(0)} ms`);
  console.log(`ratio                                    ${(a / b).toFixed(2)}`);
}

function buildHelm() {
  const helm = join(folder, 'helm');
  try {
    run('go', ['build', '-o', helm, 'helm.sh/helm/v3/cmd/helm'], { cwd: join(HERE, 'helm') });
  } catch (error) {
    throw new Error(`Go is needed to build Helm, which this compares with: ${error.message}`, { cause: error });
  }
  return helm;
}

function template({ module, chart, set }) {
  const { Dir } = JSON.parse(run('go', ['mod', 'download', '-json', module]));
  const name = chart.split('/').at(-1);
  // Helm built from its module takes itself for one of Kubernetes 1.20, which is too old for the charts.
  return [
    'template',
    name,
    join(Dir, chart),
    '--namespace',
    name,
    '--include-crds',
    '--kube-version',
    '1.34.0',
    ...(set ? ['--set', set] : []),
  ];
}

function emptyChart() {
  const chart = join(folder, 'empty');
  mkdirSync(chart);
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: empty\nversion: 0.0.0\n');
  return chart;
}

function run(command, args, { cwd, env } = {}) {
  return execFileSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function time(action) {
  const start = performance.now();
  action();
  return performance.now() - start;
}

function median(values) {
  return [...values].sort((x, y) => x - y)[values.length >> 1];
}
