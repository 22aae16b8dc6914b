import * as fs from 'fs';
import * as path from 'path';
import { IMAGES, PRETENDED } from './images';
import { ProgramName } from './programs';

/** What jest writes, as far as the report has it. */
interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly status: string;
    readonly assertionResults: { readonly status: string }[];
  }[];
}

const FILE = path.join(__dirname, '..', 'report.md');

/** Writes `report.md`, and prints it. */
export function printReport(results: string, builds: [ProgramName, number | undefined][]): void {
  const found = JSON.parse(fs.readFileSync(results, 'utf8')) as Results;
  const text = [
    '# Report\n',
    table(
      ['suite', 'tests', 'seconds', 'result'],
      found.testResults.map(({ assertionResults, endTime, name, startTime, status }) => [
        path.basename(name, '.test.ts'),
        String(assertionResults.length),
        ((endTime - startTime) / 1000).toFixed(1),
        status,
      ]),
    ),
    '## Programs\n',
    table(
      ['program', 'image', 'built in seconds'],
      builds.map(([name, seconds]) => [name, imagesOf(name), seconds?.toFixed(0) ?? 'was there']),
    ),
    '## Not as in a cluster with containers\n',
    `${PRETENDED.map((line) => `- ${line}`).join('\n')}\n`,
    `${found.numPassedTests} passed, ${found.numFailedTests} failed, ${found.numPendingTests} skipped`,
  ].join('\n');
  fs.writeFileSync(FILE, `${text}\n`);
  console.log(text);
}

function imagesOf(program: ProgramName): string {
  const names = Object.keys(IMAGES).filter((image) => IMAGES[image].program === program);
  return names.map((name) => `\`${name}\``).join(', ');
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
