import { nearest } from '../../private/nearest';
import { Manifest } from '../../synth/manifest';
import { breach, Place, placesAt } from '../fields';
import { Problem } from '../problems';
import { Surroundings } from './rule';

const KINDS = [
  ['valueFrom.secretKeyRef', 'Secret'],
  ['valueFrom.configMapKeyRef', 'ConfigMap'],
] as const;

/**
 * What is wrong with the keys of Secrets and ConfigMaps that a value is taken from.
 *
 * Of an object that is here, the keys can be seen; one that is not here is likely in the cluster.
 *
 * @param value where `valueFrom` is
 * @param app whose value it is
 * @param surroundings what else there is
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

/** A key of an object in the namespace of an app, and where the two are named. */
interface KeyReference {
  readonly kind: string;
  readonly name?: Place;
  readonly key?: Place;
}

/** What is wrong with one of them. */
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
  const remedy = meant === undefined ? `it has ${keys.join(', ') || 'none'}` : `did you mean '${meant}'?`;
  return [breach(key, { text: `is no key of the ${kind} '${name.value}'`, remedy })];
}

/** What is wrong with the name of an object in the namespace of an app: it is known that there is none. */
export function checkExists(
  kind: string,
  name: Place,
  { metadata: { namespace } }: Manifest,
  surroundings: Surroundings,
): Problem[] {
  const text = `is no ${kind} of the namespace ${namespace ?? 'default'}`;
  return surroundings.isMissing(kind, String(name.value), namespace) ? [breach(name, { text, remedy: 'add one' })] : [];
}
