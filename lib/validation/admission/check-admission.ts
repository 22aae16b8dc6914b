import { groupOf, Manifest } from '../../synth/manifest';
import { Finding } from '../finding';
import { EXECUTOR_RULES } from './executor-rules';
import { Rule, Surroundings } from './rule';
import { SHIM_RULES } from './shim-rules';
import { SPIN_APP_RULES } from './spin-app-rules';

/** All rules, in the order in which their findings are reported. */
export const RULES: readonly Rule[] = [...SPIN_APP_RULES, ...EXECUTOR_RULES, ...SHIM_RULES];

/**
 * The check of objects that are applied together, by the rules of the operators.
 *
 * @param objects all of them
 * @returns what is wrong with one of them
 */
export function admission(objects: Manifest[]): (object: Manifest) => Finding[] {
  const executors = new Map<string, Manifest[]>();
  for (const executor of objects.filter(({ kind }) => kind === 'SpinAppExecutor')) {
    const key = keyOf(groupOf(executor), executor.metadata.name);
    executors.set(key, [...(executors.get(key) ?? []), executor]);
  }
  return (object) => {
    const group = groupOf(object);
    const surroundings: Surroundings = { executors: (name) => executors.get(keyOf(group, name)) ?? [] };
    return RULES.filter(({ groups, kind }) => kind === object.kind && groups.includes(group)).flatMap((rule) =>
      rule.check(object, surroundings).map((breach) => ({ level: rule.level, rule: rule.name, ...breach })),
    );
  };
}

function keyOf(group: string, name = ''): string {
  return `${group}/${name}`;
}
