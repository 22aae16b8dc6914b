import * as fs from 'fs';
import * as path from 'path';
import { Manifest } from '../../lib/synth/manifest';
import { FieldValidation } from '../../lib/validation/field-validation';
import { describeProblem, Finding } from '../../lib/validation/problems';
import { objectCheck } from '../../lib/validation/object-check';
import { KNOWLEDGE, NEIGHBOURS, spinkube } from './arbitrary/neighbours';

/** What the API server, its webhooks and the operator have made of an object. */
export interface Verdict {
  readonly object: Manifest;

  /** Why the server refuses it, if it does, in its own words but fewer. */
  readonly refused?: string;

  /** Of a SpinApp that was created: whether all came of it that the operator makes of one. */
  readonly works?: boolean;

  /** Why it does not, in those of the operator. */
  readonly failure?: string;
}

const FILE = path.join(__dirname, 'verdicts.jsonl');

/** The verdicts that were recorded, one in a line. */
export function recordedVerdicts(): Verdict[] {
  const lines = fs.readFileSync(FILE, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const { object, ...verdict } = JSON.parse(line) as Verdict;
    return { object: spinkube(object.kind as 'SpinApp', object), ...verdict };
  });
}

/** Records verdicts; what all objects have in common is left out. */
export function recordVerdicts(verdicts: readonly Verdict[]): void {
  const lines = verdicts.map(({ object: { kind, metadata, spec }, ...verdict }) => {
    const own = { ...metadata, namespace: undefined };
    return JSON.stringify({ object: { kind, metadata: own, spec }, ...verdict });
  });
  fs.writeFileSync(FILE, `${lines.join('\n')}\n`);
}

/** So much of a reason is enough to recognize it. */
const ENOUGH = 160;

/** A reason without what all of its kind have in common. */
export function shortened(reason: string): string {
  return reason
    .replace(/^admission webhook "[^"]*" denied the request: /, '')
    .replace(/^\S+ "[^"]*" is invalid: /, '')
    .slice(0, ENOUGH);
}

/**
 * What this library finds in an object among its neighbours. The cluster minds no secrets, so they are allowed here; and
 * that a field is dropped foretells nothing, so it is not said.
 */
export function findingsIn(object: Manifest): Finding[] {
  const options = { allowPlaintextSecrets: true, fieldValidation: FieldValidation.IGNORE, knowledge: KNOWLEDGE };
  return objectCheck([...NEIGHBOURS, object], options)(object);
}

/** Where this library and the server disagree about what is refused: the object, and what each of them says. */
export function disagreements(verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap(({ object, refused }) => {
    const errors = findingsIn(object).filter(({ level }) => level === 'error');
    const ours = errors.map((error) => describeProblem(error)).join(', ');
    return (ours === '') === (refused === undefined)
      ? []
      : [`${object.kind} ${String(object.metadata.name)}: ${ours || 'accepted'}; the server: ${refused ?? 'accepted'}`];
  });
}

/** The SpinApps that are accepted and never work, about which this library says nothing. */
export function unforeseen(verdicts: readonly Verdict[]): string[] {
  return failing(verdicts)
    .filter(({ object }) => findingsIn(object).length === 0)
    .map(({ failure, object }) => `${String(object.metadata.name)}: ${failure ?? 'the operator does not say why'}`);
}

/** The SpinApps that are accepted and never work. */
export function failing(verdicts: readonly Verdict[]): Verdict[] {
  return verdicts.filter(({ works }) => works === false);
}
