import * as fs from 'fs';
import * as path from 'path';
import { FieldValidation } from '../../../lib/validation/field-validation';
import { objectCheck } from '../../../lib/validation/object-check';
import { describeProblem, Finding } from '../../../lib/validation/problems';
import { Question } from './scaled-objects';

/** Answer of KEDA's webhook, or of the API server by KEDA's CustomResourceDefinition. */
export interface Answer {
  /** Reasons for a rejection. */
  readonly refused?: readonly string[];

  readonly warnings?: readonly string[];
}

/** A question with its answer. */
export type Verdict = Question & Answer;

const FILE = path.join(__dirname, 'verdicts.jsonl');

/** The recorded verdicts, one on each line. */
export function recordedVerdicts(): Verdict[] {
  const lines = fs.readFileSync(FILE, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Verdict);
}

export function recordVerdicts(verdicts: readonly Verdict[]): void {
  fs.writeFileSync(FILE, `${verdicts.map((verdict) => JSON.stringify(verdict)).join('\n')}\n`);
}

/** Findings of this library in a ScaledObject. */
function findingsIn({ object, others }: Question): Finding[] {
  const options = { allowPlaintextSecrets: true, fieldValidation: FieldValidation.IGNORE };
  return objectCheck([...others, object], options)(object);
}

/** Verdicts on which this library and KEDA disagree, with the messages of both. */
export function disagreements(verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap((verdict) => {
    const errors = findingsIn(verdict).filter(({ level }) => level === 'error');
    const ours = errors.map(describeProblem).join(', ');
    const theirs = (verdict.refused ?? []).join(', ');
    return (ours === '') === (theirs === '')
      ? []
      : [`${JSON.stringify(verdict)}: ${ours || 'accepted'}; KEDA: ${theirs || 'accepted'}`];
  });
}

/** Accepted ScaledObjects on whose warnings this library and KEDA disagree. */
export function differentWarnings(verdicts: readonly Verdict[]): string[] {
  return verdicts
    .filter(({ refused = [] }) => refused.length === 0)
    .flatMap((verdict) => {
      const ours = findingsIn(verdict).filter(({ rule }) => rule === 'scaled-object-periods').length;
      const theirs = verdict.warnings?.length ?? 0;
      return ours === theirs ? [] : [`${JSON.stringify(verdict.object)}: ${ours} warnings; KEDA: ${theirs}`];
    });
}
