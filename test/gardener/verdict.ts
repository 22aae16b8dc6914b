import * as fs from 'fs';
import * as path from 'path';

/** What Gardener's own validation says of a Shoot. `npm run verdicts:gardener` asks it again. */
export interface Verdict {
  readonly title: string;
  readonly errors: string[];

  /** Whether it fills something in among the worker pools. */
  readonly defaultsPools: boolean;
  readonly shoot: unknown;
}

export const VERDICTS = path.join(__dirname, 'verdicts.jsonl');

export function readVerdicts(): Verdict[] {
  const lines = fs.readFileSync(VERDICTS, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Verdict);
}
