import { isBuiltInNamespace } from '../private/names';
import { Stage } from './stage';

/** The namespaces that objects are in, no stage makes and not every cluster has. */
export function missingNamespaces(stages: Stage[]): string[] {
  const manifests = stages.flatMap(({ objects }) => objects.map(({ manifest }) => manifest));
  const made = new Set(manifests.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name));
  const used = new Set(manifests.map(({ metadata }) => metadata.namespace).filter((name) => name !== undefined));
  return [...used].filter((name) => !made.has(name) && !isBuiltInNamespace(name)).sort();
}
