import { field } from '../synth/manifest';
import { fieldPath, itemPath } from './field-path';
import { Problem } from './problems';
import { Requirement } from './requirement';

/** A field and a requirement for it. `*` in the path stands for each item of a list and each entry of a map. */
export type FieldRequirement = readonly [path: string, requirement: Requirement];

/** A field and the test of a requirement. */
export type FieldAcceptance = readonly [path: string, requirement: Pick<Requirement, 'accepts'>];

/** A value and its path. */
export interface Place {
  readonly path: string;
  readonly value: unknown;
}

/**
 * Checks the fields of an object. A field is only required if its parent is set: `hostPath.path` in a `hostPath`.
 *
 * Most objects have no problems, and the test for that builds no paths.
 */
export function fieldCheck(requirements: readonly FieldRequirement[]): (from: Place) => Problem[] {
  const areMet = fieldTest(requirements);
  return (from) => (areMet(from.value) ? [] : requirements.flatMap((one) => breachesOf(one, from)));
}

/** The same for each of the items that a path leads to: `volumes.*`. */
export function itemCheck(path: string, requirements: readonly FieldRequirement[]): (from: Place) => Problem[] {
  const areMet = fieldTest(requirements.map(([name, requirement]) => [`${path}.${name}`, requirement]));
  const check = fieldCheck(requirements);
  return (from) => (areMet(from.value) ? [] : placesAt(from, path).flatMap(check));
}

type Test = (value: unknown) => boolean;

/** Tells if all fields of an object meet their requirements. */
export function fieldTest(requirements: readonly FieldAcceptance[]): Test {
  let test: Test | undefined; // Made at first use: most rules are about kinds that an app does not have.
  return (value) => (test ??= testOf(treeOf(requirements)))(value);
}

function breachesOf([path, requirement]: FieldRequirement, from: Place): Problem[] {
  return placesAt(from, path)
    .filter(({ value }) => !requirement.accepts(value))
    .map((place) => breach(place, requirement));
}

/** The requirements for a value and for its fields. */
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

/** The test of a tree: a function for each field, which takes half the time of one that walks through the tree. */
function testOf({ fields, requirements }: RequirementTree): Test {
  const tests = [
    ...requirements.map(({ accepts }) => accepts),
    ...fields.map(({ name, tree }) => (name === '*' ? testOfItems(testOf(tree)) : testOfField(name, testOf(tree)))),
  ];
  return tests.length === 1 ? tests[0] : (value) => tests.every((test) => test(value));
}

function testOfItems(test: Test): Test {
  return (value) => typeof value !== 'object' || value === null || itemsOf(value).every((item) => test(item));
}

function testOfField(name: string, test: Test): Test {
  return (value) =>
    typeof value !== 'object' || value === null || Array.isArray(value) || test((value as Fields)[name]);
}

/** The items that `*` stands for. */
function itemsOf(value: object): unknown[] {
  return Array.isArray(value) ? value : Object.values(value);
}

/** Checks the keys of a map in an object. An empty key is a key as well. */
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

/** The problem of a value that does not meet a requirement. */
export function breach({ path, value }: Place, { remedy, text }: Pick<Requirement, 'remedy' | 'text'>): Problem {
  return { path, value, text, remedy };
}

interface Fields {
  readonly [field: string]: unknown;
}

/** Tells if a path leads to a value other than null. */
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

/** The places that a path leads to, `*` included. */
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

/** Cached, because a few paths are used for every object. */
const NAMES = new Map<string, string[]>();

function namesOf(path: string): string[] {
  let known = NAMES.get(path);
  if (!known) {
    known = path.split('.');
    NAMES.set(path, known);
  }
  return known;
}

/** Tells if a path may lead somewhere. Most do not, which is cheap to see without building paths. */
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

/** Adds the places that a name leads to. */
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

/** A field or item of a place. Its path is built on demand, where something is wrong. */
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

/** How names are compared, and the message about duplicates. */
export interface NameOptions {
  /** The field with the name. */
  readonly key?: string;

  /** Maps names that collide to the same key. */
  readonly keyOf?: (name: string) => string;

  readonly describe?: (name: string, earlier: string) => Pick<Problem, 'remedy' | 'text'>;
}

/** Reports items whose name repeats that of an earlier one. Items without a name are left to another rule. */
export function repeatedNames(items: readonly unknown[], path: string, options: NameOptions = {}): Problem[] {
  return items.length < 2 ? [] : repeats(items, path, options);
}

function repeats(
  items: readonly unknown[],
  path: string,
  { key = 'name', keyOf = String, describe = sameName }: NameOptions,
): Problem[] {
  const seen = new Map<string, number>();
  const found: Problem[] = [];
  items.forEach((item, index) => {
    const name = field(item, key);
    if (typeof name !== 'string') {
      return;
    }
    const same = keyOf(name);
    const earlier = seen.get(same);
    if (earlier === undefined) {
      seen.set(same, index);
    } else {
      const at = `${itemPath(path, index)}.${key}`;
      found.push({ path: at, value: name, ...describe(name, itemPath(path, earlier)) });
    }
  });
  return found;
}

function sameName(_: string, earlier: string): Pick<Problem, 'remedy' | 'text'> {
  return { text: `is used twice, also by ${earlier}`, remedy: 'rename one of them' };
}
