import { isQualifiedName, qualifiedNamePattern } from '../../private/names';
import { matching } from '../cel/cel';
import { nearest } from '../../private/nearest';
import { field, Manifest } from '../../synth/manifest';
import { breach, FieldRequirement, Place, placesAt } from '../fields';
import { Problem } from '../problems';
import { parseQuantity } from '../parse-quantity';
import { NEEDED, ofPattern, Requirement } from '../requirement';
import { Surroundings } from './rule';

const KINDS = [
  ['valueFrom.secretKeyRef', 'Secret'],
  ['valueFrom.configMapKeyRef', 'ConfigMap'],
] as const;

/**
 * Checks the keys of Secrets and ConfigMaps that a value refers to.
 *
 * Keys are checked if the object is known; otherwise it is probably in the cluster.
 *
 * @param value the place with `valueFrom`
 * @param app the SpinApp
 * @param surroundings the other objects
 */
export function checkKeys(value: Place, app: Manifest, surroundings: Surroundings): Problem[] {
  return KINDS.flatMap(([reference, kind]) =>
    placesAt(value, reference).flatMap((place) => {
      const [name] = placesAt(place, 'name');
      const [key] = placesAt(place, 'key');
      return checkKey({ kind, name, key }, app, surroundings);
    }),
  );
}

/** A reference to a key of an object in the namespace of an app: the places of its name and key. */
interface KeyReference {
  readonly kind: string;
  readonly name?: Place;
  readonly key?: Place;
}

/** Checks one reference to a key. */
export function checkKey({ key, kind, name }: KeyReference, app: Manifest, surroundings: Surroundings): Problem[] {
  if (typeof name?.value !== 'string' || typeof key?.value !== 'string') {
    return [];
  }
  const found = surroundings.inNamespace(kind, name.value, app.metadata.namespace);
  if (!found) {
    return checkExists(kind, name, app, surroundings);
  }
  const keys = ['data', 'stringData', 'binaryData'].flatMap((part) => Object.keys(found[part] ?? {}));
  if (keys.includes(key.value)) {
    return [];
  }
  const meant = nearest(key.value, keys);
  const known = keys.length > 0 ? `use one of its keys: ${keys.join(', ')}` : 'add it';
  const remedy = meant === undefined ? known : `did you mean '${meant}'?`;
  return [breach(key, { text: `is not a key of the ${kind} '${name.value}'`, remedy })];
}

/** Reports the name of an object that is known not to exist in the namespace of an app. */
export function checkExists(
  kind: string,
  name: Place,
  { metadata: { namespace } }: Manifest,
  surroundings: Surroundings,
): Problem[] {
  if (!surroundings.isMissing(kind, String(name.value), namespace)) {
    return [];
  }
  const text = `does not exist in namespace ${namespace ?? 'default'}`;
  return [breach(name, { text, remedy: `add the ${kind}` })];
}

/** Path of a label or annotation, for expressions that the API server evaluates. */
export const LABEL_PATH = `^metadata\\.(labels\\['${qualifiedNamePattern()}|annotations\\['${qualifiedNamePattern('A-Za-z')})'\\]$`;

/** Tells if a path is that of a label or annotation: `metadata.labels['app']`. */
export function isLabelPath(path: string): boolean {
  const [, kind, key] = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(path) ?? ['', '', ''];
  return isQualifiedName(kind === 'labels' ? key : key.toLowerCase());
}

const RESOURCE_NAME = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-\w+)$/;

const RESOURCE = ofPattern(
  RESOURCE_NAME,
  'is not a valid resource of a container',
  'use one such as limits.cpu or requests.memory',
);

const CPU_UNITS = /^1m?$/;
const UNITS = /^1([kMGTPE]|[KMGTPE]i)?$/;

/** A unit that fits the resource; 0 counts as missing. */
const DIVISOR: Requirement = {
  accepts: (reference) => {
    const divisor = field(reference, 'divisor');
    const resource = String(field(reference, 'resource'));
    const isGiven = typeof divisor === 'string' || typeof divisor === 'number';
    const units = resource.endsWith('.cpu') ? CPU_UNITS : UNITS;
    const isUnit = isGiven && (parseQuantity(divisor) === 0n || units.test(String(divisor)));
    return !isGiven || !RESOURCE_NAME.test(resource) || isUnit;
  },
  text: 'has a divisor that does not fit the resource',
  remedy: 'use 1m or 1 for CPU, and 1, 1k, 1M, 1Ki, 1Mi and so on for the others',
  cel: (reference) => {
    const [divisor, resource] = [`string(${reference}.divisor)`, `${reference}.resource`];
    const units = `(${resource}.endsWith('.cpu') ? '${CPU_UNITS.source}' : '${UNITS.source}')`;
    const isUnit = `${divisor}.matches(${units}) || (isQuantity(${divisor}) && quantity(${divisor}).compareTo(quantity('0')) == 0)`;
    return `(!has(${reference}.divisor) || !(${matching(RESOURCE_NAME)(resource)}) || ${isUnit})`;
  },
};

/** Requirements for `resourceFieldRef`, in a variable or a file. */
export const RESOURCE_FIELDS: readonly FieldRequirement[] = [
  ['resourceFieldRef.resource', NEEDED],
  ['resourceFieldRef.resource', RESOURCE],
  ['resourceFieldRef', DIVISOR],
];
