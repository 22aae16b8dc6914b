import { fieldPath, itemPath } from './field-path';
import { Breach } from './finding';
import { Requirement } from './requirement';

/** A field and what is asked of it. In its path, `*` stands for every item of a list, and every entry of a map. */
export type FieldRequirement = readonly [path: string, requirement: Requirement];

/** A value, and where it is. */
export interface Place {
  readonly path: string;
  readonly value: unknown;
}

/**
 * What is wrong with the fields of an object. Of what is not there, only the last field is asked for: `hostPath.path` is
 * wanting in a `hostPath` only.
 */
export function checkFields(from: Place, requirements: readonly FieldRequirement[]): Breach[] {
  return requirements.flatMap(([path, requirement]) =>
    placesAt(from, path)
      .filter(({ value }) => !requirement.accepts(value))
      .map((place) => breach(place, requirement)),
  );
}

/** What is wrong with the keys of a map of an object; an empty one is a key as well. */
export function checkEntryKeys(from: Place, map: string, { accepts, remedy, text }: Requirement): Breach[] {
  return placesAt(from, map).flatMap(({ path, value }) =>
    Object.keys(value ?? {})
      .filter((key) => key === '' || !accepts(key))
      .map((key) => ({ path: fieldPath(path, key), value: key, text: `has a key that ${text}`, remedy })),
  );
}

/** What is wrong with a value. */
export function breach({ path, value }: Place, { remedy, text }: Pick<Requirement, 'remedy' | 'text'>): Breach {
  return { path, value, text, remedy };
}

/** The places that a path leads to. */
export function placesAt(from: Place, path: string): Place[] {
  let places = [from];
  for (const name of namesOf(path)) {
    places = places.flatMap((place) => step(place, name));
    if (places.length === 0) {
      break;
    }
  }
  return places;
}

/** Paths are few, and asked for in every object. */
const names = new Map<string, string[]>();

function namesOf(path: string): string[] {
  const known = names.get(path) ?? path.split('.');
  names.set(path, known);
  return known;
}

function step({ path, value }: Place, name: string): Place[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  if (name !== '*') {
    const fields = value as { readonly [field: string]: unknown };
    return Array.isArray(value) ? [] : [{ path: fieldPath(path, name), value: fields[name] }];
  }
  return Array.isArray(value)
    ? value.map((item: unknown, index) => ({ path: itemPath(path, index), value: item }))
    : Object.entries(value).map(([key, entry]) => ({ path: fieldPath(path, key), value: entry as unknown }));
}
