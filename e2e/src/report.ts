import * as fs from 'fs';
import * as path from 'path';
import { Figures, readFigures } from './figures';
import { IMAGES, PRETENDED } from './images';
import { componentOf, ProgramName } from './programs';
import { readResults, Results } from './results';

const FILE = path.join(__dirname, '..', 'report.md');

/** A run of the suites with one version of Kubernetes. */
interface Run {
  readonly kubernetes: string;

  /** True if the suites started their own clusters. */
  readonly isOwn: boolean;

  /** Build time of each program in seconds; undefined if it was cached. */
  readonly builds: [ProgramName, number | undefined][];

  /** The file with the results of jest. */
  readonly results: string;

  /** The file with the figures of the clusters. */
  readonly figures: string;

  /** Exit code of jest. */
  readonly status: number;
}

/** Writes `report.md`, and prints it. */
export function printReport(runs: Run[]): void {
  const text = [
    '# Report',
    ...runs.flatMap(sections),
    ...(runs.every(({ isOwn }) => isOwn)
      ? ['## Differences from a cluster with containers', PRETENDED.map((line) => `- ${line}`).join('\n')]
      : []),
    runs.map(sums).join('\n'),
  ].join('\n\n');
  fs.writeFileSync(FILE, `${text}\n`);
  console.log(text);
}

function sections({ builds, figures, kubernetes, results }: Run): string[] {
  const clusters = readFigures(figures);
  const resourceTypes = new Set(clusters.flatMap((cluster) => cluster.resourceTypes));
  const applied = clusters.reduce((sum, cluster) => sum + cluster.applied, 0);
  const { testResults } = readResults(results);
  return [
    `## Suites, Kubernetes ${kubernetes}`,
    table(
      ['suite', 'tests', 'seconds', 'cluster start-up', 'peak memory', 'applied', 'result'],
      testResults.map((result) => suiteRow(result, clusters)),
    ),
    `${applied} objects applied, of ${resourceTypes.size} resource types.`,
    ...testResults.flatMap(({ failedAtFirst = [], name }) =>
      failedAtFirst.map((test) => `Failed in the first run of the suite ${suiteOf(name)}: ${test}`),
    ),
    '## Programs',
    table(
      ['program', 'component', 'build time', 'images'],
      builds.map(([name, seconds]) => [
        name,
        componentOf(name),
        seconds === undefined ? 'cached' : `${seconds.toFixed(0)} s`,
        imagesOf(name),
      ]),
    ),
  ];
}

function suiteRow(
  { assertionResults, endTime, name, startTime, status }: Results['testResults'][number],
  all: Figures[],
): string[] {
  const suite = suiteOf(name);
  const clusters = all.filter((cluster) => cluster.suite === suite);
  return [
    suite,
    String(assertionResults.length),
    ((endTime - startTime) / 1000).toFixed(0),
    clusters.map(({ startSeconds }) => `${startSeconds.toFixed(0)} s`).join(', '),
    `${Math.max(0, ...clusters.map(({ peakMemoryMiB }) => peakMemoryMiB))} MiB`,
    String(clusters.reduce((sum, { applied }) => sum + applied, 0)),
    // jest reports a suite with some skipped tests as 'focused'.
    status === 'failed' || assertionResults.some((test) => test.status === 'passed')
      ? status.replace('focused', 'passed')
      : 'skipped',
  ];
}

function suiteOf(file: string): string {
  return path.basename(file, '.test.ts');
}

function sums({ kubernetes, results }: Run): string {
  const { numFailedTests, numPassedTests, numPendingTests } = readResults(results);
  return `Kubernetes ${kubernetes}: ${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`;
}

function imagesOf(program: ProgramName): string {
  const names = Object.keys(IMAGES).filter((image) => IMAGES[image].program === program);
  return names.map((name) => `\`${name}\``).join(', ');
}

function table(header: string[], rows: string[][]): string {
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
