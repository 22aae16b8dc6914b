import { fieldPath, itemPath } from './field-path';

/** Where a value is: the name of its field, or its index. A path is written of it where something is wrong, and only there. */
export interface Location {
  readonly parent?: Location;
  readonly name: string | number;
}

/** The object itself. */
export const ROOT: Location = { name: '' };

export function pathOf({ name, parent }: Location): string {
  if (!parent) {
    return '';
  }
  return typeof name === 'number' ? itemPath(pathOf(parent), name) : fieldPath(pathOf(parent), name);
}
