import { Manifest } from '../synth/manifest';
import { Json } from './context';

/** Metadata that the API server or a controller sets. */
const SERVER_METADATA = [
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
];

/** Annotation of `kubectl apply` with the whole object. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Finalizers that the operators set on objects that others write. */
const OPERATOR_FINALIZERS = /^(?:(?:core\.spin(?:kube|operator)|rcm\.spinkube)\.dev\/finalizer|finalizer\.keda\.sh)$/;

/** An object without the status and the metadata of a cluster, and without null, which is the same as no value. */
export function withoutClusterState(manifest: Manifest): Manifest {
  const { metadata, ...fields } = manifest;
  const rest = withoutEntry(fields, 'status');
  const all = withoutNull(metadata) as Json;
  const own = Object.entries(all).flatMap(([name, value]): [string, unknown][] => {
    if (SERVER_METADATA.includes(name)) {
      return [];
    }
    const kept =
      name === 'annotations'
        ? withoutEntry(value, LAST_APPLIED)
        : name === 'finalizers' && all.uid !== undefined && Array.isArray(value)
          ? value.filter((finalizer) => !OPERATOR_FINALIZERS.test(String(finalizer)))
          : value;
    return isEmptied(value, kept) ? [] : [[name, kept]];
  });
  return { ...(withoutNull(rest) as Omit<Manifest, 'metadata'>), metadata: Object.fromEntries(own) } as Manifest;
}

/** The controller that made an object, and makes it again, as `Deployment hello`; undefined if there is none. */
export function controllerOf({ metadata }: Manifest): string | undefined {
  const { ownerReferences } = metadata as { readonly ownerReferences?: unknown };
  const all = Array.isArray(ownerReferences) ? (ownerReferences as readonly Partial<Json>[]) : [];
  const owner = all.find((one) => one.controller === true);
  return owner && `${String(owner.kind)} '${String(owner.name)}'`;
}

/** Tells if nothing is left of a list or map. */
function isEmptied(before: unknown, after: unknown): boolean {
  return before !== after && typeof after === 'object' && after !== null && Object.keys(after).length === 0;
}

function withoutEntry(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
    : value;
}

/** Values of lists stay, whatever they are. */
function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNull);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, one]) => one !== null && one !== undefined)
          .map(([name, one]) => [name, withoutNull(one)]),
      )
    : value;
}
