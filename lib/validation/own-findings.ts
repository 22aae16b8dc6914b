import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { declaredCrdFiles } from '../private/crd-files';
import { allowsPlaintextSecrets } from '../private/plaintext-secrets';
import { Manifest } from '../synth/manifest';
import { SPIN_VERSION_RULES } from './admission/runtime-config-rules';
import { TELEMETRY_RULE } from './admission/executor-rules';
import { PERIODS_RULE } from './admission/scaled-object-rules';
import { PROCESS_VARIABLE_RULE } from './admission/variable-rules';
import { UPDATE_RULES } from './gardener/update-rules';
import { FieldValidation } from './field-validation';
import { describeProblem } from './problems';
import { objectCheck } from './object-check';

/** Rules that may be wrong about a typed construct: a bundle and the command report them as warnings. */
const GUESSES = [...SPIN_VERSION_RULES, ...UPDATE_RULES, PROCESS_VARIABLE_RULE, TELEMETRY_RULE, PERIODS_RULE];

/**
 * Checks the object of a construct for its `addValidation`. Warnings are included: a typed construct is meant to work.
 *
 * @param apiObject the object in its current state
 * @param others the objects that it refers to, as far as the construct knows
 */
export function ownFindings(apiObject: ApiObject, others: Manifest[] = []): string[] {
  const { scope } = apiObject.node;
  return findingsOf(apiObject.toJson() as Manifest, apiObject, scope && declaredCrdFiles(scope), others);
}

/**
 * The same for an object that is not written, and has what it describes in common with a construct.
 *
 * @param manifest the object
 * @param construct the construct, whose settings apply
 * @param crdFiles files of the CustomResourceDefinitions that it follows; by default those of the current release
 * @param others the objects that it refers to, as far as the construct knows
 */
export function findingsOf(
  manifest: Manifest,
  construct: IConstruct,
  crdFiles?: readonly string[],
  others: Manifest[] = [],
): string[] {
  const allowPlaintextSecrets = allowsPlaintextSecrets(construct);
  const fieldValidation = FieldValidation.IGNORE;
  const check = objectCheck([manifest, ...others], { fieldValidation, allowPlaintextSecrets, crdFiles });
  return check(manifest)
    .filter(({ rule }) => !GUESSES.includes(rule))
    .map(describeProblem);
}
