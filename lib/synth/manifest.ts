import { ApiObject } from 'cdk8s';

/** A Kubernetes object as JSON. Fields below `spec` and the like may hold anything; read them with `field()`. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/** An object of the construct tree, and its manifest. */
export interface RenderedObject {
  readonly apiObject: ApiObject;
  readonly manifest: Manifest;

  /** Its YAML, if already known; the manifest then holds only the main fields. */
  readonly text?: string;
}

/** The API group; the core group is ''. */
export function groupOf({ apiVersion }: Pick<Manifest, 'apiVersion'>): string {
  return apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0));
}

/** The kind with its API group: `Deployment.apps`, `Service`. */
export function kindOf(object: Pick<Manifest, 'apiVersion' | 'kind'>): string {
  const group = groupOf(object);
  return group === '' ? object.kind : `${object.kind}.${group}`;
}

/** The identity of an object in a cluster, for messages. */
export function identity(manifest: Manifest): string {
  const { name = '', namespace } = manifest.metadata;
  return (namespace === undefined ? [kindOf(manifest), name] : [kindOf(manifest), namespace, name]).join('/');
}

/** The value at a path of fields, or undefined if a field is missing. */
export function field(value: unknown, ...path: string[]): unknown {
  let at = value;
  for (const name of path) {
    at = typeof at === 'object' && at !== null ? (at as { [name: string]: unknown })[name] : undefined;
  }
  return at;
}

/** The list at a path of fields, or an empty list. */
export function list(value: unknown, ...path: string[]): unknown[] {
  const found = field(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** Tells if a container of a Deployment or the like has an environment variable. */
export function hasVariable(workload: unknown, name: string): boolean {
  return list(workload, 'spec', 'template', 'spec', 'containers')
    .flatMap((container) => list(container, 'env'))
    .some((variable) => field(variable, 'name') === name);
}
