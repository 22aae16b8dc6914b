import * as fs from 'fs';
import { Kubectl } from './kubectl';

/** What a cluster has been like, for the report. */
export interface Figures {
  readonly suite: string;
  readonly startSeconds: number;

  /** The most that all its processes together have taken at a time. */
  readonly peakMemoryMiB: number;

  /** How many objects have been applied, each as often as it was. */
  readonly applied: number;

  /** Resource types of what has been applied, with the group of each. */
  readonly resourceTypes: string[];
}

/** A file of figures, one JSON object in a line, if the environment names one. */
const FILE = process.env.E2E_FIGURES;

/** Adds figures to those that are there. */
export function recordFigures(figures: Figures): void {
  if (FILE !== undefined) {
    fs.appendFileSync(FILE, `${JSON.stringify(figures)}\n`);
  }
}

export function readFigures(file: string): Figures[] {
  const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n') : [];
  return lines.map((line) => JSON.parse(line) as Figures);
}

/** What the API server itself has counted: server-side applies that it has carried out, or would have. */
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
