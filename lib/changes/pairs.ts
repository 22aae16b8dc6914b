import { identity, Manifest } from '../synth/manifest';
import { TreeStage } from './tree';

/** An object and the name of its stage. */
export interface PlacedObject {
  readonly stage: string;
  readonly manifest: Manifest;
}

/** An object before and after; it was added or removed if it has only one of them. */
export interface Pair {
  readonly before?: PlacedObject;
  readonly after?: PlacedObject;
}

/** Ways to find an object again: in its stage, in another stage, and in another API group. */
const KEYS: readonly ((object: PlacedObject) => string)[] = [
  ({ manifest, stage }) => `${stage} ${identity(manifest)}`,
  ({ manifest }) => identity(manifest),
  ({ manifest: { kind, metadata } }) => [kind, metadata.namespace, metadata.name].join('/'),
];

/** Matches the objects of two versions of a cluster by identity, which does not include the version of the API. */
export function pairsOf(before: readonly TreeStage[], after: readonly TreeStage[]): Pair[] {
  let [removed, added] = [before, after].map(placed);
  const pairs: Pair[] = [];
  for (const keyOf of KEYS) {
    const waiting = groupBy(removed, keyOf);
    const left: PlacedObject[] = [];
    for (const object of added) {
      const old = waiting.get(keyOf(object))?.shift();
      if (old) {
        pairs.push({ before: old, after: object });
      } else {
        left.push(object);
      }
    }
    removed = [...waiting.values()].flat();
    added = left;
  }
  return [...pairs, ...removed.map((old) => ({ before: old })), ...added.map((object) => ({ after: object }))];
}

function placed(stages: readonly TreeStage[]): PlacedObject[] {
  return stages.flatMap(({ name, objects }) => objects.map((manifest) => ({ stage: name, manifest })));
}

function groupBy(
  objects: readonly PlacedObject[],
  keyOf: (object: PlacedObject) => string,
): Map<string, PlacedObject[]> {
  const groups = new Map<string, PlacedObject[]>();
  for (const object of objects) {
    const group = groups.get(keyOf(object)) ?? [];
    group.push(object);
    groups.set(keyOf(object), group);
  }
  return groups;
}
