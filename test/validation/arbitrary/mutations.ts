import fc, { Arbitrary } from 'fast-check';
import { Edit, Json } from './json';

/** A location in an object: the parent, and the name or index in it. */
interface Spot {
  readonly parent: Json | unknown[];
  readonly name: string | number;
}

/** Values of every JSON type, which are invalid in almost every field. */
const WRONG_VALUES = [
  ...[null, '', ' ', 'a', 'A_b', '1', '1Gi', 'true', 'a b', '-a', 'ä', '/', 'x'.repeat(64)],
  ...[0, 1, -1, 1.5, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 40, 2 ** 63, 1e21],
  ...[true, false, [], {}, [null], [''], ['a'], [{}], { a: 1 }, { a: 'b' }, { a: null }],
];

/** Edits at any location of an object: change a value, remove or repeat it, or add an unknown field. */
export function mutations(): Arbitrary<Edit> {
  const place = fc.nat({ max: 999 });
  const wrong = fc.constantFrom(...WRONG_VALUES);
  return fc.oneof(
    { weight: 6, arbitrary: fc.tuple(place, wrong).map(([at, value]) => replacing(at, value)) },
    { weight: 2, arbitrary: place.map(removing) },
    { weight: 1, arbitrary: place.map(repeating) },
    { weight: 1, arbitrary: place.map(adding) },
  );
}

function replacing(at: number, value: unknown): Edit {
  return (object) => {
    const spot = spotAt(object, at);
    if (spot) {
      (spot.parent as Json)[spot.name] = structuredClone(value);
    }
  };
}

function removing(at: number): Edit {
  return (object) => {
    const spot = spotAt(object, at);
    if (spot && Array.isArray(spot.parent)) {
      spot.parent.splice(Number(spot.name), 1);
    } else if (spot) {
      Reflect.deleteProperty(spot.parent, spot.name);
    }
  };
}

/** Repeats an item of a list. */
function repeating(at: number): Edit {
  return (object) => {
    const items = spotsOf(object).filter(({ parent }) => Array.isArray(parent));
    const spot = items[at % Math.max(1, items.length)] as Spot | undefined;
    if (spot && Array.isArray(spot.parent)) {
      spot.parent.push(structuredClone(spot.parent[Number(spot.name)]));
    }
  };
}

/** Adds an unknown field. */
function adding(at: number): Edit {
  return (object) => {
    const inner = spotsOf(object).map(({ name, parent }) => (parent as Json)[name]);
    const objects = inner.filter((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
    const found = objects[at % Math.max(1, objects.length)] as Json | undefined;
    if (found) {
      found.unheardOf = 'a';
    }
  };
}

function spotAt(object: Json, at: number): Spot | undefined {
  const spots = spotsOf(object);
  return spots[at % Math.max(1, spots.length)];
}

/** Every location in an object except those that identify the object. */
function spotsOf(object: Json): Spot[] {
  const { metadata, spec } = object;
  return [{ parent: object, name: 'spec' }, ...spotsBelow(metadata), ...spotsBelow(spec)];
}

function spotsBelow(value: unknown): Spot[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const parent = value as Json | unknown[];
  const names: (string | number)[] = Array.isArray(parent) ? [...parent.keys()] : Object.keys(parent);
  return names.flatMap((name) => [{ parent, name }, ...spotsBelow((parent as Json)[name])]);
}
