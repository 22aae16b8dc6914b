import { allRules } from '../../lib/validation/admission/check-admission';
import { Rule } from '../../lib/validation/admission/rule';

const HEAD = `# Validation rules

The rules that \`Bundle\`, the typed constructs, the [command](../how-to/validate.md) and the [plugin](../how-to/plugin.md)
check. An **error** is an object that the cluster rejects, or that the rule itself forbids where it says so; a **warning** is
an object that the cluster accepts but does not act on as intended. Typed constructs report both as errors. \`npm run rules\`
generates this page.

## Every object of a kind with a schema

| rule | level | description |
|---|---|---|
| \`schema\` | error, warning | Values must have the types, choices, formats and ranges of the schema, and lists that are sets or maps must have no duplicates. A missing field is a warning if the operator's webhook fills it in with an empty value. |
| \`unknown-field\` | warning | Fields must be in the schema, because the API server drops others. \`FieldValidation\` and \`--field-validation\` turn this into an error, or switch it off. |
| \`metadata\` | error | Names, namespaces, labels and annotations must be valid. |
| \`release\` | error | SpinApps and executors must have the API group of the SpinKube release. |

## Files

| rule | level | description |
|---|---|---|
| \`yaml\` | error | A document must be valid YAML; the path of the problem is its line and column. |
| \`object\` | error | A document must be a Kubernetes object. |
| \`duplicate\` | warning | An object must be defined only once. |
`;

/** The reference page with all rules. */
export function rulesPage(): string {
  const rules = allRules();
  const kinds = [...new Set(rules.map(({ kind }) => kind))];
  return [
    HEAD,
    ...kinds.map((kind) =>
      section(
        kind,
        rules.filter((rule) => rule.kind === kind),
      ),
    ),
  ].join('\n');
}

function section(kind: string, rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ description, groups, level, name, source }) =>
      `| \`${name}\` | ${level} | ${groups.map((group) => `\`${group || 'v1'}\``).join(', ')} | ${description} [Source](${source}) |`,
  );
  return [`## ${kind}`, '', '| rule | level | API group | description |', '|---|---|---|---|', ...rows, ''].join('\n');
}
