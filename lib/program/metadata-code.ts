import { Manifest } from '../synth/manifest';
import { CodeMap } from './code';
import { isJson, isText, mapsIn } from './context';

/** The metadata of an object as cdk8s takes it; the chart has the namespace. Fields of another type are left out. */
export function metadataCode(metadata: Manifest['metadata']): CodeMap | undefined {
  const typed = Object.entries(metadata).filter(
    ([name, value]) => name !== 'namespace' && (!Object.hasOwn(TYPES, name) || TYPES[name](value)),
  );
  return typed.length === 0 ? undefined : Object.fromEntries(typed);
}

const isTextMap = (value: unknown) => isJson(value) && Object.values(value).every(isText);

/** The types that cdk8s gives fields; the others may be anything. */
const TYPES: { readonly [field: string]: (value: unknown) => boolean } = {
  name: isText,
  labels: isTextMap,
  annotations: isTextMap,
  finalizers: (value) => Array.isArray(value) && value.every(isText),
  ownerReferences: (value) =>
    mapsIn(value)?.every((owner) => ['apiVersion', 'kind', 'name', 'uid'].every((name) => isText(owner[name]))) ??
    false,
};
