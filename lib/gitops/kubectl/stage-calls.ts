import { DeliveryObject, DeliveryStage } from '../delivery';
import { isOfKind } from '../kinds/known-kind';
import { KNOWN_KINDS, knownKind } from '../kinds/known-kinds';
import { call, resource } from './shell';

/** The calls that apply a stage and wait until it is ready. */
export function applicationOf(stage: DeliveryStage, all: readonly DeliveryObject[]): string[] {
  return [...preparationsOf(stage), call('apply', stage.name), ...waitsOf(stage, all)];
}

/** The calls that prepare the cluster for a stage. */
export function preparationsOf({ objects }: DeliveryStage): string[] {
  return objects.flatMap((object) => knownKind(object)?.kubectl?.prepares?.(object) ?? []);
}

/** The calls that wait until a stage is ready. */
export function waitsOf({ objects }: DeliveryStage, all: readonly DeliveryObject[]): string[] {
  return [
    ...KNOWN_KINDS.flatMap((known) => {
      const found = known.kubectl?.waitsForAll ? objects.filter((object) => isOfKind(object, known)) : [];
      return found.length > 0 ? (known.kubectl?.waitsForAll?.(found) ?? []) : [];
    }),
    ...objects.flatMap((object) => knownKind(object)?.kubectl?.waits?.(object, all) ?? []),
  ];
}

/** Removes the objects of a stage backwards: neighbors of one namespace together, unless one has a removal of its own. */
export function removalOf(objects: readonly DeliveryObject[], all: readonly DeliveryObject[]): string[] {
  const lines: string[] = [];
  let group: DeliveryObject[] = [];
  const flush = () => {
    if (group.length > 0) {
      lines.push(call('gone', group[0].namespace ?? '', ...group.map(resource)));
    }
    group = [];
  };
  for (const object of [...objects].reverse()) {
    const known = knownKind(object);
    if (known?.removedOnRequest) {
      continue;
    }
    const alone = known?.kubectl?.removal?.(object, all) ?? [];
    if (alone.length > 0 || group[0]?.namespace !== object.namespace) {
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
