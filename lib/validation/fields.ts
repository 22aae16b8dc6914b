import { field } from '../synth/manifest';
import { fieldPath, itemPath } from './field-path';
import { Problem } from './problems';
import { Requirement } from './requirement';

/** A field and what is asked of it. In its path, `*` stands for every item of a list, and every entry of a map. */
export type FieldRequirement = readonly [path: string, requirement: Requirement];

/** A field, and what tells whether it is as it should be. */
export type FieldAcceptance = readonly [path: string, requirement: Pick<Requirement, 'accepts'>];

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
export function fieldCheck(requirements: readonly FieldRequirement[]): (from: Place) => Problem[] {
  const areMet = fieldTest(requirements);
  return (from) => (areMet(from.value) ? [] : requirements.flatMap((one) => breachesOf(one, from)));
}

/** Tells whether all fields of an object are as they should be. */
export function fieldTest(requirements: readonly FieldAcceptance[]): (value: unknown) => boolean {
  const tree = treeOf(requirements);
  return (value) => isMet(tree, value);
}

function breachesOf([path, requirement]: FieldRequirement, from: Place): Problem[] {
  return placesAt(from, path)
    .filter(({ value }) => !requirement.accepts(value))
    .map((place) => breach(place, requirement));
}

/** What is asked of a value, and of its fields. */
interface RequirementTree {
  readonly requirements: Pick<Requirement, 'accepts'>[];
  readonly fields: { readonly name: string; readonly tree: RequirementTree }[];
}

function treeOf(requirements: readonly FieldAcceptance[]): RequirementTree {
  const root: RequirementTree = { requirements: [], fields: [] };
  for (const [path, requirement] of requirements) {
    path.split('.').reduce(treeAt, root).requirements.push(requirement);
  }
  return root;
}

function treeAt({ fields }: RequirementTree, name: string): RequirementTree {
  const known = fields.find((field) => field.name === name);
  const tree: RequirementTree = known?.tree ?? { requirements: [], fields: [] };
  if (!known) {
    fields.push({ name, tree });
  }
  return tree;
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
  for (const { name, tree } of fields) {
    if (!(name === '*' ? isMetByEach(tree, value) : Array.isArray(value) || isMet(tree, (value as Fields)[name]))) {
      return false;
    }
  }
  return true;
}

function isMetByEach(tree: RequirementTree, value: object): boolean {
  for (const item of itemsOf(value)) {
    if (!isMet(tree, item)) {
      return false;
    }
  }
  return true;
}

/** What `*` stands for. */
function itemsOf(value: object): unknown[] {
  return Array.isArray(value) ? value : Object.values(value);
}

/** What is wrong with the keys of a map of an object; an empty one is a key as well. */
export function checkEntryKeys(from: Place, map: string, { accepts, remedy, text }: Requirement): Problem[] {
  const entries = field(from.value, map) ?? undefined;
  if (entries === undefined) {
    return [];
  }
  return Object.keys(entries)
    .filter((key) => key === '' || !accepts(key))
    .map((key) => ({
      path: fieldPath(fieldPath(from.path, map), key),
      value: key,
      text,
      remedy,
    }));
}

/** What is wrong with a value. */
export function breach({ path, value }: Place, { remedy, text }: Pick<Requirement, 'remedy' | 'text'>): Problem {
  return { path, value, text, remedy };
}

interface Fields {
  readonly [field: string]: unknown;
}

/** Tells whether a path leads to something that is given: not to null. */
export function givenAt(path: string): (from: unknown) => boolean {
  const names = path.split('.');
  return (from) => isGiven(from, names, 0);
}

function isGiven(value: unknown, names: readonly string[], depth: number): boolean {
  if (value === undefined || value === null) {
    return false;
  }
  if (depth === names.length) {
    return true;
  }
  const name = names[depth];
  if (typeof value !== 'object') {
    return false;
  }
  if (name === '*') {
    for (const item of itemsOf(value)) {
      if (isGiven(item, names, depth + 1)) {
        return true;
      }
    }
    return false;
  }
  return !Array.isArray(value) && isGiven((value as Fields)[name], names, depth + 1);
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
function addPlaces(place: Place, name: string, places: Place[]): void {
  const { value } = place;
  if (typeof value !== 'object' || value === null) {
    return;
  }
  if (Array.isArray(value)) {
    const items = name === '*' ? value : [];
    items.forEach((item: unknown, index) => places.push(new PlaceWithin(place, index, item)));
    return;
  }
  for (const field of name === '*' ? Object.keys(value) : [name]) {
    places.push(new PlaceWithin(place, field, (value as Fields)[field]));
  }
}

/** A field or an item of what is at a place. Its path is made when it is asked for: where something is wrong. */
class PlaceWithin implements Place {
  public constructor(
    private readonly outer: Place,
    private readonly name: string | number,
    public readonly value: unknown,
  ) {}

  public get path(): string {
    const { name, outer } = this;
    return typeof name === 'number' ? itemPath(outer.path, name) : fieldPath(outer.path, name);
  }
}

/** What makes names the same, and what is said of it. */
export interface NameOptions {
  /** The field that the name is in. */
  readonly key?: string;

  /** What a name comes to. */
  readonly keyOf?: (name: string) => string;

  readonly describe?: (name: string, earlier: string) => Pick<Problem, 'remedy' | 'text'>;
}

/** Items whose names come to the same as that of an earlier one. Items without a name are another rule's affair. */
export function repeatedNames(items: readonly unknown[], path: string, options: NameOptions = {}): Problem[] {
  return items.length < 2 ? [] : repeats(items, path, options);
}

function repeats(
  items: readonly unknown[],
  path: string,
  { key = 'name', keyOf = String, describe = sameName }: NameOptions,
): Problem[] {
  const seen = new Map<string, string>();
  return items.flatMap((item, index) => {
    const name = field(item, key);
    if (typeof name !== 'string') {
      return [];
    }
    const at = itemPath(path, index);
    const earlier = seen.get(keyOf(name));
    seen.set(keyOf(name), earlier ?? at);
    return earlier === undefined ? [] : [{ path: `${at}.${key}`, value: name, ...describe(name, earlier) }];
  });
}

function sameName(_: string, earlier: string): Pick<Problem, 'remedy' | 'text'> {
  return { text: `is used twice, also by ${earlier}`, remedy: 'rename one of them' };
}
