import { field, groupOf, Manifest } from '../../synth/manifest';
import { Finding } from '../finding';
import { perKind } from '../per-kind';
import { EXECUTOR_RULES } from './executor-rules';
import { ISSUER_RULES } from './issuer-rules';
import { PLAINTEXT_RULES } from './plaintext-rules';
import { Rule } from './rule';
import { SHIM_RULES } from './shim-rules';
import { SPIN_APP_RULES } from './spin-app-rules';
import { ClusterKnowledge, surroundings as surroundingsOf } from './surroundings';

/** All rules, in the order in which their findings are reported. */
export const RULES: readonly Rule[] = [
  ...SPIN_APP_RULES,
  ...EXECUTOR_RULES,
  ...SHIM_RULES,
  ...ISSUER_RULES,
  ...PLAINTEXT_RULES,
];

/** An API group, and the rules for its objects of a kind. */
const rulesOf = perKind((apiVersion, kind) => {
  const group = groupOf({ apiVersion });
  return { group, rules: RULES.filter((rule) => rule.kind === kind && rule.groups.includes(group)) };
});

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
  const around = surroundingsOf(objects, knowledge);
  return (object) => {
    const { group, rules } = rulesOf(object.apiVersion, object.kind);
    const surroundings = around(group);
    const findings: Finding[] = [];
    for (const rule of rules) {
      if (concerns(rule, object)) {
        for (const breach of rule.check(object, surroundings)) {
          findings.push({ level: rule.level, rule: rule.name, ...breach });
        }
      }
    }
    return findings;
  };
}

/** Whether an object has something that a rule is about. */
function concerns({ about }: Rule, { spec }: Manifest): boolean {
  return about === undefined || about.some((name) => (field(spec, name) ?? undefined) !== undefined);
}
