import { splitJson } from '../validation/documents/split-documents';
import { numbered, objectsIn, SourceObject, YAML_RULE } from '../validation/documents/read-objects';
import { SourceText } from '../validation/documents/source-text';
import { UnusableInput } from '../validation/documents/unusable-input';
import { GroupChange } from './group-change';
import { Loss } from './loss';
import { lostFields } from './lost-fields';
import { Edit, renamedScalars } from './renamed-scalars';

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
 *
 * @param text YAML or JSON: documents, lists
 * @param change the old group and the new one
 * @throws UnusableInput if the text is not valid YAML
 */
export function convertText(text: SourceText, change: GroupChange): Conversion {
  const parts = splitJson(text).map((part) => convertPart(part, change));
  return {
    text: parts.map((part) => part.text).join(''),
    renamed: parts.reduce((sum, { renamed }) => sum + renamed, 0),
    losses: parts.flatMap(({ losses }) => losses),
  };
}

function convertPart(text: SourceText, change: GroupChange): Conversion {
  const objects = numbered('', objectsIn(text));
  requireYaml(objects);
  const { edits, losses } = renamedScalars(text, change);
  const fields = objects.flatMap((object) => lostFields(object, change));
  return {
    text: edited(text.content, edits),
    renamed: edits.length,
    losses: [...losses, ...fields].sort(
      ({ position: one }, { position: other }) => one.line - other.line || one.column - other.column,
    ),
  };
}

/** Rejects what `validate` rejects, in the same words. */
function requireYaml(objects: readonly SourceObject[]): void {
  const problem = objects.find((object) => object.problem?.rule === YAML_RULE)?.problem;
  if (problem) {
    throw new UnusableInput(`(${problem.path}) ${problem.text}; ${problem.remedy}`);
  }
}

/** @param edits in the order of the text */
function edited(content: string, edits: readonly Edit[]): string {
  const ends = [0, ...edits.map(({ end }) => end)];
  const parts = edits.map(({ start, text }, index) => content.slice(ends[index], start) + text);
  return [...parts, content.slice(ends[edits.length])].join('');
}
