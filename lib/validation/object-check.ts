import { field, Manifest } from '../synth/manifest';
import { admission } from './admission/check-admission';
import { PLAINTEXT_RULE_NAMES } from './admission/plaintext-rules';
import { SPINKUBE, SPINOPERATOR } from './admission/rule';
import { ClusterKnowledge } from './admission/surroundings';
import { FieldValidation } from './field-validation';
import { Finding, Level } from './problems';
import { BuiltInSchemas } from './schema/built-in-schemas';
import { checkMetadata } from './schema/check-metadata';
import { checkSchema } from './schema/check-schema';
import { SCHEMA_RULE } from './schema/schema-rule';
import { ClusterSchemas } from './schema/schemas';
import { servedCheck } from './served-kinds';
import { UNKNOWN_FIELD_RULE } from './schema/unknown-field';

/** Rule for objects of an API group that the release does not have. */
export const RELEASE_RULE = 'release';

/** API of a release of spin-operator. */
export interface OperatorRelease {
  /** Its version: `v0.6.1`. */
  readonly version: string;

  /** Its API group. */
  readonly group: string;
}

/** Options of a check. */
export interface CheckOptions {
  /** How to treat fields that the API server would drop. */
  readonly fieldValidation: FieldValidation;

  /**
   * Allows secrets in plain text.
   *
   * @default false
   */
  readonly allowPlaintextSecrets?: boolean;

  /**
   * The operator that the objects are for.
   *
   * @default - the one of their API group
   */
  readonly operator?: OperatorRelease;

  /**
   * Files of `crds/` with the CustomResourceDefinitions that the cluster has, unless one is among the objects; of an API
   * group, the first file counts.
   *
   * @default - the newest of each API group
   */
  readonly crdFiles?: readonly string[];

  /**
   * CustomResourceDefinitions that the cluster has and that are not among the objects. They count before `crdFiles`.
   *
   * @default - none
   */
  readonly definitions?: readonly Manifest[];

  /**
   * Version of Kubernetes, such as `1.34`: its built-in kinds have the fields of that version, or of the next one known.
   *
   * @default - the newest known
   */
  readonly kubernetesVersion?: string;

  /** Knowledge of the cluster beyond the objects. Without it, any other object may exist. */
  readonly knowledge?: ClusterKnowledge;
}

/** The schemas of the cluster that objects are for. */
export function schemasFor(
  objects: readonly Manifest[],
  { crdFiles, definitions = [], kubernetesVersion }: Omit<CheckOptions, 'fieldValidation'>,
): ClusterSchemas {
  return ClusterSchemas.of([...objects, ...definitions], crdFiles, BuiltInSchemas.of(kubernetesVersion));
}

/**
 * Checks objects that are applied together against the schemas of their kinds and the rules of the operators.
 *
 * @param objects all of them
 * @param options options of the check
 * @param schemas the schemas of the cluster
 * @returns a function that checks one of them
 */
export function objectCheck(
  objects: Manifest[],
  { allowPlaintextSecrets = false, fieldValidation, knowledge, operator, ...options }: CheckOptions,
  schemas = schemasFor(objects, options),
): (object: Manifest) => Finding[] {
  const checks = [
    (object: Manifest) => checkSchema(object, schemas),
    // Metadata of kinds without a schema is not checked: their names may follow other rules.
    (object: Manifest) => (schemas.has(object) ? checkMetadata(object, schemas.hasBuiltIn(object)) : []),
    servedCheck(schemas),
    (object: Manifest) => checkRelease(object, operator),
    admission(objects, knowledge, schemas),
  ];
  return (object) => {
    const findings: Finding[] = [];
    for (const check of checks) {
      findings.push(...check(object));
    }
    const found = findings.length === 0 ? findings : withoutRepeats(findings).flatMap(judged);
    return isEncrypted(object) ? found.filter(({ path }) => path !== ENCRYPTION) : found;
  };

  function judged(finding: Finding): Finding[] {
    const level = levelOf(finding, fieldValidation);
    const isAllowed = allowPlaintextSecrets && PLAINTEXT_RULE_NAMES.includes(finding.rule);
    return level === undefined || isAllowed ? [] : [{ ...finding, level }];
  }
}

/** The field that SOPS adds to what it encrypts, and that Flux removes before it applies the object. */
const ENCRYPTION = 'sops';

function isEncrypted(object: Manifest): boolean {
  return typeof field(object, ENCRYPTION, 'mac') === 'string';
}

/** Removes findings about fields that the schema has already reported at the same or a higher level. */
function withoutRepeats(findings: Finding[]): Finding[] {
  const bySchema = new Map(findings.filter(({ rule }) => rule === SCHEMA_RULE).map(({ level, path }) => [path, level]));
  return findings.filter(({ level, path, rule }) => {
    const said = bySchema.get(path);
    return rule === SCHEMA_RULE || said === undefined || (said === 'warning' && level === 'error');
  });
}

/** The other API group belongs to another version of the operator, which the cluster does not run. */
function checkRelease({ apiVersion }: Manifest, operator?: OperatorRelease): Finding[] {
  const group = operator && apiVersion.split('/')[0];
  if (!operator || !group || group === operator.group || ![SPINKUBE, SPINOPERATOR].includes(group)) {
    return [];
  }
  const text = `is not known to spin-operator ${operator.version}`;
  const remedy = `did you mean '${operator.group}/v1alpha1'?`;
  return [{ level: 'error', rule: RELEASE_RULE, path: 'apiVersion', value: apiVersion, text, remedy }];
}

/** The level of a finding; undefined if it is not to be reported. */
function levelOf({ level, rule }: Finding, fieldValidation: FieldValidation): Level | undefined {
  if (rule !== UNKNOWN_FIELD_RULE) {
    return level;
  }
  const isStrict = fieldValidation === FieldValidation.STRICT;
  return fieldValidation === FieldValidation.IGNORE ? undefined : isStrict ? 'error' : 'warning';
}
