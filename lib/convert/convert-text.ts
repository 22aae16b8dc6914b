import { numbered, objectsIn, YAML_RULE } from '../validation/documents/read-objects';
import { Position, SourceText } from '../validation/documents/source-text';
import { UnusableInput } from '../validation/documents/unusable-input';
import { Problem } from '../validation/problems';
import { GroupChange } from './group-change';
import { Loss } from './loss';
import { lostFields } from './lost-fields';
import { mentions, renamedScalars } from './renamed-scalars';

/** A text in another API group. */
export interface Conversion {
  readonly text: string;

  /** The number of names that were changed. */
  readonly renamed: number;

  readonly losses: readonly Loss[];
}

/**
 * Changes the API group of SpinApps and SpinAppExecutors in a text, and of what refers to them. Nothing else changes:
 * other names, comments and indentation are those of the text, and fields that the new group lacks stay and are losses.
 * So is the group in a template that is not valid YAML, such as one of Helm.
 *
 * @param text YAML or JSON: documents, lists
 * @param change the old group and the new one
 * @throws UnusableInput if the text is neither valid YAML nor a template
 */
export function convertText(text: SourceText, change: GroupChange): Conversion {
  const objects = numbered('', objectsIn(text));
  const problem = objects.find((object) => object.problem?.rule === YAML_RULE)?.problem;
  if (problem) {
    return convertTemplate(text, change, problem);
  }
  const sources = new Set(objects.flatMap(({ origin }) => origin?.text ?? []));
  const renamings = [...sources].map((source) => renamedScalars(source, change));
  const edits = renamings.flatMap((renaming) => renaming.edits);
  const losses = [
    ...renamings.flatMap((renaming) => renaming.losses),
    ...objects.flatMap((object) => lostFields(object, change)),
  ];
  return {
    text: edited(text, edits, change),
    renamed: edits.length,
    losses: losses.sort(({ position: one }, { position: other }) => one.line - other.line || one.column - other.column),
  };
}

/** Names the group in a template. Other text is rejected in the words of `validate`. */
function convertTemplate(text: SourceText, change: GroupChange, { path, remedy, text: rule }: Problem): Conversion {
  const { content } = text;
  if (!content.includes('{{')) {
    throw new UnusableInput(`(${path}) ${rule}; ${remedy}`);
  }
  const inTemplate = 'is in a template that is not valid YAML, and is not converted; change it, and render it to check';
  return { text: content, renamed: 0, losses: mentions(text, change, inTemplate) };
}

/** @param places in the order of the text */
function edited(text: SourceText, places: readonly Position[], { from, to }: GroupChange): string {
  const lines = text.content.split('\n');
  for (const { column, line } of [...places].reverse()) {
    const index = line - text.firstLine;
    const start = lines[index].slice(0, column - 1);
    lines[index] = start + to.group + lines[index].slice(start.length + from.group.length);
  }
  return lines.join('\n');
}
