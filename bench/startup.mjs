// Benchmarks whole processes, from an empty Node to writing the platform of main.ts, and Helm rendering the charts of that
// platform: npm run bench:startup
//
// Helm and the charts come from the Go module proxy, at pinned versions; without Go, Helm is skipped with a message. The
// proxy does not have the chart of the node installer: an empty chart stands in for it, which Helm renders faster.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..');
const ROUNDS = 15;

const CHARTS = [
  {
    module: 'github.com/cert-manager/cert-manager@v1.21.1',
    chart: 'deploy/charts/cert-manager',
    set: 'crds.enabled=true',
  },
  { module: 'github.com/spinkube/spin-operator@v0.6.1', chart: 'charts/spin-operator' },
];

const PLUS = "require('cdk8s-plus-28');";
const LIBRARY = "require('./build/lib')";

const PROGRAMS = {
  'node -e ""': ['-e', ''],
  'cdk8s-plus-28': ['-e', PLUS],
  'cdk8s-plus-28, and the library': ['-e', `${PLUS} ${LIBRARY}`],
  'cdk8s-plus-28, and SpinApp': ['-e', `${PLUS} ${LIBRARY}.SpinApp`],
  'cdk8s-plus-28, and every export': ['-e', `${PLUS} Object.values(${LIBRARY})`],
  'node build/main.js': ['build/main.js'],
};

// In memory if possible, because the speed of disks varies.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'bench-'));
try {
  main();
} finally {
  rmSync(folder, { recursive: true });
}

function main() {
  run('npm', ['run', '--silent', 'build']);
  const actions = new Map(Object.entries(PROGRAMS).map(([name, args]) => [name, () => run(process.execPath, args)]));
  const templates = helmTemplates();
  if (templates.length > 0) {
    actions.set(`helm template, ${templates.length} charts`, () =>
      templates.forEach(([helm, args]) => run(helm, args)),
    );
  }
  const times = measure(actions);
  console.log(`${'milliseconds'.padEnd(36)}median  fastest`);
  for (const [name, values] of times) {
    console.log(
      name.padEnd(36) + [median(values), Math.min(...values)].map((ms) => ms.toFixed(0).padStart(6)).join('   '),
    );
  }
  const [ours, theirs] = [...times.values()].slice(-2).map(median);
  if (templates.length > 0) console.log(`ratio of main.js to helm template: ${(ours / theirs).toFixed(2)}`);
}

/** Times actions, which take turns in each round, so that other load on the machine affects all of them alike. */
function measure(actions) {
  const times = new Map([...actions.keys()].map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, action] of actions) times.get(name).push(time(action));
  }
  return times;
}

/** Command and arguments of Helm for each chart. */
function helmTemplates() {
  try {
    const helm = buildHelm();
    return [...CHARTS.map(template), ['template', 'empty', emptyChart()]].map((args) => [helm, args]);
  } catch (error) {
    console.error(`skipped Helm, because Go could not build it or fetch the charts: ${error.message}`);
    return [];
  }
}

function buildHelm() {
  const helm = join(folder, 'helm');
  run('go', ['build', '-o', helm, 'helm.sh/helm/v3/cmd/helm'], join(HERE, 'helm'));
  return helm;
}

function template({ module, chart, set }) {
  const { Dir } = JSON.parse(run('go', ['mod', 'download', '-json', module]));
  const name = chart.split('/').at(-1);
  // Helm built from its module assumes Kubernetes 1.20, which is too old for the charts.
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

function run(command, args, cwd = ROOT) {
  const env = { ...process.env, CDK8S_OUTDIR: join(folder, 'dist') };
  // Extra certificates are not needed here, and take Node longer to read than to start.
  if (command === process.execPath) delete env.NODE_EXTRA_CA_CERTS;
  return execFileSync(command, args, { cwd, env, maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'pipe'] });
}

function time(action) {
  const start = performance.now();
  action();
  return performance.now() - start;
}

function median(values) {
  return [...values].sort((x, y) => x - y)[values.length >> 1];
}
