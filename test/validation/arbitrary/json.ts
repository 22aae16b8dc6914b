/** A JSON object of which nothing is known. */
export interface Json {
  [field: string]: unknown;
}

/** A change of an object, in place. */
export type Edit = (object: Json) => void;

/** Sets the field at a path; objects on the way are made where there are none, and replace what is none. */
export function setting(path: string, value: unknown): Edit {
  const names = path.split('/');
  return (object) => {
    parentOf(object, names)[names[names.length - 1]] = structuredClone(value);
  };
}

/** Adds items to the list at a path, which is made where there is none. */
export function appending(path: string, ...items: unknown[]): Edit {
  const names = path.split('/');
  return (object) => {
    const parent = parentOf(object, names);
    const name = names[names.length - 1];
    const before: unknown = parent[name];
    parent[name] = [...(Array.isArray(before) ? (before as unknown[]) : []), ...structuredClone(items)];
  };
}

/** All edits, one after the other. */
export function together(...edits: Edit[]): Edit {
  return (object) => {
    edits.forEach((edit) => {
      edit(object);
    });
  };
}

/** An object after edits; the one that is given stays as it is. */
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
