import { allRules } from '../../lib/validation/admission/check-admission';
import { FILE_RULES, OBJECT_RULES } from '../../lib/validation/general-rules';
import { Level } from '../../lib/validation/problems';
import { FileNote } from '../../lib/validation/documents/file-notes';
import { findingsOf, objectName, Report, ReportedFinding, ReportedObject } from '../report';
import { packageVersion } from '../version';
import { repositoryPath } from './repository-path';

const REPOSITORY = 'https://github.com/cdk8s-spinkube/cdk8s-spinkube';

/** The folder that paths are relative to: the root of the repository. */
const ROOT = '%SRCROOT%';

/**
 * SARIF 2.1.0, as GitHub code scanning and others read it, with a description of each rule that has findings.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function asSarif(report: Report): string {
  const found = findingsOf(report);
  const rules = [...new Set(found.map(([, { rule }]) => rule))].sort();
  const version = packageVersion();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'cdk8s-spinkube',
            version,
            semanticVersion: version,
            informationUri: REPOSITORY,
            rules: rules.map((name) => descriptor(name, version)),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: report.notes.map(notification) }],
        results: found.map(([object, finding]) => result(object, finding, rules.indexOf(finding.rule))),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor(name: string, version: string): object {
  const page = `${REPOSITORY}/blob/v${version}/docs/reference/rules.md#${name}`;
  const { description, level, source } = ruleNamed(name);
  const links = [`[All rules](${page})`, ...(source === undefined ? [] : [`[Source](${source})`])].join(' · ');
  const text = description.replaceAll('`', '');
  return {
    id: name,
    shortDescription: { text: firstSentence(text) },
    fullDescription: { text },
    help: { text, markdown: `${description}\n\n${links}` },
    helpUri: page,
    defaultConfiguration: { level },
  };
}

function firstSentence(text: string): string {
  return /^.*?[.](?= [A-Z]|$)/.exec(text)?.[0] ?? text;
}

function ruleNamed(name: string): { readonly description: string; readonly level: Level; readonly source?: string } {
  const general = [...OBJECT_RULES, ...FILE_RULES].find((rule) => rule.name === name);
  const found = general ? { ...general, level: general.levels[0] } : allRules().find((rule) => rule.name === name);
  if (!found) {
    throw new Error(`the rule '${name}' has no description`);
  }
  return found;
}

function result(
  object: ReportedObject,
  { level, message, position, rule }: ReportedFinding,
  ruleIndex: number,
): object {
  const name = objectName(object);
  const region = position && { startLine: position.line, startColumn: position.column };
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: { text: message },
    locations: [
      {
        physicalLocation: { artifactLocation: artifact(object.file), region },
        logicalLocations: name === '' ? undefined : [{ name: object.name, fullyQualifiedName: name, kind: 'object' }],
      },
    ],
  };
}

function notification({ file, text }: FileNote): object {
  return {
    level: 'note',
    message: { text },
    locations: [{ physicalLocation: { artifactLocation: artifact(file) } }],
  };
}

function artifact(file: string): object {
  const path = repositoryPath(file);
  return path === undefined
    ? { uri: 'stdin' }
    : { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: ROOT };
}
