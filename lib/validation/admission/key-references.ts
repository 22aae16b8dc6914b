import { nearest } from '../../private/nearest';
import { field, Manifest } from '../../synth/manifest';
import { breach, Place, placesAt } from '../fields';
import { Breach } from '../finding';
import { Surroundings } from './rule';

const KINDS = { secretKeyRef: 'Secret', configMapKeyRef: 'ConfigMap' };

/**
 * What is wrong with the keys of Secrets and ConfigMaps that a value is taken from.
 *
 * Of an object that is here, the keys can be seen; one that is not here is likely in the cluster.
 *
 * @param value where `valueFrom` is
 * @param app whose value it is
 * @param surroundings what else there is
 */
export function checkKeys(value: Place, app: Manifest, surroundings: Surroundings): Breach[] {
  return Object.entries(KINDS).flatMap(([reference, kind]) =>
    placesAt(value, `valueFrom.${reference}`).flatMap((place) => checkKey(kind, place, app, surroundings)),
  );
}

function checkKey(kind: string, place: Place, { metadata }: Manifest, surroundings: Surroundings): Breach[] {
  const name = field(place.value, 'name');
  const key = field(place.value, 'key');
  if (typeof name !== 'string' || typeof key !== 'string') {
    return [];
  }
  const found = surroundings.named(kind, name).find((object) => object.metadata.namespace === metadata.namespace);
  if (!found) {
    const text = `is no ${kind} of the namespace ${metadata.namespace ?? 'default'}`;
    return surroundings.isMissing(kind, name, metadata.namespace)
      ? [breach({ path: `${place.path}.name`, value: name }, { text, remedy: 'add one' })]
      : [];
  }
  const keys = ['data', 'stringData', 'binaryData'].flatMap((part) => Object.keys(found[part] ?? {}));
  if (keys.includes(key)) {
    return [];
  }
  const meant = nearest(key, keys);
  const remedy = meant === undefined ? `it has ${keys.join(', ') || 'none'}` : `did you mean '${meant}'?`;
  return [breach({ path: `${place.path}.key`, value: key }, { text: `is no key of the ${kind} '${name}'`, remedy })];
}
