import { FileNote } from '../../lib/validation/documents/file-notes';
import { findingsOf, objectName, Report, ReportedFinding, ReportedObject, summaryOf } from '../report';
import { repositoryPath } from './repository-path';

/**
 * Workflow commands of GitHub Actions, which become annotations of the changed files, and a summary.
 *
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function asGitHub(report: Report): string {
  const lines = [...findingsOf(report).map(ofFinding), ...report.notes.map(ofNote), summaryOf(report)];
  return lines.map((line) => `${line}\n`).join('');
}

function ofFinding([object, { level, message, position, rule }]: [ReportedObject, ReportedFinding]): string {
  const name = objectName(object);
  return command(level, name === '' ? message : `${name}: ${message}`, {
    file: repositoryPath(object.file),
    line: position?.line,
    col: position?.column,
    title: rule,
  });
}

function ofNote({ file, text }: FileNote): string {
  return command('notice', text, { file: repositoryPath(file) });
}

function command(
  name: string,
  message: string,
  properties: { readonly [name: string]: string | number | undefined },
): string {
  const given = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escapeMessage(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`],
  );
  return `::${[name, given.join(',')].filter(Boolean).join(' ')}::${escapeMessage(message)}`;
}

function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
