import { Manifest } from '../synth/manifest';
import { admission } from './admission/check-admission';
import { PLAINTEXT_RULE_NAMES } from './admission/plaintext-rules';
import { ClusterKnowledge } from './admission/surroundings';
import { FieldValidation } from './field-validation';
import { Finding, Level } from './finding';
import { checkMetadata } from './schema/check-metadata';
import { checkSchema, SCHEMA_RULE, UNKNOWN_FIELD_RULE } from './schema/check-schema';
import { schemaOf } from './schema/schemas';

/** What those who apply the objects have chosen. */
export interface CheckOptions {
  /** What to do about fields that the API server would drop. */
  readonly fieldValidation: FieldValidation;

  /**
   * Whether secrets may stand in the manifests.
   *
   * @default false
   */
  readonly allowPlaintextSecrets?: boolean;

  /** What is known of the cluster besides the objects; by default nothing is, and what is not here may be there. */
  readonly knowledge?: ClusterKnowledge;
}

/**
 * The check of objects that are applied together: by the schemas of their kinds and the rules of the operators.
 *
 * @param objects all of them
 * @param options what was chosen
 * @returns what is wrong with one of them
 */
export function objectCheck(
  objects: Manifest[],
  { allowPlaintextSecrets = false, fieldValidation, knowledge }: CheckOptions,
): (object: Manifest) => Finding[] {
  const checkAdmission = admission(objects, knowledge);
  return (object) =>
    withoutRepeats([...checkSchema(object), ...checkMetadataOf(object), ...checkAdmission(object)]).flatMap(
      (finding) => {
        const level = levelOf(finding, fieldValidation);
        const isAllowed = allowPlaintextSecrets && PLAINTEXT_RULE_NAMES.includes(finding.rule);
        return level === undefined || isAllowed ? [] : [{ ...finding, level }];
      },
    );
}

/** What the schema says of a field, no rule need say again. */
function withoutRepeats(findings: Finding[]): Finding[] {
  const bySchema = new Set(findings.filter(({ rule }) => rule === SCHEMA_RULE).map(({ path }) => path));
  return findings.filter(({ path, rule }) => rule === SCHEMA_RULE || !bySchema.has(path));
}

/** Of kinds whose schema is not here, not even names are judged: theirs may be of another form. */
function checkMetadataOf(object: Manifest): Finding[] {
  return schemaOf(object.apiVersion, object.kind) ? checkMetadata(object) : [];
}

/** How much of a matter a finding is; undefined for none. */
function levelOf({ level, rule }: Finding, fieldValidation: FieldValidation): Level | undefined {
  if (rule !== UNKNOWN_FIELD_RULE) {
    return level;
  }
  const isStrict = fieldValidation === FieldValidation.STRICT;
  return fieldValidation === FieldValidation.IGNORE ? undefined : isStrict ? 'error' : 'warning';
}
