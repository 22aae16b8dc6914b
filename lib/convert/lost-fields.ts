import { positionOf } from '../validation/documents/positions';
import { placeholderIn } from '../validation/documents/placeholders';
import { SourceObject } from '../validation/documents/read-objects';
import { fieldPath, itemPath } from '../validation/field-path';
import { describeProblem } from '../validation/problems';
import { GroupChange } from './group-change';
import { Loss } from './loss';

/** A field that only the old group has. */
interface LostField {
  readonly path: string;
  readonly value: unknown;
}

/** The fields of a SpinApp or SpinAppExecutor that the new group does not have, or the group itself if a template sets it. */
export function lostFields(object: SourceObject, change: GroupChange): Loss[] {
  const { manifest } = object;
  const placeholder = placeholderIn(manifest?.apiVersion);
  if (placeholder !== undefined && /^SpinApp(?:Executor)?$/.test(manifest?.kind ?? '')) {
    const text = `apiVersion of ${manifest?.kind} has '${placeholder}', and is not converted; change what sets it, and render it to check`;
    return [{ position: positionOf(object, 'apiVersion') ?? { line: 1, column: 1 }, text }];
  }
  if (manifest?.apiVersion !== change.from.apiVersion) {
    return [];
  }
  return lostBelow(manifest.spec, 'spec', 'spec', change).map(({ path, value }) => ({
    position: positionOf(object, path) ?? { line: 1, column: 1 },
    text: describeProblem({
      path,
      value,
      text: `is not a field of ${manifest.kind} in ${change.to.apiVersion}: the API server would drop it`,
      remedy: 'remove it',
    }),
  }));
}

/**
 * @param value value of a field that both groups have
 * @param field its path without indexes: `spec.volumes[]`
 * @param path its path: `spec.volumes[0]`
 * @param change the two groups
 */
function lostBelow(value: unknown, field: string, path: string, change: GroupChange): LostField[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => lostBelow(item, `${field}[]`, itemPath(path, index), change));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value as { readonly [name: string]: unknown }).flatMap(([name, inner]) => {
    const below = `${field}.${name}`;
    const place = fieldPath(path, name);
    if (!change.from.knows(below)) {
      return [];
    }
    return change.to.knows(below) ? lostBelow(inner, below, place, change) : [{ path: place, value: inner }];
  });
}
