import { ApiObject } from 'cdk8s';

/** A Kubernetes object as JSON; what lies below `spec` and the like is looked at with care, it may be anything. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/** An object of the construct tree, and what it renders. */
export interface RenderedObject {
  readonly apiObject: ApiObject;
  readonly manifest: Manifest;

  /** Its YAML, if known already; the manifest is then an outline. */
  readonly text?: string;
}

/** The API group; the core group is ''. */
export function groupOf({ apiVersion }: Pick<Manifest, 'apiVersion'>): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
}

/** The identity of an object in a cluster, in readable form. */
export function identity(manifest: Manifest): string {
  const { name = '', namespace } = manifest.metadata;
  const kind = [manifest.kind, groupOf(manifest)].filter(Boolean).join('.');
  return [kind, ...(namespace === undefined ? [] : [namespace]), name].join('/');
}

/** The value at a path of fields, or undefined where the path ends early. */
export function field(value: unknown, ...path: string[]): unknown {
  let at = value;
  for (const name of path) {
    at = typeof at === 'object' && at !== null ? (at as { [name: string]: unknown })[name] : undefined;
  }
  return at;
}

/** The list at a path of fields, empty where there is none. */
export function list(value: unknown, ...path: string[]): unknown[] {
  const found = field(value, ...path);
  return Array.isArray(found) ? found : [];
}
