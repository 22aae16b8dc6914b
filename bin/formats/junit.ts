import { isFailure, objectName, Report, ReportedFinding, ReportedObject } from '../report';

/** JUnit XML, as GitLab, Jenkins and others read it: a test suite for each file, a test case for each object. */
export function asJUnit(report: Report): string {
  const files = new Map<string, Piece[]>();
  const add = (file: string, piece: Piece) => {
    const pieces = files.get(file) ?? [];
    pieces.push(piece);
    files.set(file, pieces);
  };
  for (const object of report.objects) {
    add(object.file, testCase(object, report));
  }
  for (const { file, text } of report.notes) {
    add(file, skipped(file, file, text));
  }
  const suites = [...files].map(([file, cases]) => testSuite(file, cases));
  const sums = attributes({ name: 'cdk8s-spinkube validate', ...sumOf(suites) });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${sums}>`,
    ...suites.map(({ text }) => text),
    '</testsuites>',
    '',
  ].join('\n');
}

/** A piece of XML and what it adds to the sums of its parents. */
interface Piece {
  readonly text: string;
  readonly tests: number;
  readonly failures: number;
  readonly skipped: number;
}

function sumOf(pieces: readonly Piece[]): Omit<Piece, 'text'> & { readonly errors: number } {
  const sum = (of: (piece: Piece) => number) => pieces.reduce((total, piece) => total + of(piece), 0);
  return {
    tests: sum(({ tests }) => tests),
    failures: sum(({ failures }) => failures),
    errors: 0,
    skipped: sum((piece) => piece.skipped),
  };
}

function testSuite(file: string, cases: Piece[]): Piece {
  const sums = sumOf(cases);
  const text = [
    `  <testsuite${attributes({ name: file, ...sums })}>`,
    ...cases.map((one) => one.text),
    '  </testsuite>',
  ].join('\n');
  return { ...sums, text };
}

function testCase(object: ReportedObject, report: Report): Piece {
  const { file, findings, index, isChecked } = object;
  const name = objectName(object) || `document ${index + 1}`;
  if (findings.length === 0 && !isChecked) {
    return skipped(file, name, 'the schema of this kind is not known');
  }
  const failures = findings.filter((finding) => isFailure(finding, report));
  const others = findings.filter((finding) => !isFailure(finding, report));
  const children = [
    ...(failures.length > 0 ? [failure(failures, file)] : []),
    ...(others.length > 0 ? [element('system-out', {}, linesOf(others, file))] : []),
  ];
  return { text: caseElement(file, name, children), tests: 1, failures: Math.min(failures.length, 1), skipped: 0 };
}

function skipped(file: string, name: string, message: string): Piece {
  return { text: caseElement(file, name, [`<skipped${attributes({ message })}/>`]), tests: 1, failures: 0, skipped: 1 };
}

function caseElement(file: string, name: string, children: readonly string[]): string {
  const start = `    <testcase${attributes({ name, classname: file, file })}`;
  return children.length === 0
    ? `${start}/>`
    : [`${start}>`, ...children.map((child) => `      ${child}`), '    </testcase>'].join('\n');
}

/** One for all findings, as some readers show only the first one. */
function failure(findings: readonly ReportedFinding[], file: string): string {
  const [{ message, rule }] = findings;
  return element('failure', { type: rule, message }, linesOf(findings, file));
}

function linesOf(findings: readonly ReportedFinding[], file: string): string {
  return findings
    .map(({ level, message, position, rule }) => {
      const place = position ? `${file}:${position.line}:${position.column}` : file;
      return `${place} ${level} ${rule}: ${message}`;
    })
    .join('\n');
}

function element(name: string, given: Parameters<typeof attributes>[0], content: string): string {
  return `<${name}${attributes(given)}>${escape(content)}</${name}>`;
}

function attributes(given: { readonly [name: string]: string | number }): string {
  return Object.entries(given)
    .map(([name, value]) => ` ${name}="${escape(String(value)).replaceAll('"', '&quot;').replaceAll('\n', '&#10;')}"`)
    .join('');
}

/** Characters that XML 1.0 cannot contain, not even escaped: control characters, noncharacters and lone surrogates. */
const NOT_XML = /(?![\t\n\r])[\p{Cc}\p{Cs}]|[\ufffe\uffff]/gu;

function escape(text: string): string {
  return text.replace(NOT_XML, '\ufffd').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
