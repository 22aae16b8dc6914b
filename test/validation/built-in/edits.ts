import { Manifest } from '../../../lib/synth/manifest';

/** A change of an object: a value for the field or item at a path, or none to remove it. */
export type Edit = readonly [path: readonly (string | number)[], value?: unknown];

/** An object after changes; the one that is given stays as it is. */
export function edited(object: Manifest, edits: readonly Edit[]): Manifest {
  const copy = structuredClone(object);
  for (const [path, ...values] of edits) {
    const parent = path.slice(0, -1).reduce<unknown>((at, name) => child(at, name), copy);
    change(parent, path[path.length - 1], values);
  }
  return copy;
}

/** The value at a name or index of an object or list; undefined where there is none. */
export function child(value: unknown, name: string | number): unknown {
  const isParent = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  return isParent ? (value as { [name: string | number]: unknown })[name] : undefined;
}

/** An edit below what an earlier one has removed changes nothing. */
function change(parent: unknown, name: string | number, values: readonly unknown[]): void {
  if (typeof parent !== 'object' || parent === null) {
    return;
  }
  if (values.length > 0) {
    (parent as { [name: string | number]: unknown })[name] = structuredClone(values[0]);
  } else if (Array.isArray(parent)) {
    parent.splice(Number(name), 1);
  } else {
    Reflect.deleteProperty(parent, name);
  }
}
