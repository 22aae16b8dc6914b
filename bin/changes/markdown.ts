import { ClusterChanges, RatedChange, StageChanges, TreeChanges } from '../../lib/changes/compare-trees';
import { Action } from '../../lib/changes/object-change';
import { changedLines } from './changed-lines';
import { actionName, countsOf, FoundRisk, objectName, risksIn, schemaSentence, stageName, summaryOf } from './names';

/** Maximum length of a comment on GitHub, and of the risks in it. */
const MOST_CHARACTERS = 65_536;
const MOST_FOR_RISKS = 32_768;

const CUT = 'The rest is left out because a comment has a maximum length; `cdk8s-spinkube diff` prints it.\n';

/** For a comment on a pull request: a summary, a table of risks, and the changes of each stage in a section that opens. */
export function asMarkdown(changes: TreeChanges): string {
  const risks = risksIn(changes).map(riskRow);
  const head = `**Changes of manifests:** ${summaryOf(changes)}\n`;
  const table = risks.length === 0 ? '' : `\n${cut([TABLE_HEAD, ...risks], MOST_FOR_RISKS)}`;
  const stages = changes.clusters.flatMap((cluster) => cluster.stages.map((stage) => section(cluster, stage)));
  return cut([head, table, ...stages], MOST_CHARACTERS);
}

/** As many parts as fit, with a note if some do not. */
function cut(parts: readonly string[], most: number): string {
  const note = `\n${CUT}`;
  let text = '';
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (text.length + part.length + (isLast ? 0 : note.length) > most) {
      return text + note;
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

function section(cluster: ClusterChanges, stage: StageChanges): string {
  const counts = countsOf(
    Object.values(Action),
    stage.changes.map(({ action }) => action),
  );
  const title = [escape(stageName(cluster, stage)), counts.join(', ')].filter(Boolean).join(': ');
  const changes = stage.changes.map(changeItem).join('\n');
  return `\n<details><summary>${title}</summary>\n\n${changes}\n</details>\n`;
}

function changeItem(change: RatedChange): string {
  const lines = [
    ...change.fields.flatMap((field) => [`@@ ${field.path} @@`, ...changedLines(field)]),
    ...change.schema.map((one) => `! ${schemaSentence(one)}`),
  ].join('\n');
  const fence = fenceFor(lines);
  const block = lines === '' ? '' : `\n${fence}diff\n${lines}\n${fence}\n`;
  return `${actionName(change)} ${code(objectName(change))}\n${block}`;
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
