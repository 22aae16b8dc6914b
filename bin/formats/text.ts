import { objectName, Report, ReportedFinding, summaryOf } from '../report';

/** For people: the findings by object, and a summary. */
export function asText(report: Report): string {
  const found = report.objects.flatMap((object) => {
    const lines = object.findings.map(lineOf);
    return lines.length > 0 ? [`${object.file} ${objectName(object)}`.trimEnd(), ...lines] : [];
  });
  const notes = report.notes.map(({ file, text }) => `${file}\n  note: ${text}`);
  return [...found, ...notes, summaryOf(report)].map((line) => `${line}\n`).join('');
}

function lineOf({ level, message, position, rule }: ReportedFinding): string {
  return `  ${position ? `${position.line}:${position.column} ` : ''}${level} ${rule}: ${message}`;
}
