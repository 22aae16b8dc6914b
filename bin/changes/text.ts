import { RatedChange, TreeChanges } from '../../lib/changes/compare-trees';
import { FieldChange } from '../../lib/changes/field-changes';
import { Risk } from '../../lib/changes/risks/risk';
import { changedLines } from './changed-lines';
import { actionName, alike, objectName, schemaSentence, stageName, summaryOf } from './names';

/** Writes text in colors, or leaves it as it is. */
export interface Colors {
  readonly added: (text: string) => string;
  readonly removed: (text: string) => string;
  readonly risk: (text: string) => string;
  readonly stage: (text: string) => string;
}

/** For people: the objects by stage, with their fields and risks, and a summary. */
export function asText(changes: TreeChanges, colors: Colors): string {
  const lines = changes.clusters.flatMap((cluster) =>
    cluster.stages.flatMap((stage) => [
      colors.stage(stageName(cluster, stage)),
      ...stage.risks.map((risk) => riskLine(risk, '  ', colors)),
      ...alike(stage.changes).flatMap((same) => linesOf(same, colors)),
    ]),
  );
  return [...lines, summaryOf(changes)].map((line) => `${line}\n`).join('');
}

/** Lines about objects that change in the same way. */
function linesOf(changes: readonly RatedChange[], colors: Colors): string[] {
  const [change] = changes;
  return [
    ...changes.map((one) => `  ${actionName(one)} ${objectName(one)}`),
    ...change.risks.map((risk) => riskLine(risk, '    ', colors)),
    ...change.fields.flatMap((field) => fieldLines(field, colors)),
    ...change.schema.map((one) => `    ${schemaSentence(one)}`),
  ];
}

/** One line for short values, otherwise lines of YAML. */
function fieldLines(change: FieldChange, colors: Colors): string[] {
  const { after, before, path } = change;
  return [before, after].every(isShort)
    ? [`    ${path}: ${colors.removed(String(before))} → ${colors.added(String(after))}`]
    : [`    ${path}:`, ...changedLines(change).map((line) => `      ${colored(line, colors)}`)];
}

const LONGEST = 80;

function isShort(value: unknown): boolean {
  return typeof value === 'string' ? value.length <= LONGEST && /^\S.*\S$|^\S$/.test(value) : typeof value === 'number';
}

function riskLine({ name, remedy, text }: Risk, indentation: string, colors: Colors): string {
  return `${indentation}${colors.risk(`${name}:`)} ${text}; ${remedy}`;
}

function colored(line: string, { added, removed }: Colors): string {
  return line.startsWith('+') ? added(line) : line.startsWith('-') ? removed(line) : line;
}
