import * as fs from 'fs';
import * as path from 'path';

/** Verdict of Gardener's own validation about a Shoot. `npm run verdicts:gardener` records it again. */
export interface Verdict {
  readonly title: string;
  readonly errors: string[];

  /** Tells if Gardener sets defaults in the worker pools. */
  readonly defaultsPools: boolean;
  readonly shoot: unknown;
}

export const VERDICTS = path.join(__dirname, 'verdicts.jsonl');

export function readVerdicts(): Verdict[] {
  const lines = fs.readFileSync(VERDICTS, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Verdict);
}
