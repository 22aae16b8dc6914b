import { nearest } from '../../private/nearest';
import { SpinKubeRelease } from '../../releases/registry';
import { allRules, rulesFor } from '../../validation/admission/check-admission';
import { RUNTIME } from '../../validation/admission/rule';
import { celText } from '../../validation/cel/cel';
import { CelCheck, CelVariable } from '../../validation/cel/cel-check';
import { CHECKED_KINDS, inCluster } from '../../validation/cel/in-cluster';
import { Problems } from '../../validation/problems';
import { ClusterSchemas } from '../../validation/schema/schemas';

/** The rules for a kind of objects that go into one policy. */
export interface PolicyRules {
  readonly group: string;
  readonly resource: string;

  /** True if the rules may be wrong about an object, so that the policy must not reject it. */
  readonly areGuesses: boolean;
  readonly variables: readonly CelVariable[];
  readonly validations: readonly object[];
}

/** The rules that policies check in a cluster with a release, except for those with the given names. */
export function policyRules(release: SpinKubeRelease, excluded: readonly string[]): PolicyRules[] {
  const schemas = ClusterSchemas.of([], release._crds);
  return Object.entries(CHECKED_KINDS).flatMap(([kind, resource]) =>
    [false, true].flatMap((areGuesses): PolicyRules[] => {
      const group = kind === 'Shim' ? RUNTIME : release.api.group;
      const root = schemas.schemaOf(`${group}/v1alpha1`, kind) ?? {};
      const checks = rulesFor(schemas, group, kind).flatMap((rule) => {
        const { checks: checksOf = () => [], isGuess = false } = inCluster(rule) ?? {};
        const isMeant = isGuess === areGuesses && !excluded.includes(rule.name);
        return isMeant ? checksOf(root).map((check) => ({ rule: rule.name, check })) : [];
      });
      const variables = checks.flatMap(({ check }) => check.variables ?? []);
      const byName = new Map(variables.map((variable) => [variable.name, variable]));
      const validations = checks.map(({ check, rule }) => validation(rule, check));
      return checks.length === 0 ? [] : [{ group, resource, areGuesses, variables: [...byName.values()], validations }];
    }),
  );
}

/** A validation whose message names the rule, and what breaks it. */
function validation(rule: string, { culprit, expression, path, remedy, text }: CelCheck): object {
  const [before, after] = [`${rule}: '${path}'`, ` ${text}; ${remedy}`];
  return {
    expression,
    message: before + after,
    messageExpression: culprit && `${celText(`${before} (`)} + ${culprit} + ${celText(`)${after}`)}`,
  };
}

/** Reports names that are not those of rules which policies check. */
export function checkRuleNames(problems: Problems, names: readonly string[]): void {
  const known = allRules()
    .filter((rule) => inCluster(rule)?.checks !== undefined)
    .map(({ name }) => name);
  names.forEach((name, index) => {
    if (!known.includes(name)) {
      const meant = nearest(name, known);
      const remedy = meant === undefined ? 'use a name from the page of rules' : `did you mean '${meant}'?`;
      problems.at(index).refuse(name, 'is not a rule that policies check', remedy);
    }
  });
}
