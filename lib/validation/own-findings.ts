import { ApiObject } from 'cdk8s';
import { declaredCrdFiles } from '../private/crd-files';
import { allowsPlaintextSecrets } from '../private/plaintext-secrets';
import { Manifest } from '../synth/manifest';
import { SPIN_VERSION_RULES } from './admission/runtime-config-rules';
import { UPDATE_RULES } from './gardener/update-rules';
import { FieldValidation } from './field-validation';
import { describeProblem } from './problems';
import { objectCheck } from './object-check';

/**
 * Checks the object of a construct for its `addValidation`. Warnings are included: a typed construct is meant to work.
 *
 * @param apiObject the object in its current state
 * @param others the objects that it refers to, as far as the construct knows
 */
export function ownFindings(apiObject: ApiObject, others: Manifest[] = []): string[] {
  const manifest = apiObject.toJson() as Manifest;
  const allowPlaintextSecrets = allowsPlaintextSecrets(apiObject);
  const crdFiles = apiObject.node.scope && declaredCrdFiles(apiObject.node.scope);
  const fieldValidation = FieldValidation.IGNORE;
  const check = objectCheck([manifest, ...others], { fieldValidation, allowPlaintextSecrets, crdFiles });
  return check(manifest)
    .filter(({ rule }) => !SPIN_VERSION_RULES.includes(rule) && !UPDATE_RULES.includes(rule))
    .map(describeProblem);
}
