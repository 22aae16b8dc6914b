/** A JSON object of any shape. */
export interface Json {
  [field: string]: unknown;
}

/** Changes an object in place. */
export type Edit = (object: Json) => void;

/** Sets the field at a path. Creates missing objects on the way, and replaces values that are not objects. */
export function setting(path: string, value: unknown): Edit {
  const names = path.split('/');
  return (object) => {
    parentOf(object, names)[names[names.length - 1]] = structuredClone(value);
  };
}

/** Appends items to the list at a path, and creates the list if it is missing. */
export function appending(path: string, ...items: unknown[]): Edit {
  const names = path.split('/');
  return (object) => {
    const parent = parentOf(object, names);
    const name = names[names.length - 1];
    const before: unknown = parent[name];
    parent[name] = [...(Array.isArray(before) ? (before as unknown[]) : []), ...structuredClone(items)];
  };
}

/** Applies several edits in order. */
export function together(...edits: Edit[]): Edit {
  return (object) => {
    edits.forEach((edit) => {
      edit(object);
    });
  };
}

/** A copy of an object with edits applied. */
export function edited(object: Json, edits: Edit[]): Json {
  const copy = structuredClone(object);
  together(...edits)(copy);
  return copy;
}

function parentOf(object: Json, names: string[]): Json {
  return names.slice(0, -1).reduce<Json>((at, name) => {
    if (!isObject(at[name])) {
      at[name] = {};
    }
    return at[name] as Json;
  }, object);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
