import { RULES } from '../../lib/validation/admission/check-admission';
import { Rule } from '../../lib/validation/admission/rule';

const HEAD = `# Rules of validation

What \`Bundle\`, the typed constructs, the [command](../how-to/validate.md) and the [plugin](../how-to/plugin.md) ask of
objects. An **error** is refused by the cluster, or by the rule itself where it says so; a **warning** is accepted, and then
something else comes of it than what was meant. Typed constructs refuse both. \`npm run rules\` writes this page.

## Every object of a kind with a schema

| rule | level | what it asks |
|---|---|---|
| \`schema\` | error, warning | Values are of the types, choices, forms and ranges of the schema; lists that are sets or maps have nothing twice. What an operator's webhook fills in where it is missing is a warning: it is accepted, and empty. |
| \`unknown-field\` | warning | Fields are those of the schema. The API server drops others; \`FieldValidation\` and \`--field-validation\` make errors of them, or nothing. |
| \`metadata\` | error | Name, namespace, labels and annotations are what the API server takes. |
| \`release\` | error | SpinApps and executors are of the API group that the named release has. |

## Files

| rule | level | what it asks |
|---|---|---|
| \`yaml\` | error | A document is YAML; its path is the line and column. |
| \`object\` | error | A document is a Kubernetes object. |
| \`duplicate\` | warning | An object is there once. |
`;

/** The page about all rules. */
export function rulesPage(): string {
  const kinds = [...new Set(RULES.map(({ kind }) => kind))];
  return [
    HEAD,
    ...kinds.map((kind) =>
      section(
        kind,
        RULES.filter((rule) => rule.kind === kind),
      ),
    ),
  ].join('\n');
}

function section(kind: string, rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ description, groups, level, name, source }) =>
      `| \`${name}\` | ${level} | ${groups.map((group) => `\`${group || 'v1'}\``).join(', ')} | ${description} [Source](${source}) |`,
  );
  return [`## ${kind}`, '', '| rule | level | API group | what it asks |', '|---|---|---|---|', ...rows, ''].join('\n');
}
