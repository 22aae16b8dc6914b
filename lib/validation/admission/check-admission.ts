import { groupOf, Manifest } from '../../synth/manifest';
import { givenAt } from '../fields';
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

/** A field of `spec`, and something in it that a rule is about. */
interface Topic {
  readonly field: string;
  readonly isGivenIn: (spec: unknown) => boolean;
}

/** An API group, and the rules for its objects of a kind. */
const rulesOf = perKind((apiVersion, kind) => {
  const group = groupOf({ apiVersion });
  const rules = RULES.filter((rule) => rule.kind === kind && rule.groups.includes(group));
  return { group, rules: rules.map((rule) => ({ rule, topics: rule.about?.map(topicOf) })) };
});

function topicOf(path: string): Topic {
  return { field: path.split('.')[0], isGivenIn: givenAt(path) };
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
  const around = surroundingsOf(objects, knowledge);
  return (object) => {
    const { group, rules } = rulesOf(object.apiVersion, object.kind);
    const surroundings = around(group);
    const fields = rules.length > 0 ? Object.keys(object.spec ?? {}) : [];
    const findings: Finding[] = [];
    for (const { rule, topics } of rules) {
      if (topics === undefined || isAbout(topics, fields, object)) {
        for (const breach of rule.check(object, surroundings)) {
          findings.push({ level: rule.level, rule: rule.name, ...breach });
        }
      }
    }
    return findings;
  };
}

/** Few fields are given: those that are not, are best found out from a list of them. */
function isAbout(topics: readonly Topic[], fields: readonly string[], { spec }: Manifest): boolean {
  for (const { field, isGivenIn } of topics) {
    if (fields.includes(field) && isGivenIn(spec)) {
      return true;
    }
  }
  return false;
}
