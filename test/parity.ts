import { Manifest } from './testing';

/** Labels that only Helm writes and reads. */
const HELM_LABELS = ['helm.sh/chart', 'app.kubernetes.io/managed-by'];

/** Means the same as nothing when it is empty; most other empty maps mean something (`selfSigned: {}`). */
const NOISE_WHEN_EMPTY = ['annotations', 'labels', 'resources', 'securityContext'];

/**
 * Manifests by what they mean, to compare ours with those of a chart: `expect(byIdentity(ours)).toEqual(…)`.
 *
 * Fails when an object is there twice.
 */
export function byIdentity(manifests: Manifest[]): { [identity: string]: Manifest } {
  const found = new Map<string, Manifest>();
  for (const manifest of manifests) {
    if (found.has(identity(manifest))) {
      throw new Error(`${identity(manifest)} is there twice`);
    }
    found.set(identity(manifest), normalize(manifest));
  }
  return Object.fromEntries(found);
}

/** For example `apps/v1 Deployment team/hello`, or `node.k8s.io/v1 RuntimeClass spin` for one of the whole cluster. */
export function identity({ apiVersion, kind, metadata: { namespace, name } }: Manifest): string {
  return `${apiVersion} ${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/**
 * A manifest without what means nothing: labels of Helm, null, some empty maps, descriptions in schemas, the order and grouping
 * of RBAC rules. Nothing is filled in, and other lists keep their order.
 */
export function normalize(manifest: Manifest): Manifest {
  const normalized = withoutNoise(manifest, false) as Manifest;
  return isRole(normalized) ? { ...normalized, rules: sortedRules(normalized.rules) } : normalized;
}

function withoutNoise(value: unknown, inSchema: boolean): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => withoutNoise(item, inSchema));
  }
  if (!isMap(value)) {
    return value;
  }
  const entries = Object.entries(value)
    .filter(([key, child]) => !(inSchema && key === 'description' && typeof child === 'string'))
    .map(([key, child]): [string, unknown] => [
      key,
      withoutNoise(key === 'labels' ? withoutHelmLabels(child) : child, inSchema || key === 'openAPIV3Schema'),
    ])
    .filter(([key, child]) => child !== null && child !== undefined && !isNoise(key, child));
  return Object.fromEntries(entries);
}

function withoutHelmLabels(labels: unknown): unknown {
  return isMap(labels)
    ? Object.fromEntries(Object.entries(labels).filter(([key]) => !HELM_LABELS.includes(key)))
    : labels;
}

function isNoise(key: string, value: unknown): boolean {
  return NOISE_WHEN_EMPTY.includes(key) && isMap(value) && Object.keys(value).length === 0;
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRole({ kind, apiVersion }: Manifest): boolean {
  return apiVersion.startsWith('rbac.authorization.k8s.io/') && ['Role', 'ClusterRole'].includes(kind);
}

/** Rules add up to a set of permissions, and it does not matter how they are grouped. */
function sortedRules(rules: unknown): unknown {
  return Array.isArray(rules) ? [...new Set(rules.flatMap(permissions))].sort(compareText) : rules;
}

/** Each permission of a rule in one line, such as `apps deployments  get`. */
function permissions(rule: { [field: string]: string[] | undefined }): string[] {
  const dimensions = ['apiGroups', 'resources', 'resourceNames', 'nonResourceURLs', 'verbs'].map(
    (name) => rule[name] ?? ['-'],
  );
  return dimensions.reduce((found, values) => found.flatMap((text) => values.map((value) => `${text} ${value}`)), ['']);
}

function compareText(a: unknown, b: unknown): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** One way in which our objects are not those of a chart. */
export interface Difference {
  /** The object, as `identity()` shows it. */
  readonly object: string;

  /** The field, such as `spec.template.spec.containers.0.image`; `+` and `-` where one side lacks the whole object. */
  readonly path: string;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** Everything in which two lists of manifests differ in meaning. */
export function differences(ours: Manifest[], theirs: Manifest[]): Difference[] {
  const [mine, golden] = [byIdentity(ours), byIdentity(theirs)];
  return [...new Set([...Object.keys(mine), ...Object.keys(golden)])].sort().flatMap((object) => {
    if (!(object in golden)) {
      return [{ object, path: '+', ours: mine[object], theirs: undefined }];
    }
    if (!(object in mine)) {
      return [{ object, path: '-', ours: undefined, theirs: golden[object] }];
    }
    return fieldDifferences(mine[object], golden[object]).map((difference) => ({ object, ...difference }));
  });
}

function fieldDifferences(ours: unknown, theirs: unknown, path: string[] = []): Omit<Difference, 'object'>[] {
  if (isTree(ours) && isTree(theirs) && Array.isArray(ours) === Array.isArray(theirs)) {
    return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].flatMap((key) =>
      fieldDifferences(ours[key], theirs[key], [...path, key]),
    );
  }
  return ours === theirs ? [] : [{ path: path.join('.'), ours, theirs }];
}

function isTree(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}
