import { field } from '../synth/manifest';
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
 * The check of the fields of an object. Of what is not there, only the last field is asked for: `hostPath.path` is wanting
 * in a `hostPath` only.
 *
 * Nearly all objects are as they should be, and to see that takes no paths: those are made where something is wrong.
 */
export function fieldCheck(requirements: readonly FieldRequirement[]): (from: Place) => Breach[] {
  const tree = treeOf(requirements);
  return (from) => (isMet(tree, from.value) ? [] : requirements.flatMap((one) => breachesOf(one, from)));
}

function breachesOf([path, requirement]: FieldRequirement, from: Place): Breach[] {
  return placesAt(from, path)
    .filter(({ value }) => !requirement.accepts(value))
    .map((place) => breach(place, requirement));
}

/** What is asked of a value, and of its fields. */
interface RequirementTree {
  readonly requirements: Requirement[];
  readonly fields: Map<string, RequirementTree>;
}

function treeOf(requirements: readonly FieldRequirement[]): RequirementTree {
  const root: RequirementTree = { requirements: [], fields: new Map() };
  for (const [path, requirement] of requirements) {
    let at = root;
    for (const name of path.split('.')) {
      const next = at.fields.get(name) ?? { requirements: [], fields: new Map() };
      at.fields.set(name, next);
      at = next;
    }
    at.requirements.push(requirement);
  }
  return root;
}

function isMet({ fields, requirements }: RequirementTree, value: unknown): boolean {
  for (const requirement of requirements) {
    if (!requirement.accepts(value)) {
      return false;
    }
  }
  if (typeof value !== 'object' || value === null) {
    return true;
  }
  for (const [name, tree] of fields) {
    if (!(name === '*' ? isMetByEach(tree, value) : Array.isArray(value) || isMet(tree, (value as Fields)[name]))) {
      return false;
    }
  }
  return true;
}

function isMetByEach(tree: RequirementTree, value: object): boolean {
  return Object.values(value).every((item) => isMet(tree, item));
}

/** What is wrong with the keys of a map of an object; an empty one is a key as well. */
export function checkEntryKeys(from: Place, map: string, { accepts, remedy, text }: Requirement): Breach[] {
  return Object.keys(field(from.value, map) ?? {})
    .filter((key) => key === '' || !accepts(key))
    .map((key) => ({
      path: fieldPath(fieldPath(from.path, map), key),
      value: key,
      text: `has a key that ${text}`,
      remedy,
    }));
}

/** What is wrong with a value. */
export function breach({ path, value }: Place, { remedy, text }: Pick<Requirement, 'remedy' | 'text'>): Breach {
  return { path, value, text, remedy };
}

interface Fields {
  readonly [field: string]: unknown;
}

/** The places that a path leads to. */
export function placesAt(from: Place, path: string): Place[] {
  const names = namesOf(path);
  let places = leadsSomewhere(from.value, names) ? [from] : [];
  for (const name of names) {
    const next: Place[] = [];
    for (const place of places) {
      addPlaces(place, name, next);
    }
    places = next;
  }
  return places;
}

/** Paths are few, and asked for in every object. */
const NAMES = new Map<string, string[]>();

function namesOf(path: string): string[] {
  let known = NAMES.get(path);
  if (!known) {
    known = path.split('.');
    NAMES.set(path, known);
  }
  return known;
}

/** Whether there is something as far as a path is one of fields: mostly there is not, which can be seen without paths. */
function leadsSomewhere(from: unknown, names: readonly string[]): boolean {
  let value = from;
  for (const name of names) {
    if (typeof value !== 'object' || value === null) {
      return false;
    }
    if (name === '*' || Array.isArray(value)) {
      return true;
    }
    value = (value as Fields)[name];
  }
  return true;
}

/** Adds what a name leads to from a place. */
function addPlaces({ path, value }: Place, name: string, places: Place[]): void {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  if (Array.isArray(value)) {
    const items = name === '*' ? value : [];
    items.forEach((item: unknown, index) => places.push({ path: itemPath(path, index), value: item }));
    return;
  }
  for (const field of name === '*' ? Object.keys(value) : [name]) {
    places.push({ path: fieldPath(path, field), value: (value as Fields)[field] });
  }
}
