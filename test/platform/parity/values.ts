import { Manifest } from '../../testing';

/** The golden files with other names. */
export interface HelmValues {
  /** The fullname in the golden file. */
  readonly from: string;
  readonly release: string;
  readonly fullname: string;
  readonly namespace: string;
}

/**
 * The golden objects as the chart renders them for another release and namespace.
 *
 * In the charts of SpinKube every text that is the fullname, or begins with it and a dash, comes from it; the labels
 * `name`, `created-by` and `part-of` are fixed, and so is the name of a container.
 */
export function renamed(manifests: Manifest[], to: HelmValues): Manifest[] {
  return renameWithin(manifests, to) as Manifest[];
}

const FIXED = ['app.kubernetes.io/name', 'app.kubernetes.io/created-by', 'app.kubernetes.io/part-of'];

function renameWithin(value: unknown, to: HelmValues, path: string[] = []): unknown {
  if (typeof value === 'object' && value !== null) {
    const variable = 'name' in value && value.name === 'CONTROLLER_NAMESPACE' ? value.name : undefined;
    const entries = Object.entries(value).map(([key, child]) => [
      key,
      renameWithin(child, to, [...path, key === 'value' ? (variable ?? key) : key]),
    ]);
    return Array.isArray(value) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
  }
  return typeof value === 'string' ? renameText(value, to, path) : value;
}

function renameText(value: string, to: HelmValues, path: string[]): string {
  const key = path.at(-1) ?? '';
  if (FIXED.includes(key) || (key === 'name' && path.at(-3) === 'containers')) {
    return value;
  }
  switch (key) {
    case 'namespace':
    case 'CONTROLLER_NAMESPACE':
      return to.namespace;
    case 'app.kubernetes.io/instance':
      return to.release;
    case 'cert-manager.io/inject-ca-from':
      return `${to.namespace}/${to.fullname}-serving-cert`;
    default:
      return value === to.from || value.startsWith(`${to.from}-`)
        ? value.replace(to.from, to.fullname).replace(`.${to.from}.svc`, `.${to.namespace}.svc`)
        : value;
  }
}

/** An edit: the kind of the object, the end of its name, the path of the field, and its value; undefined removes it. */
export type Edit = [kind: string, name: string, path: string, value: unknown];

/** Copies of manifests with edits applied; each edit must match an object. */
export function edited(manifests: Manifest[], edits: Edit[]): Manifest[] {
  const copies = JSON.parse(JSON.stringify(manifests)) as Manifest[];
  for (const [kind, name, path, value] of edits) {
    const found = copies.filter((manifest) => manifest.kind === kind && manifest.metadata.name.endsWith(name));
    if (found.length === 0) {
      throw new Error(`no ${kind} …${name}`);
    }
    found.forEach((manifest) => {
      set(manifest, path.split('/'), value);
    });
  }
  return copies;
}

function set(tree: { [key: string]: unknown }, [key, ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  tree[key] ??= {};
  set(tree[key] as { [key: string]: unknown }, rest, value);
}
