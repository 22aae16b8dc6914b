// Builds what the suites need, runs them, and prints a report.
//   npm run e2e                         in clusters of processes, a new one for each suite
//   npm run e2e -- kubectl schema       some suites only
//   npm run e2e -- --build              builds only
//   npm run e2e -- --kubernetes v1.37   with another control plane
//   npm run e2e -- --kubeconfig FILE    in an existing cluster
//   npm run e2e:full                    all suites with every control plane
//   npm run e2e -- verdicts --seed 7    with other objects
//   npm run e2e -- verdicts --record    also writes test/validation/verdicts.jsonl
//   npm run e2e -- keda-webhook --record also writes test/validation/keda/verdicts.jsonl
//   npm run e2e -- doctor --record      also writes test/doctor/recordings/
import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { parseArgs } from 'util';
import { buildNodeTools } from './src/node-tools';
import { build, KUBERNETES_VERSIONS, needNodes, ONLY_FULL, ProgramName, programsFor } from './src/programs';
import { printReport } from './src/report';
import { failedSuites, readResults, withSecondRun } from './src/results';

const { positionals, values } = parseArgs({
  options: {
    kubernetes: { type: 'string', default: KUBERNETES_VERSIONS[0] },
    full: { type: 'boolean' },
    build: { type: 'boolean' },
    kubeconfig: { type: 'string' },
    seed: { type: 'string' },
    record: { type: 'boolean' },
    // The last two are options of jest, for CI.
    json: { type: 'boolean' },
    outputFile: { type: 'string' },
  },
  allowPositionals: true,
});
const SUITES = path.join(__dirname, 'suites');

/** The names of all suites, and of those to run. */
const ALL = fs.readdirSync(SUITES).map((file) => path.basename(file, '.test.ts'));
const selected =
  positionals.length > 0 ? positionals : ALL.filter((suite) => values.full === true || !ONLY_FULL.includes(suite));

process.exitCode = main();

function main(): number {
  const unusable = findMistake();
  if (unusable !== undefined) {
    console.error(unusable);
    return 2;
  }
  if (spawnSync('go', ['version']).status !== 0) {
    console.log('skipped: e2e: Go is not installed');
    return process.env.CI === undefined ? 0 : 1;
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-spinkube-e2e-report-'));
  try {
    const versions = values.full ? KUBERNETES_VERSIONS : [values.kubernetes];
    if (values.build) {
      versions.forEach(buildFor);
      return 0;
    }
    const runs = versions.map((version) => runSuites(version, folder));
    printReport(runs);
    return Math.max(...runs.map(({ status }) => status));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function findMistake(): string | undefined {
  const unknown = positionals.filter((suite) => !ALL.includes(suite));
  if (unknown.length > 0) {
    return `unknown suite: ${unknown.join(', ')}; use ${ALL.join(', ')}`;
  }
  if (!KUBERNETES_VERSIONS.includes(values.kubernetes)) {
    return `Kubernetes ${values.kubernetes} is not available; use ${KUBERNETES_VERSIONS.join(' or ')}`;
  }
  if (values.full && values.outputFile !== undefined) {
    return '--full cannot be combined with --outputFile: each version of Kubernetes has its own results';
  }
  if (values.full && values.record) {
    return '--full cannot be combined with --record: verdicts are those of one version of Kubernetes';
  }
  return undefined;
}

/** Builds what the selected suites need with one version of Kubernetes; what is built already takes no time. */
function buildFor(kubernetes: string): [ProgramName, number | undefined][] {
  const isOwn = values.kubeconfig === undefined;
  const builds = programsFor(selected, kubernetes, isOwn).map((name): [ProgramName, number | undefined] => {
    console.log(`== ${name}`);
    return [name, build(name)];
  });
  const toolsSeconds = isOwn && needNodes(selected) ? buildNodeTools() : undefined;
  if (toolsSeconds !== undefined) {
    console.log(`== tools of real nodes: ${toolsSeconds.toFixed(0)} s`);
  }
  return builds;
}

/** Builds and runs the selected suites with one version of Kubernetes. */
function runSuites(kubernetes: string, folder: string): Parameters<typeof printReport>[0][number] {
  const kubeconfig = values.kubeconfig && path.resolve(values.kubeconfig);
  const builds = buildFor(kubernetes);
  const results = values.outputFile ?? path.join(folder, `${kubernetes}.json`);
  const figures = path.join(folder, `${kubernetes}.jsonl`);
  const runJest = (suites: string[], workers: number): number =>
    spawnSync(
      process.execPath,
      [
        path.join(__dirname, '..', 'node_modules', 'jest', 'bin', 'jest.js'),
        `--config=${path.join(__dirname, 'jest.config.json')}`,
        `--maxWorkers=${workers}`,
        '--ci',
        '--json',
        `--outputFile=${results}`,
        ...suites,
      ],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: {
          ...process.env,
          E2E_KUBERNETES: kubernetes,
          E2E_FIGURES: figures,
          ...(kubeconfig && { E2E_KUBECONFIG: kubeconfig }),
          ...(values.seed && { E2E_SEED: values.seed }),
          ...(values.record && { E2E_RECORD: 'yes' }),
        },
      },
    ).status ?? 1;
  // Clusters share nothing. On two cores, three suites at a time take a third longer each, and little less together.
  let status = runJest(
    selected.map((suite) => path.join(SUITES, `${suite}.test.ts`)),
    kubeconfig === undefined ? 2 : 1,
  );
  if (status !== 0 && kubeconfig === undefined) {
    status = runFailedAgain(results, (suites) => runJest(suites, 1));
  }
  return { kubernetes, isOwn: kubeconfig === undefined, builds, results, figures, status };
}

/**
 * Runs the suites that failed once more, in new clusters, one after the other: what failed only because the machine was busy
 * passes, and the report names it. What is wrong fails again.
 */
function runFailedAgain(results: string, runJest: (suites: string[]) => number): number {
  const first = readResults(results);
  const suites = failedSuites(first);
  if (suites.length === 0) {
    return 1;
  }
  console.log(`== once more: ${suites.map((file) => path.basename(file, '.test.ts')).join(', ')}`);
  const status = runJest(suites);
  fs.writeFileSync(results, JSON.stringify(withSecondRun(first, readResults(results))));
  return status;
}
