import { ClusterChanges, RatedChange, StageChanges, TreeChanges } from '../../lib/changes/compare-trees';
import { Action } from '../../lib/changes/object-change';
import { changedLines } from './changed-lines';
import {
  actionName,
  alike,
  countsOf,
  FoundRisk,
  objectName,
  risksIn,
  schemaSentence,
  stageName,
  summaryOf,
} from './names';

/** Maximum length of a comment on GitHub, and of the risks in it; a stage that would get less room is left out. */
const MOST_CHARACTERS = 65_536;
const MOST_FOR_RISKS = 32_768;
const LEAST_FOR_STAGE = 1000;

const CUT = '\nThe rest is left out because a comment has a maximum length; `cdk8s-spinkube diff` prints it.\n';

/** For a comment on a pull request: a summary, a table of risks, and the changes of each stage in a section that opens. */
export function asMarkdown(changes: TreeChanges): string {
  const risks = risksIn(changes).map(riskRow);
  const head = `**Changes of manifests:** ${summaryOf(changes)}\n`;
  const table = risks.length === 0 ? '' : `\n${cut([TABLE_HEAD, ...risks], MOST_FOR_RISKS)}`;
  let text = head + table;
  for (const [cluster, stage] of stagesIn(changes)) {
    const left = MOST_CHARACTERS - text.length - CUT.length;
    if (left < LEAST_FOR_STAGE) {
      return text + CUT;
    }
    text += section(cluster, stage, left);
  }
  return text;
}

function stagesIn({ clusters }: TreeChanges): [ClusterChanges, StageChanges][] {
  return clusters.flatMap((cluster) => cluster.stages.map((stage): [ClusterChanges, StageChanges] => [cluster, stage]));
}

/** As many parts as fit, with a note if some do not. */
function cut(parts: readonly string[], most: number): string {
  let text = '';
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (text.length + part.length + (isLast ? 0 : CUT.length) > most) {
      return text + CUT;
    }
    text += part;
  }
  return text;
}

const TABLE_HEAD = '| risk | stage | object | what happens |\n|---|---|---|---|\n';

function riskRow({ change, cluster, risk, stage }: FoundRisk): string {
  const object = change ? code(objectName(change)) : '';
  const cells = [risk.name, stageName(cluster, stage), object, `${risk.text}; ${risk.remedy}`];
  return `| ${cells.map((cell, index) => (index === 2 ? cell : escape(cell))).join(' | ')} |\n`;
}

function section(cluster: ClusterChanges, stage: StageChanges, most: number): string {
  const counts = countsOf(
    Object.values(Action),
    stage.changes.map(({ action }) => action),
  );
  const title = [escape(stageName(cluster, stage)), counts.join(', ')].filter(Boolean).join(': ');
  const head = `\n<details><summary>${title}</summary>\n\n`;
  const end = '</details>\n';
  const changes = alike(stage.changes).map((same) => `${changeItem(same)}\n`);
  return head + cut(changes, most - head.length - end.length) + end;
}

/** Objects that change in the same way, and a block with what changes. */
function changeItem(changes: readonly RatedChange[]): string {
  const [change] = changes;
  const names = changes.map((one) => `- ${actionName(one)} ${code(objectName(one))}\n`).join('');
  const lines = [
    ...change.fields.flatMap((field) => [`@@ ${field.path} @@`, ...changedLines(field)]),
    ...change.schema.map((one) => `! ${schemaSentence(one)}`),
  ].join('\n');
  const fence = fenceFor(lines);
  const block = lines === '' ? '' : `\n${fence}diff\n${lines}\n${fence}\n`;
  return names + block;
}

/** A fence that is longer than any in the text. */
function fenceFor(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  return '`'.repeat(longest + 1);
}

function code(text: string): string {
  return `<code>${escape(text)}</code>`;
}

/** Text that Markdown and HTML leave as it is. */
function escape(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_[\]|~]/g, '\\$&');
}
