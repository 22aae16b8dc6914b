import { allRules } from '../../lib/validation/admission/check-admission';
import { Rule } from '../../lib/validation/admission/rule';
import { CHECKED_KINDS, inCluster } from '../../lib/validation/cel/in-cluster';
import { FILE_RULES, GeneralRule, OBJECT_RULES } from '../../lib/validation/general-rules';
import { MANIFEST_RULES } from './manifest-rules';

const HEAD = `# Validation rules

The rules that \`Bundle\`, the typed constructs, the [command](../how-to/validate.md) and the [plugin](../how-to/plugin.md)
check. An **error** is an object that the cluster rejects, or that the rule itself forbids where it says so; a **warning** is
an object that the cluster accepts but does not act on as intended. Typed constructs report both as errors. The last column
says which rules [policies in the cluster](../how-to/admission-policies.md) check, too. \`npm run rules\` generates this page.
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
  const isChecked = kind in CHECKED_KINDS;
  const rows = rules.map((rule) => {
    const { description, groups, level, name, source } = rule;
    const apiGroups = groups.map((group) => `\`${group || 'v1'}\``).join(', ');
    const last = isChecked ? ` ${checkedInCluster(rule)} |` : '';
    return `| ${anchored(name)} | ${level} | ${apiGroups} | ${description} [Source](${source}) |${last}`;
  });
  const head = `| rule | level | API group | description |${isChecked ? ' in the cluster |' : ''}`;
  return [`## ${kind}`, '', head, `|---|---|---|---|${isChecked ? '---|' : ''}`, ...rows, ''].join('\n');
}

/** The cell about policies: that they check a rule, or why not. */
function checkedInCluster(rule: Rule): string {
  const { checks, isGuess = false, not } = inCluster(rule) ?? {};
  if (checks === undefined) {
    return not === undefined ? 'rejected without a policy' : `no: ${not}`;
  }
  return `${isGuess ? 'policy, as a warning' : 'policy'}${not === undefined ? '' : `, but not ${not}`}`;
}
