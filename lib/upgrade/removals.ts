import { DeliveryObject, DeliveryStage } from '../gitops/delivery';
import { keptStages, knownKind } from '../gitops/kinds/known-kinds';
import { call, resource } from '../gitops/kubectl/shell';
import { removalOf } from '../gitops/kubectl/stage-calls';
import { Step } from './plan';

/** Kinds that hold data. */
const VOLUMES = ['PersistentVolume', 'PersistentVolumeClaim'];

const VOLUME_OPTION = 'volumes';

/**
 * The steps that remove what the new version no longer has: the old stages in reverse order, and last what is only removed on request.
 *
 * @param before the old stages
 * @param removed objects of them
 */
export function removals(before: readonly DeliveryStage[], removed: readonly DeliveryObject[]): Step[] {
  const wanted = new Set(removed.map(keyOf));
  const kept = keptStages(before);
  const stages = [...before].reverse().flatMap(({ name, objects }): Step[] => {
    const found = objects.filter((object) => wanted.has(keyOf(object)) && optionOf(object) === undefined);
    const reason = kept.get(name);
    if (found.length === 0) {
      return [];
    }
    const action =
      reason === undefined
        ? { text: `Delete ${found.map(shortName).join(', ')}.`, calls: removalCalls(found) }
        : { text: `Nothing: ${reason}.`, calls: [call('say', `skipped: ${reason}`)] };
    return [{ title: `remove what is left of ${name}`, actions: [action] }];
  });
  return [...stages, ...onRequest(removed)];
}

function removalCalls(objects: readonly DeliveryObject[]): string[] {
  const [classes, others] = [true, false].map((isClass) =>
    objects.filter(({ kind }) => (kind === 'RuntimeClass') === isClass),
  );
  return [...removalOf(others, objects), ...classes.map(({ name }) => call('runtime_class_gone', name))];
}

/** Objects whose removal would take others or data along. */
function onRequest(removed: readonly DeliveryObject[]): Step[] {
  const options = [VOLUME_OPTION, ...new Set(removed.flatMap((object) => optionOf(object) ?? []))];
  const actions = [...new Set(options)].flatMap((option) => {
    const objects = removed.filter((object) => optionOf(object) === option);
    const names = objects.map(shortName).join(', ');
    const byNamespace = new Map<string, string[]>();
    for (const object of [...objects].reverse()) {
      const { namespace = '' } = object;
      byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), resource(object)]);
    }
    const calls = [...byNamespace].map(([namespace, resources]) => call('gone', namespace, ...resources));
    return objects.length === 0
      ? []
      : [
          {
            text: `Only with \`--${option}\`: delete ${names}.`,
            calls: [
              `if ${call('requested', option)}; then`,
              ...calls.map((line) => `  ${line}`),
              'else',
              `  ${call('say', `kept without --${option}: ${names.replaceAll('`', '')}`)}`,
              'fi',
            ],
          },
        ];
  });
  return actions.length === 0 ? [] : [{ title: 'remove what is only removed on request', actions }];
}

/** The option with which an object is removed; undefined if it needs none. */
function optionOf(object: DeliveryObject): string | undefined {
  return VOLUMES.includes(object.kind) ? VOLUME_OPTION : knownKind(object)?.removedOnRequest?.option;
}

function keyOf(object: DeliveryObject): string {
  return `${object.namespace ?? ''}/${resource(object)}`;
}

function shortName({ kind, name }: DeliveryObject): string {
  return `\`${kind}/${name}\``;
}
