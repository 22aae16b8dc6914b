import { isBuiltInNamespace } from '../../private/names';
import { Manifest } from '../../synth/manifest';
import { isOfKind, KnownKind } from './known-kind';

export const NAMESPACE: KnownKind = {
  apiVersion: 'v1',
  kind: 'Namespace',
  removedOnRequest: { option: 'namespaces', plural: 'namespaces' },
};

/** The namespaces that objects are in, none of them creates and not every cluster has. */
export function missingNamespaces(manifests: readonly Manifest[]): string[] {
  const created = new Set(
    manifests.filter((manifest) => isOfKind(manifest, NAMESPACE)).map(({ metadata }) => metadata.name),
  );
  const used = new Set(manifests.map(({ metadata }) => metadata.namespace).filter((name) => name !== undefined));
  return [...used].filter((name) => !created.has(name) && !isBuiltInNamespace(name)).sort();
}
