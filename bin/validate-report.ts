import { FileNote } from '../lib/validation/documents/file-notes';
import { FILE_RULE, YAML_RULE } from '../lib/validation/documents/read-objects';
import { describeProblem, Finding } from '../lib/validation/problems';
import { Verdict } from '../lib/validation/validate-objects';

/** One JSON object per line, for programs. */
export function asJson(verdicts: Verdict[]): string {
  return verdicts.map((verdict) => `${JSON.stringify(jsonOf(verdict))}\n`).join('');
}

/** For people: the findings by object, and a summary. */
export function asText(verdicts: Verdict[], notes: FileNote[]): string {
  const found = verdicts.flatMap((verdict) => {
    const lines = verdict.findings.map((finding) => `  ${finding.level} ${finding.rule}: ${messageOf(finding)}`);
    return lines.length > 0 ? [placeOf(verdict), ...lines] : [];
  });
  return [...found, ...notes.map(({ file, text }) => `${file}\n  note: ${text}`), sumOf(verdicts)]
    .map((line) => `${line}\n`)
    .join('');
}

function jsonOf({ findings, source: { file, index, manifest } }: Verdict): object {
  const { name, namespace } = manifest?.metadata ?? {};
  return {
    file,
    index,
    kind: manifest?.kind ?? '',
    namespace: namespace ?? '',
    name: name ?? '',
    valid: ofLevel(findings, 'error').length === 0,
    errors: ofLevel(findings, 'error'),
    warnings: ofLevel(findings, 'warning'),
  };
}

function ofLevel(findings: Finding[], wanted: Finding['level']): object[] {
  return findings
    .filter(({ level }) => level === wanted)
    .map((finding) => ({ rule: finding.rule, path: finding.path, message: messageOf(finding) }));
}

/** Remedies of the library, in the words of the command. */
const IN_COMMAND: readonly (readonly [RegExp, string])[] = [
  [/set 'allowPlaintextSecrets'/, 'use --allow-plaintext-secrets'],
  [/import it with \S+ if the cluster has it/, 'omit --complete if the cluster has it'],
];

/** A document that is not an object has no fields, but a line and a column, or nothing. */
function messageOf(finding: Finding): string {
  const { path, rule, text } = finding;
  const remedy = IN_COMMAND.reduce((words, [library, command]) => words.replace(library, command), finding.remedy);
  return rule === YAML_RULE || rule === FILE_RULE || path === ''
    ? `${[path, text].filter(Boolean).join(' ')}; ${remedy}`
    : describeProblem({ ...finding, remedy });
}

function placeOf({ source: { file, index, manifest } }: Verdict): string {
  const { name = '', namespace } = manifest?.metadata ?? {};
  const object = manifest ? ` ${[manifest.kind, namespace, name].filter(Boolean).join('/')}` : '';
  return `${file} [${index}]${object}`;
}

function sumOf(verdicts: Verdict[]): string {
  const findings = verdicts.flatMap((verdict) => verdict.findings);
  const unknown = verdicts.filter(({ isChecked }) => !isChecked).length;
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  const sums = [
    `${verdicts.length - unknown} checked`,
    `${unknown} skipped (no schema)`,
    count(ofLevel(findings, 'error').length, 'error'),
    count(ofLevel(findings, 'warning').length, 'warning'),
  ];
  return sums.join(', ');
}
