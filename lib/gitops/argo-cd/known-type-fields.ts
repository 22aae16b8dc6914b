import { stringifyYaml } from '../../synth/yaml';
import { SPIN_OPERATOR_APIS } from '../../releases/registry';

/**
 * Where SpinApps have quantities. The operator's webhook writes them in their shortest form, `0.5` as `500m`, which is a
 * difference to whoever compares texts.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/#known-kubernetes-types-in-crds-resource-limits-volume-mounts-etc
 */
const FIELDS = [
  { field: 'spec.resources', type: 'core/v1/ResourceRequirements' },
  { field: 'spec.variables.valueFrom', type: 'core/v1/EnvVarSource' },
  { field: 'spec.volumes', type: 'core/v1/Volume' },
];

/** The part of the configuration of Argo CD that has types of fields, by its keys. */
export function knownTypeFields(): { [key: string]: string } {
  return Object.fromEntries(
    SPIN_OPERATOR_APIS.map(({ group }) => [
      `resource.customizations.knownTypeFields.${group}_SpinApp`,
      stringifyYaml(FIELDS),
    ]),
  );
}
