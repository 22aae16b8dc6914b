import { MUTATING_ADMISSION_POLICY, MUTATING_ADMISSION_POLICY_BINDING } from '../../synth/admission-policies';
import { groupBy } from '../../private/group-by';
import { nearestIn } from '../../private/nearest';
import { field, groupOf, hasVariable, list, Manifest } from '../../synth/manifest';
import { perKind } from '../per-kind';
import {
  GARDENER,
  HORIZONTAL_POD_AUTOSCALER,
  KEDA,
  KeyOf,
  RUNTIME,
  SCALED_OBJECT,
  SPINKUBE,
  SPINOPERATOR,
  Surroundings,
} from './rule';

/** API groups of the kinds that objects refer to. An executor belongs to SpinApps of its own group. */
const REFERRED: readonly (readonly [kind: string, groups: readonly string[]])[] = [
  ['ConfigMap', ['']],
  ['RuntimeClass', ['node.k8s.io']],
  ['Secret', ['']],
  ['ServiceAccount', ['']],
  ['SpinAppExecutor', [SPINKUBE, SPINOPERATOR]],
];

/** API groups of other kinds that rules look at. */
const NEIGHBOURS: readonly (readonly [kind: string, groups: readonly string[]])[] = [
  ['Deployment', ['apps']],
  [MUTATING_ADMISSION_POLICY, ['admissionregistration.k8s.io']],
  [MUTATING_ADMISSION_POLICY_BINDING, ['admissionregistration.k8s.io']],
  [HORIZONTAL_POD_AUTOSCALER, ['autoscaling']],
  ['LimitRange', ['']],
  ['Namespace', ['']],
  [SCALED_OBJECT, [KEDA]],
  ['Service', ['']],
  ['Shim', [RUNTIME]],
  ['SpinApp', [SPINKUBE, SPINOPERATOR]],
];

const KINDS: ReadonlyMap<string, readonly string[]> = new Map([...REFERRED, ...NEIGHBOURS]);

/** The kinds of which all objects are known where everything that objects refer to is among them. */
export const REFERRED_KINDS: readonly string[] = [
  ...REFERRED.map(([kind]) => kind),
  HORIZONTAL_POD_AUTOSCALER,
  SCALED_OBJECT,
];

/** The handler that the node installer of kwasm-operator sets up. */
const KWASM_HANDLER = 'spin';

/** An object that exists in the cluster but is not among the objects. */
export interface ExternalObject {
  readonly kind: string;
  readonly name: string;

  /** Its namespace; undefined if it has none, or if it is that of the referring object. */
  readonly namespace?: string;
}

/** Knowledge of the cluster beyond the objects. */
export interface ClusterKnowledge {
  /** Kinds of which all objects are known. */
  readonly completeKinds: readonly string[];

  readonly externals: readonly ExternalObject[];
}

/**
 * The surroundings of objects by their API group. Nothing is computed before a rule needs it.
 *
 * @param objects all objects that are applied together
 * @param knowledge knowledge of the cluster beyond the objects
 */
export function surroundings(
  objects: readonly Manifest[],
  { completeKinds, externals }: ClusterKnowledge,
): (group: string) => Surroundings {
  const index = lazy(() => new ObjectIndex([...objects, ...objects.filter(isShim).flatMap(managedRuntimeClass)]));
  const external = lazy(() => namespacesOf(externals));
  const kwasmOperators = lazy(() => objects.filter(isKwasmOperator));
  const handlers = lazy(() => [
    ...new Set([
      ...objects.filter(isShim).map(({ metadata }) => metadata.name ?? ''),
      ...kwasmOperators().map(() => KWASM_HANDLER),
    ]),
  ]);
  const isConfigMapBlind = lazy(() => objects.some(isBlindRole));
  const projects = lazy(
    () => new Map(objects.filter(isProject).map(({ metadata, spec }) => [field(spec, 'namespace'), metadata.name])),
  );
  const around = (group: string): Surroundings => {
    const inNamespace = (kind: string, name: string, namespace?: string) => {
      for (const one of referredGroups(kind, group)) {
        const found = index().inNamespace(one, kind, name, namespace);
        if (found !== undefined) {
          return found;
        }
      }
      return undefined;
    };
    const isExternal = (kind: string, name: string, namespace?: string) => {
      const namespaces = external().get(`${kind}/${name}`);
      return namespaces !== undefined && (namespaces.has(undefined) || namespaces.has(namespace));
    };
    const nearestOf = new Map<string, (name: string) => string | undefined>();
    const all = (kind: string, namespace?: string) =>
      referredGroups(kind, group).flatMap((one) => index().all(one, kind, namespace));
    return {
      nearest: (kind, name, namespace = 'default') => {
        const key = `${kind}/${namespace}`;
        const find = nearestOf.get(key) ?? nearestIn(all(kind, namespace).map(nameOf));
        nearestOf.set(key, find);
        return find(name);
      },
      named: (kind, name) => referredGroups(kind, group).flatMap((one) => index().named(one, kind, name)),
      all,
      having: (kind, namespace, keyOf, key) =>
        referredGroups(kind, group).flatMap((one) => index().having(one, kind, namespace, keyOf, key)),
      inNamespace,
      isComplete: (kind) => completeKinds.includes(kind),
      isMissing: (kind, name, namespace) =>
        completeKinds.includes(kind) && !inNamespace(kind, name, namespace) && !isExternal(kind, name, namespace),
      handlers,
      kwasmOperators,
      isConfigMapBlind,
      projectOf: (namespace) => projects().get(namespace),
    };
  };
  const byGroup = new Map<string, Surroundings>();
  return (group) => {
    const known = byGroup.get(group) ?? around(group);
    byGroup.set(group, known);
    return known;
  };
}

/** The API groups of a kind that an object of a group refers to: its own if the kind is in it. */
function referredGroups(kind: string, group: string): readonly string[] {
  const groups = KINDS.get(kind) ?? [];
  return groups.length > 1 && groups.includes(group) ? OWN_GROUP[group] : groups;
}

/** Groups that have a kind in common. */
const OWN_GROUP: { readonly [group: string]: readonly string[] } = {
  [SPINKUBE]: [SPINKUBE],
  [SPINOPERATOR]: [SPINOPERATOR],
};

/** The namespaces of objects, by kind and name. */
function namespacesOf(externals: readonly ExternalObject[]): Map<string, Set<string | undefined>> {
  const found = new Map<string, Set<string | undefined>>();
  for (const { kind, name, namespace } of externals) {
    const key = `${kind}/${name}`;
    found.set(key, (found.get(key) ?? new Set()).add(namespace));
  }
  return found;
}

/** The RuntimeClass that runtime-class-manager creates from a Shim. */
function managedRuntimeClass(shim: Manifest): Manifest[] {
  const name = field(shim.spec, 'runtimeClass', 'name');
  return typeof name === 'string'
    ? [{ apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name }, handler: shim.metadata.name }]
    : [];
}

function isKwasmOperator(object: Manifest): boolean {
  return object.kind === 'Deployment' && hasVariable(object, 'INSTALLER_IMAGE');
}

function nameOf({ metadata }: Manifest): string {
  return metadata.name ?? '';
}

function isShim(object: Manifest): boolean {
  return object.kind === 'Shim' && groupOf(object) === RUNTIME;
}

function isProject(object: Manifest): boolean {
  return object.kind === 'Project' && groupOf(object) === GARDENER;
}

/** Tells if an object is the ClusterRole of spin-operator and grants no access to ConfigMaps. */
function isBlindRole(object: Manifest): boolean {
  if (object.kind !== 'ClusterRole') {
    return false;
  }
  const rules = list(object, 'rules');
  const grants = (resource: string, verb: string) =>
    rules.some((rule) => list(rule, 'resources').includes(resource) && list(rule, 'verbs').includes(verb));
  return grants('spinapps/status', 'update') && !grants('configmaps', 'watch');
}

/** Objects of the same API group, kind and name. */
interface Namesakes {
  readonly all: Manifest[];
  readonly byNamespace: Map<string, Manifest>;
}

const NONE: readonly Manifest[] = [];

/** An index of objects by what others refer to. */
export class ObjectIndex {
  /** Of most kinds, no rule asks for an object. */
  private readonly byName = perKind((group, kind) => byName(this.objects.filter(isOf(group, kind))));

  private readonly byNamespace = perKind((group, kind) => {
    const found = new Map<string, Manifest[]>();
    for (const { byNamespace } of this.byName(group, kind).values()) {
      for (const [namespace, object] of byNamespace) {
        found.set(namespace, found.get(namespace) ?? []);
        found.get(namespace)?.push(object);
      }
    }
    return found;
  });

  private readonly byKey = new Map<KeyOf, Map<readonly Manifest[], Map<unknown, Manifest[]>>>();

  public constructor(private readonly objects: readonly Manifest[]) {}

  /** The objects with a name, in all namespaces. */
  public named(group: string, kind: string, name: string): readonly Manifest[] {
    return this.byName(group, kind).get(name)?.all ?? [];
  }

  /** The object with a name in a namespace, `default` if there is none. */
  public inNamespace(group: string, kind: string, name: string, namespace = 'default'): Manifest | undefined {
    return this.byName(group, kind).get(name)?.byNamespace.get(namespace);
  }

  /** All objects of a kind in a namespace, `default` if there is none. */
  public all(group: string, kind: string, namespace = 'default'): readonly Manifest[] {
    return this.byNamespace(group, kind).get(namespace) ?? NONE;
  }

  /** The objects of a kind in a namespace that have a key. */
  public having(
    group: string,
    kind: string,
    namespace: string | undefined,
    keyOf: KeyOf,
    key: unknown,
  ): readonly Manifest[] {
    const objects = this.all(group, kind, namespace);
    const known = this.byKey.get(keyOf) ?? new Map<readonly Manifest[], Map<unknown, Manifest[]>>();
    const keys = known.get(objects) ?? byKeys(objects, keyOf);
    this.byKey.set(keyOf, known.set(objects, keys));
    return keys.get(key) ?? NONE;
  }
}

function byKeys(objects: readonly Manifest[], keyOf: KeyOf): Map<unknown, Manifest[]> {
  const keyed = objects.flatMap((object) => {
    const found = keyOf(object);
    return (Array.isArray(found) ? found : [found]).map((key: unknown) => ({ key, object }));
  });
  return new Map([...groupBy(keyed, ({ key }) => key)].map(([key, found]) => [key, found.map(({ object }) => object)]));
}

function isOf(group: string, kind: string): (object: Manifest) => boolean {
  return (object) => object.kind === kind && groupOf(object) === group;
}

function byName(objects: readonly Manifest[]): Map<string, Namesakes> {
  const found = new Map<string, Namesakes>();
  for (const object of objects) {
    const { name: given = '' }: { readonly name?: unknown } = object.metadata;
    const name = String(given); // In a file it may be anything.
    const namespace = object.metadata.namespace ?? 'default';
    const { all, byNamespace } = found.get(name) ?? { all: [], byNamespace: new Map<string, Manifest>() };
    all.push(object);
    byNamespace.set(namespace, byNamespace.get(namespace) ?? object);
    found.set(name, { all, byNamespace });
  }
  return found;
}

/** Caches a value that is created at first use. */
export function lazy<T extends object | boolean>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
