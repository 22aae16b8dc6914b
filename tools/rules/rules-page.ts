import { allRules } from '../../lib/validation/admission/check-admission';
import { Rule } from '../../lib/validation/admission/rule';
import { FILE_RULES, GeneralRule, OBJECT_RULES } from '../../lib/validation/general-rules';
import { MANIFEST_RULES } from './manifest-rules';

const HEAD = `# Validation rules

The rules that \`Bundle\`, the typed constructs, the [command](../how-to/validate.md) and the [plugin](../how-to/plugin.md)
check. An **error** is an object that the cluster rejects, or that the rule itself forbids where it says so; a **warning** is
an object that the cluster accepts but does not act on as intended. Typed constructs report both as errors. \`npm run rules\`
generates this page.
`;

/** The reference page with all rules. */
export function rulesPage(): string {
  const rules = allRules();
  const kinds = [...new Set(rules.map(({ kind }) => kind))];
  return [
    HEAD,
    generalSection('Every object of a kind with a schema', OBJECT_RULES),
    generalSection('Files', FILE_RULES),
    generalSection('SpinApp with a spin.toml, at synth', MANIFEST_RULES),
    ...kinds.map((kind) =>
      section(
        kind,
        rules.filter((rule) => rule.kind === kind),
      ),
    ),
  ].join('\n');
}

function generalSection(title: string, rules: readonly GeneralRule[]): string {
  const rows = rules.map(
    ({ description, levels, name }) => `| ${anchored(name)} | ${levels.join(', ')} | ${description} |`,
  );
  return [`## ${title}`, '', '| rule | level | description |', '|---|---|---|', ...rows, ''].join('\n');
}

/** The name of a rule, as the target of a link. */
function anchored(name: string): string {
  return `<a id="${name}"></a>\`${name}\``;
}

function section(kind: string, rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ description, groups, level, name, source }) =>
      `| ${anchored(name)} | ${level} | ${groups.map((group) => `\`${group || 'v1'}\``).join(', ')} | ${description} [Source](${source}) |`,
  );
  return [`## ${kind}`, '', '| rule | level | API group | description |', '|---|---|---|---|', ...rows, ''].join('\n');
}
