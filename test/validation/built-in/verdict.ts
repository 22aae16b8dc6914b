import * as fs from 'fs';
import * as path from 'path';
import { Manifest } from '../../../lib/synth/manifest';
import { FieldValidation } from '../../../lib/validation/field-validation';
import { objectCheck } from '../../../lib/validation/object-check';
import { describeProblem, Finding } from '../../../lib/validation/problems';
import { BuiltInSchemas } from '../../../lib/validation/schema/built-in-schemas';
import { ClusterSchemas } from '../../../lib/validation/schema/schemas';
import { edited } from './edits';
import { EditedSample } from './random-edits';
import { sampleNamed } from './samples';

/** Verdict of an API server on an object, with strict field validation. */
export interface BuiltInVerdict extends EditedSample {
  /** `decoding` if it could not read the object, `validation` if it did not like what it read. */
  readonly refusedBy?: 'decoding' | 'validation';

  /** Why, in its own words but fewer. */
  readonly reason?: string;
}

/** The versions of Kubernetes whose verdicts are recorded. */
export const VERSIONS = ['v1.34', 'v1.37'];

/** The verdicts of a version that were recorded. */
export function recordedVerdicts(version: string): BuiltInVerdict[] {
  const lines = fs.readFileSync(fileOf(version), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as BuiltInVerdict);
}

/** Records verdicts, one in a line. */
export function recordVerdicts(version: string, verdicts: readonly BuiltInVerdict[]): void {
  fs.writeFileSync(fileOf(version), verdicts.map((verdict) => `${JSON.stringify(verdict)}\n`).join(''));
}

function fileOf(version: string): string {
  return path.join(__dirname, `verdicts-${version}.jsonl`);
}

/** The object that a verdict is about. */
export function objectOf({ edits, of }: EditedSample): Manifest {
  return edited(sampleNamed(of), edits);
}

/** Findings of the library in an object, for a version of Kubernetes. */
export function findingsIn(object: Manifest, version: string): Finding[] {
  const schemas = ClusterSchemas.of([], [], BuiltInSchemas.of(version));
  return objectCheck(
    [object],
    { allowPlaintextSecrets: true, fieldValidation: FieldValidation.STRICT },
    schemas,
  )(object);
}

/** Objects that the server accepts, and the library does not; or, if asked for, that it warns of. */
export function falseAlarms(verdicts: readonly BuiltInVerdict[], version: string, levels = ['error']): string[] {
  return verdicts
    .filter(({ refusedBy }) => refusedBy === undefined)
    .flatMap((verdict) => {
      const findings = findingsIn(objectOf(verdict), version).filter(({ level }) => levels.includes(level));
      return findings.length === 0 ? [] : [`${verdict.of}: ${findings.map(describeProblem).join(', ')}`];
    });
}

/** Objects that the decoding of the server refuses, or its validation because a field is missing that the schema requires. */
export function mistakes(verdicts: readonly BuiltInVerdict[]): BuiltInVerdict[] {
  return verdicts.filter(
    ({ mistake, refusedBy }) => refusedBy === 'decoding' || (refusedBy === 'validation' && mistake === 'required'),
  );
}

/** Mistakes that the library does not find. */
export function missed(verdicts: readonly BuiltInVerdict[], version: string): string[] {
  return mistakes(verdicts)
    .filter((verdict) => findingsIn(objectOf(verdict), version).every(({ level }) => level !== 'error'))
    .map(({ edits, of, reason }) => `${of} ${JSON.stringify(edits)}: ${reason ?? ''}`);
}
