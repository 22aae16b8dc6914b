import * as fs from 'fs';
import * as path from 'path';
import { Manifest } from '../../lib/synth/manifest';
import { FieldValidation } from '../../lib/validation/field-validation';
import { describeProblem, Finding } from '../../lib/validation/problems';
import { objectCheck } from '../../lib/validation/object-check';
import { KNOWLEDGE, NEIGHBOURS, spinkube } from './arbitrary/neighbours';

/** Verdict of the API server, its webhooks and the operator on an object. */
export interface Verdict {
  readonly object: Manifest;

  /** Reason for which the server rejects the object, shortened. */
  readonly refused?: string;

  /** True if the operator has created all objects of a SpinApp, false if not; undefined if it was not created. */
  readonly works?: boolean;

  /** Error of the operator, shortened. */
  readonly failure?: string;
}

const FILE = path.join(__dirname, 'verdicts.jsonl');

/** The recorded verdicts, one on each line. */
export function recordedVerdicts(): Verdict[] {
  const lines = fs.readFileSync(FILE, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const { object, ...verdict } = JSON.parse(line) as Verdict;
    return { object: spinkube(object.kind as 'SpinApp', object), ...verdict };
  });
}

/** Records verdicts, without the fields that all objects have in common. */
export function recordVerdicts(verdicts: readonly Verdict[]): void {
  const lines = verdicts.map(({ object: { kind, metadata, spec }, ...verdict }) => {
    const own = { ...metadata, namespace: undefined };
    return JSON.stringify({ object: { kind, metadata: own, spec }, ...verdict });
  });
  fs.writeFileSync(FILE, `${lines.join('\n')}\n`);
}

/** Number of characters that identify a reason. */
const ENOUGH = 160;

/** A reason without its common prefix. */
export function shortened(reason: string): string {
  return reason
    .replace(/^admission webhook "[^"]*" denied the request: /, '')
    .replace(/^\S+ "[^"]*" is invalid: /, '')
    .slice(0, ENOUGH);
}

/**
 * Findings of this library in an object among its neighbours. A cluster accepts plaintext secrets and drops unknown fields,
 * so these are not reported here.
 */
export function findingsIn(object: Manifest): Finding[] {
  const options = { allowPlaintextSecrets: true, fieldValidation: FieldValidation.IGNORE, knowledge: KNOWLEDGE };
  return objectCheck([...NEIGHBOURS, object], options)(object);
}

/** Objects on which this library and the server disagree, with the messages of both. */
export function disagreements(verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap(({ object, refused }) => {
    const errors = findingsIn(object).filter(({ level }) => level === 'error');
    const ours = errors.map((error) => describeProblem(error)).join(', ');
    return (ours === '') === (refused === undefined)
      ? []
      : [`${object.kind} ${String(object.metadata.name)}: ${ours || 'accepted'}; the server: ${refused ?? 'accepted'}`];
  });
}

/** The SpinApps that are accepted but never work, and for which this library reports nothing. */
export function unforeseen(verdicts: readonly Verdict[]): string[] {
  return failing(verdicts)
    .filter(({ object }) => findingsIn(object).length === 0)
    .map(({ failure, object }) => `${String(object.metadata.name)}: ${failure ?? 'the operator does not say why'}`);
}

/** The SpinApps that are accepted but never work. */
export function failing(verdicts: readonly Verdict[]): Verdict[] {
  return verdicts.filter(({ works }) => works === false);
}
