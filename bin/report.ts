import { counted } from '../lib/private/counted';
import { FileNote } from '../lib/validation/documents/file-notes';
import { positionOf } from '../lib/validation/documents/positions';
import { Position } from '../lib/validation/documents/source-text';
import { FILE_RULE, YAML_RULE } from '../lib/validation/documents/read-objects';
import { describeProblem, Finding, Level } from '../lib/validation/problems';
import { Verdict } from '../lib/validation/validate-objects';

/** A finding as every format shows it. */
export interface ReportedFinding {
  readonly level: Level;
  readonly rule: string;

  /** Path of the field; empty if it is about the whole document. */
  readonly path: string;

  /** The problem and its remedy, in the words of the command. */
  readonly message: string;

  /** Its place in the file; undefined if it is about the file. */
  readonly position?: Position;
}

/** An object, or a document that is none, and its findings. */
export interface ReportedObject {
  readonly file: string;

  /** Index in the file, starting at 0. Each item of a list counts. */
  readonly index: number;

  readonly kind: string;
  readonly namespace: string;
  readonly name: string;

  /** False if the schema of its kind is not known. */
  readonly isChecked: boolean;

  readonly findings: readonly ReportedFinding[];
}

/** The result of a run. */
export interface Report {
  readonly objects: readonly ReportedObject[];
  readonly notes: readonly FileNote[];

  /** The lowest level that makes the command fail. */
  readonly failOn: Level;
}

/** The report of verdicts. Positions are looked up here, for findings only. */
export function reportOf(verdicts: readonly Verdict[], notes: readonly FileNote[], failOn: Level): Report {
  return { objects: verdicts.map(reported), notes, failOn };
}

function reported({ findings, isChecked, source }: Verdict): ReportedObject {
  const { file, index, manifest } = source;
  const { name, namespace } = manifest?.metadata ?? {};
  return {
    file,
    index,
    kind: manifest?.kind ?? '',
    namespace: namespace ?? '',
    name: name ?? '',
    isChecked,
    findings: findings.map((finding) => ({
      level: finding.level,
      rule: finding.rule,
      path: hasField(finding) ? finding.path : '',
      message: messageOf(finding),
      position: positionOf(source, finding.path),
    })),
  };
}

/** Remedies of the library, in the words of the command. */
const IN_COMMAND: readonly (readonly [RegExp, string])[] = [
  [/set 'allowPlaintextSecrets'/, 'use --allow-plaintext-secrets'],
  [/import it with \S+ if the cluster has it/, 'omit --complete if the cluster has it'],
];

/** A problem as a sentence that names the options of the command instead of the library. */
export function messageOf(finding: Finding): string {
  const remedy = IN_COMMAND.reduce((words, [library, command]) => words.replace(library, command), finding.remedy);
  return hasField(finding) ? describeProblem({ ...finding, remedy }) : `${finding.text}; ${remedy}`;
}

/** Tells if a finding is about a field, not about a file or a document that is not an object. */
function hasField({ path, rule }: Finding): boolean {
  return path !== '' && rule !== YAML_RULE && rule !== FILE_RULE;
}

/** The name of an object: `SpinApp/shop/hello`; empty if the document is none. */
export function objectName({ kind, name, namespace }: ReportedObject): string {
  return [kind, namespace, name].filter(Boolean).join('/');
}

/** The findings of a report, each with its object. */
export function findingsOf({ objects }: Report): [ReportedObject, ReportedFinding][] {
  return objects.flatMap((object) =>
    object.findings.map((finding): [ReportedObject, ReportedFinding] => [object, finding]),
  );
}

/** Tells if a finding makes the command fail. */
export function isFailure({ level }: ReportedFinding, { failOn }: Report): boolean {
  return level === 'error' || failOn === 'warning';
}

/** The last line of reports for people: `117 checked, 0 skipped, 2 errors, 1 warning`. */
export function summaryOf(report: Report): string {
  const count = (level: Level) => findingsOf(report).filter(([, finding]) => finding.level === level).length;
  const checked = report.objects.filter(({ isChecked }) => isChecked).length;
  return [
    `${checked} checked`,
    `${report.objects.length - checked} skipped`,
    counted(count('error'), 'error'),
    counted(count('warning'), 'warning'),
  ].join(', ');
}
