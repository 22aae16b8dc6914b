import * as fs from 'fs';
import { Kubectl } from './kubectl';

/** Figures of a cluster, for the report. */
export interface Figures {
  readonly suite: string;
  readonly startSeconds: number;

  /** Peak memory of all its processes together. */
  readonly peakMemoryMiB: number;

  /** Number of applied objects; an object that is applied twice counts twice. */
  readonly applied: number;

  /** Resource types of the applied objects, with their groups. */
  readonly resourceTypes: string[];
}

/** File of figures in JSON lines, if the environment names one. */
const FILE = process.env.E2E_FIGURES;

/** Appends figures to the file. */
export function recordFigures(figures: Figures): void {
  if (FILE !== undefined) {
    fs.appendFileSync(FILE, `${JSON.stringify(figures)}\n`);
  }
}

export function readFigures(file: string): Figures[] {
  const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n') : [];
  return lines.map((line) => JSON.parse(line) as Figures);
}

/** Server-side applies from the metrics of the API server, including dry runs. */
export async function countApplied(kubectl: Kubectl): Promise<Pick<Figures, 'applied' | 'resourceTypes'>> {
  const metrics = await kubectl.text('get', '--raw=/metrics');
  const counted = [...metrics.matchAll(/^apiserver_request_total\{(.*)\} (\S+)$/gm)]
    .map(([, labels, count]): [{ [label: string]: string }, number] => [
      Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value])),
      Number(count),
    ])
    .filter(([{ code, subresource, verb }]) => verb === 'APPLY' && subresource === '' && /^20[01]$/.test(code));
  return {
    applied: counted.reduce((sum, [, count]) => sum + count, 0),
    resourceTypes: [...new Set(counted.map(([{ group, resource }]) => `${resource}.${group}`))],
  };
}
