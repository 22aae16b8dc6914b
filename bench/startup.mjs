// Benchmarks whole processes, from an empty Node to writing the platform of main.ts, and Helm rendering the charts of that
// platform: npm run bench:startup
//
// CPU time, user and system, of a process and those that it starts, because other load on the machine changes it less than the
// time that passes.
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

const COMMAND = 'build/bin/cdk8s-spinkube.js';
const RUN = 'tools/run.mjs';
const SYNTH = ['npm', 'run', '--silent', 'synth'];

/** `cdk8s synth` of the same program, without tools/run.mjs. */
const SYNTH_BY_TSX = [...SYNTH, '--', '--app', 'npx tsx main.ts'];

const node = (...args) => [process.execPath, ...args];

/** Processes, and what comes before each of them without being measured. */
const PROGRAMS = {
  'node -e ""': { command: node('-e', '') },
  cdk8s: { command: node('-e', "require('cdk8s')") },
  'cdk8s-plus-28': { command: node('-e', PLUS) },
  'cdk8s-plus-28, and the library': { command: node('-e', `${PLUS} ${LIBRARY}`) },
  'cdk8s-plus-28, and SpinApp': { command: node('-e', `${PLUS} ${LIBRARY}.SpinApp`) },
  'cdk8s-plus-28, and every export': { command: node('-e', `${PLUS} Object.values(${LIBRARY})`) },
  'cdk8s-spinkube --version': { command: node(COMMAND, '--version') },
  'cdk8s-spinkube validate': { command: node(COMMAND, 'validate', 'dist/manifests/apps/apps.k8s.yaml') },
  'tsx main.ts': { command: node('--import', 'tsx', 'main.ts') },
  'node tools/run.mjs main.ts': { command: node(RUN, 'main.ts') },
  'npm run synth, by tsx': { command: SYNTH_BY_TSX },
  'npm run synth, after npm ci': { before: bundleAgain, command: SYNTH },
  'npm run synth, again': { command: SYNTH },
  'node build/main.js': { command: node('build/main.js') },
};

/** The largest ratio of a row to another one. */
const GOALS = [
  ['npm run synth, after npm ci', 'npm run synth, by tsx', 0.6],
  ['npm run synth, again', 'npm run synth, by tsx', 0.6],
  ['node tools/run.mjs main.ts', 'node build/main.js', 0.6],
];

// In memory if possible, because the speed of disks varies.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'bench-'));
try {
  main();
} finally {
  rmSync(folder, { recursive: true });
}

function main() {
  run('npm', ['run', '--silent', 'build']);
  const templates = helmTemplates();
  const helm = `helm template, ${templates.length} charts`;
  const programs = templates.length > 0 ? { ...PROGRAMS, [helm]: { command: inTurn(templates) } } : PROGRAMS;
  const times = measure(programs);
  console.log(`${'milliseconds of CPU time'.padEnd(36)}median  fastest`);
  for (const [name, values] of times) {
    console.log(
      name.padEnd(36) + [median(values), Math.min(...values)].map((ms) => ms.toFixed(0).padStart(6)).join('   '),
    );
  }
  const ratio = (ours, theirs) => median(times.get(ours)) / median(times.get(theirs));
  if (templates.length > 0)
    console.log(`node build/main.js / ${helm}: ${ratio('node build/main.js', helm).toFixed(2)}`);
  for (const [ours, theirs, most] of GOALS) {
    const value = ratio(ours, theirs);
    console.log(`${ours} / ${theirs}: ${value.toFixed(2)}, goal <= ${most} ${value <= most ? 'ok' : 'MISSED'}`);
    if (value > most) process.exitCode = 1;
  }
}

/** Times programs, which take turns in each round, so that other load on the machine affects all of them alike. */
function measure(programs) {
  const times = new Map(Object.keys(programs).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, { before, command }] of Object.entries(programs)) {
      before?.();
      times.get(name).push(time(command));
    }
  }
  return times;
}

/** Leaves what `npm ci` leaves: a bundle, but no code of functions that have run. */
function bundleAgain() {
  rmSync(join(ROOT, 'node_modules', '.cache', 'run'), { recursive: true, force: true });
  run(process.execPath, [RUN, '--bundle', 'main.ts']);
}

/** One command that runs several. */
function inTurn(commands) {
  return ['bash', '-c', commands.map((words) => words.map((word) => `'${word}'`).join(' ')).join(' && ')];
}

/** Command and arguments of Helm for each chart. */
function helmTemplates() {
  try {
    const helm = buildHelm();
    return [...CHARTS.map(template), ['template', 'empty', emptyChart()]].map((args) => [helm, ...args]);
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
  return execFileSync(command, args, {
    cwd,
    env: environment(),
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Extra certificates are not needed here, and take Node longer to read than to start. */
function environment() {
  return { ...process.env, CDK8S_OUTDIR: join(folder, 'dist'), NODE_EXTRA_CA_CERTS: undefined };
}

/** CPU time of a process, by bash, because Node does not report that of child processes. */
function time(command) {
  const script = `TIMEFORMAT='%U %S'; { time "$@" > '${folder}/output' 2>&1; } 2>&1 || { cat '${folder}/output' >&2; exit 1; }`;
  const words = run('bash', ['-c', script, 'bash', ...command])
    .toString()
    .trim()
    .split(' ');
  return words.reduce((sum, seconds) => sum + Number(seconds) * 1000, 0);
}

function median(values) {
  return [...values].sort((x, y) => x - y)[values.length >> 1];
}
