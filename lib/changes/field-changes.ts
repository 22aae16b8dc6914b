import { isDeepStrictEqual } from 'util';
import { fieldPath, itemPath } from '../validation/field-path';

/** A field that has another value than before. */
export interface FieldChange {
  /** Its path: `spec.template.spec.containers[name=main].image`. */
  readonly path: string;

  /** The old value; undefined if the field is new. */
  readonly before?: unknown;

  /** The new value; undefined if the field is gone. */
  readonly after?: unknown;
}

interface Fields {
  readonly [name: string]: unknown;
}

/** Fields that identify the items of a list, as the merge keys of Kubernetes do. */
const ITEM_KEYS = ['name', 'mountPath', 'devicePath', 'containerPort', 'port', 'key', 'topologyKey', 'type', 'ip'];

/**
 * The fields in which two values differ. Items of lists are matched by a field that identifies them, or else by index, after
 * those that are equal at the beginning and the end.
 */
export function fieldChanges(before: unknown, after: unknown, path = ''): FieldChange[] {
  if (isDeepStrictEqual(before, after)) {
    return [];
  }
  if (isFields(before) && isFields(after)) {
    return mapChanges(before, after, path);
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const key = ITEM_KEYS.find((name) => identifies(name, before) && identifies(name, after));
    return key === undefined ? listChanges(before, after, path) : itemChanges(key, before, after, path);
  }
  return [{ path, before, after }];
}

function mapChanges(before: Fields, after: Fields, path: string): FieldChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => fieldChanges(own(before, name), own(after, name), fieldPath(path, name)));
}

/** Also of fields that every object has, such as `constructor`. */
function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** Changes of items that a field identifies. A different order is a change of the list itself. */
function itemChanges(key: string, before: readonly Fields[], after: readonly Fields[], path: string): FieldChange[] {
  const [old, now] = [before, after].map((items) => new Map(items.map((item) => [item[key], item])));
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const changes = names.flatMap((name) =>
    fieldChanges(old.get(name), now.get(name), `${path}[${key}=${String(name)}]`),
  );
  const [oldOrder, order] = [old, now].map((items) =>
    [...items.keys()].filter((name) => old.has(name) && now.has(name)),
  );
  return isDeepStrictEqual(oldOrder, order) ? changes : [...changes, { path, before: oldOrder, after: order }];
}

function listChanges(before: readonly unknown[], after: readonly unknown[], path: string): FieldChange[] {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && isDeepStrictEqual(before[start], after[start])) {
    start++;
  }
  let end = 0;
  while (end < shortest - start && isDeepStrictEqual(before.at(-1 - end), after.at(-1 - end))) {
    end++;
  }
  const longest = Math.max(before.length, after.length) - end;
  const [old, now] = [before, after].map((items) => items.slice(0, items.length - end));
  return Array.from({ length: longest - start }, (_, offset) => start + offset).flatMap((index) =>
    fieldChanges(old[index], now[index], itemPath(path, index)),
  );
}

function identifies(key: string, items: readonly unknown[]): items is readonly Fields[] {
  const names = items.map((item) => (isFields(item) ? own(item, key) : undefined));
  return (
    names.every((name) => typeof name === 'string' || typeof name === 'number') && new Set(names).size === names.length
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
