import { violation } from '../private/errors';
import { Requirement } from '../validation/requirement';
import { WorkerPoolSettings } from './worker-pool';

/** What a property breaks, if its value is not as is asked for; nothing where it is not given. */
export function ask(property: string, value: unknown, { accepts, remedy, text }: Requirement): string[] {
  return value === undefined || accepts(value) ? [] : [violation(property, value, text, remedy)];
}

/** What is wrong with a number of which there must be some, if it is given. */
export function positive(property: string, value?: number): string[] {
  return value === undefined || (Number.isInteger(value) && value > 0)
    ? []
    : [violation(property, value, 'must be a whole number above 0', 'raise it')];
}

/** What is wrong with the names by which a provider is told more of data volumes: each is one of the pool, and said once. */
export function validateDataVolumeNames(names: readonly string[], { dataVolumes }: WorkerPoolSettings): string[] {
  return names.flatMap((name, index) => {
    const property = `providerConfig.dataVolumes[${index}].name`;
    return [
      ...(dataVolumes.some((volume) => volume.name === name)
        ? []
        : [violation(property, name, "is none of the 'dataVolumes' of the pool", 'name one of them')]),
      ...(names.indexOf(name) < index ? [violation(property, name, 'is there already', 'remove one of them')] : []),
    ];
  });
}
