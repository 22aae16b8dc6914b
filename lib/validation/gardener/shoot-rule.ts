import { Manifest } from '../../synth/manifest';
import { GARDENER, Rule, Surroundings } from '../admission/rule';
import { Problems } from '../problems';
import { CheckedField } from './checked-field';

/** Rule about Shoots. */
export interface ShootRule extends Pick<Rule, 'about' | 'description' | 'level' | 'name'> {
  /** Link to the code or documentation of the requirement. */
  readonly source: string;

  /** Reports the problems of a Shoot. */
  readonly check: (shoot: CheckedField, surroundings: Surroundings) => void;
}

const SOURCE = 'https://github.com/gardener/gardener/blob/v1.149.0';

/** Sources of the rules. */
export const GARDENER_SOURCES = {
  validation: `${SOURCE}/pkg/api/core/validation/shoot.go`,
  admission: `${SOURCE}/plugin/pkg/shoot/validator/admission.go`,
  updates: `${SOURCE}/docs/usage/shoot-operations/shoot_updates.md`,
};

/** Creates a rule about Shoots. */
export function shootRule({ check, ...rule }: ShootRule): Rule {
  return {
    ...rule,
    kind: 'Shoot',
    groups: [GARDENER],
    check: (manifest: Manifest, surroundings) => {
      const problems = Problems.at();
      check(new CheckedField(problems, manifest), surroundings);
      return [...problems.all];
    },
  };
}

/** Worker pools of a Shoot. */
export function poolsOf(shoot: CheckedField): CheckedField[] {
  return shoot.items('spec', 'provider', 'workers');
}

/** Tells if a Shoot is workerless: it has only a control plane, and no resources at a cloud provider. */
export function isWorkerless(shoot: CheckedField): boolean {
  return poolsOf(shoot).length === 0;
}

/** Minor version of Kubernetes: 34 of `1.34.2`; undefined if it is not set. */
export function minorVersion(shoot: CheckedField): number | undefined {
  const minor = /^1\.(\d+)/.exec(shoot.at('spec', 'kubernetes', 'version').text ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}
