import { Evidence, Finding, keyOf, Reference } from '../../lib/doctor/finding';
import { counted } from '../../lib/private/counted';
import { Snapshot } from '../../lib/doctor/snapshot';
import { Colors } from '../changes/text';
import { pageOf } from './page';

/** Consequences that are listed; a platform that is down has many. */
const MOST = 5;

const INDENTATION = ' '.repeat(3);

/** For people: each finding with its evidence, what it causes, and what to do. */
export function asText(findings: readonly Finding[], snapshot: Snapshot, colors: Colors): string {
  const blocks = findings.map((finding, index) => linesOf(finding, index + 1, colors).join('\n'));
  return [...blocks, summaryOf(findings, snapshot)].join('\n\n').concat('\n');
}

function linesOf(finding: Finding, number: number, { risk, stage }: Colors): string[] {
  const { consequences, evidence, isWarning, object, remedy, text } = finding;
  const others = consequences.filter((one) => one.name.endsWith('-unavailable') || keyOf(one.object) !== keyOf(object));
  const listed = others.slice(0, MOST).map((one) => `${nameOf(one.object)} ${one.text}`);
  const more = others.length > MOST ? [`and ${others.length - MOST} more`] : [];
  return [
    `${number}. ${stage(nameOf(object))} ${text}${isWarning ? ' (warning)' : ''}`,
    ...section(
      'evidence',
      evidence.map((one) => evidenceLine(one, object)),
    ),
    ...section('causes', [...listed, ...more]),
    ...section('remedy', [risk(remedy)]),
    ...section('see', [`${pageOf(finding)} (${finding.name})`]),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `${INDENTATION}${(index === 0 ? title : '').padEnd(10)}${line}`);
}

/** The object of the finding is not named again. */
function evidenceLine({ field, message, object }: Evidence, about: Reference): string {
  const name = keyOf(object) === keyOf(about) ? '' : `${nameOf(object)} `;
  return `${name}${field}: ${message.replace(/\s*\n\s*/g, ' ')}`;
}

/** `Deployment spin-operator/controller`. */
export function nameOf({ kind, name, namespace }: Reference): string {
  return `${kind.replace(/\..*/, '')} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

function summaryOf(findings: readonly Finding[], { objects }: Snapshot): string {
  const apps = objects.filter(({ kind }) => kind === 'SpinApp').length;
  const looked = `${counted(objects.length, 'object')}, ${counted(apps, 'SpinApp')}`;
  return findings.length === 0
    ? `nothing found (${looked})`
    : `${counted(findings.length, 'finding')}, most likely first (${looked})`;
}
