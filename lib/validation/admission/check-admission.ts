import { groupOf, Manifest } from '../../synth/manifest';
import { Finding } from '../finding';
import { EXECUTOR_RULES } from './executor-rules';
import { ISSUER_RULES } from './issuer-rules';
import { PLAINTEXT_RULES } from './plaintext-rules';
import { Rule } from './rule';
import { SHIM_RULES } from './shim-rules';
import { SPIN_APP_RULES } from './spin-app-rules';
import { ClusterKnowledge, surroundings } from './surroundings';

/** All rules, in the order in which their findings are reported. */
export const RULES: readonly Rule[] = [
  ...SPIN_APP_RULES,
  ...EXECUTOR_RULES,
  ...SHIM_RULES,
  ...ISSUER_RULES,
  ...PLAINTEXT_RULES,
];

const RULES_BY_KIND = new Map<string, Rule[]>();
for (const rule of RULES) {
  for (const group of rule.groups) {
    const key = `${rule.kind}.${group}`;
    RULES_BY_KIND.set(key, [...(RULES_BY_KIND.get(key) ?? []), rule]);
  }
}

/**
 * The check of objects that are applied together, by the rules of the operators.
 *
 * @param objects all of them
 * @param knowledge what is known of the cluster besides
 * @returns what is wrong with one of them
 */
export function admission(
  objects: readonly Manifest[],
  knowledge: ClusterKnowledge = { completeKinds: [], externals: [] },
): (object: Manifest) => Finding[] {
  const around = surroundings(objects, knowledge);
  return (object) => {
    const group = groupOf(object);
    const surrounding = around(group);
    const rules = RULES_BY_KIND.get(`${object.kind}.${group}`) ?? [];
    return rules.flatMap((rule) =>
      rule.check(object, surrounding).map((breach) => ({ level: rule.level, rule: rule.name, ...breach })),
    );
  };
}
