import { DeliveryObject, DeliveryStage } from '../delivery';
import { knownKind } from '../kinds/known-kinds';
import { call, resource } from './shell';

/** The calls that prepare the cluster for a stage. */
export function preparationsOf({ objects }: DeliveryStage): string[] {
  return objects.flatMap((object) => knownKind(object)?.kubectl?.prepares?.(object) ?? []);
}

/** The calls that wait until a stage is ready, once `ready` is called. Those that only differ in the object are one. */
export function waitsOf({ objects }: DeliveryStage, all: readonly DeliveryObject[]): string[] {
  const resources = new Map<string, string[]>();
  for (const wait of objects.flatMap((object) => knownKind(object)?.kubectl?.waits?.(object, all) ?? [])) {
    const key = JSON.stringify(wait.call);
    const same = resources.get(key) ?? [];
    same.push(...(wait.resource === undefined ? [] : [wait.resource]));
    resources.set(key, same);
  }
  return [...resources].map(([key, names]) => {
    const [name, ...args] = JSON.parse(key) as string[];
    return call(name, ...args, ...names);
  });
}

/** The calls with which a script waits; `ready` ends them. */
export function readyCalls(waits: readonly string[]): string[] {
  return waits.length > 0 ? [...waits, 'ready'] : [];
}

/** Removes objects backwards: neighbors of one namespace together, unless one has a removal of its own. */
export function removalOf(objects: readonly DeliveryObject[], all: readonly DeliveryObject[]): string[] {
  const lines: string[] = [];
  let group: DeliveryObject[] = [];
  const functionFor = (object: DeliveryObject) => knownKind(object)?.kubectl?.removedBy ?? 'gone';
  const flush = () => {
    if (group.length > 0) {
      lines.push(call(functionFor(group[0]), group[0].namespace ?? '', ...group.map(resource)));
    }
    group = [];
  };
  for (const object of [...objects].reverse()) {
    const known = knownKind(object);
    if (known?.removedOnRequest) {
      continue;
    }
    const alone = known?.kubectl?.removal?.(object, all) ?? [];
    const joins =
      group.length > 0 && group[0].namespace === object.namespace && functionFor(group[0]) === functionFor(object);
    if (alone.length > 0 || !joins) {
      flush();
    }
    if (alone.length > 0) {
      lines.push(...alone);
    } else {
      group.push(object);
    }
  }
  flush();
  return lines;
}
