import { field, groupOf, isInNamespace, list, Manifest } from '../../synth/manifest';
import { placesAt } from '../fields';
import { RUNTIME, SPINKUBE, SPINOPERATOR, Surroundings } from './rule';

/** The kinds that others refer to, and their API groups: an executor is that of SpinApps of its own group. */
const KINDS: { readonly [kind: string]: readonly string[] | undefined } = {
  ConfigMap: [''],
  RuntimeClass: ['node.k8s.io'],
  Secret: [''],
  ServiceAccount: [''],
  SpinAppExecutor: [SPINKUBE, SPINOPERATOR],
};

/** The kinds that objects refer to. */
export const REFERRED_KINDS: readonly string[] = Object.keys(KINDS);

/** The handler that kwasm-operator's installer writes. */
const KWASM_HANDLER = 'spin';

/** An object that is in the cluster, and not among those that are looked at. */
export interface ExternalObject {
  readonly kind: string;
  readonly name: string;

  /** Its namespace; undefined where it has none, or where it is that of whoever refers to it. */
  readonly namespace?: string;
}

/** What is known of the cluster besides the objects. */
export interface ClusterKnowledge {
  /** Kinds of which the cluster has no other objects than those that are named here or given. */
  readonly completeKinds: readonly string[];

  readonly externals: readonly ExternalObject[];
}

/**
 * What an object of an API group is surrounded by.
 *
 * @param objects all objects that are applied together
 * @param knowledge what is known besides
 */
export function surroundings(
  objects: readonly Manifest[],
  { completeKinds, externals }: ClusterKnowledge,
): (group: string) => Surroundings {
  const byName = new Map<string, Manifest[]>();
  for (const object of [...objects, ...objects.flatMap(managedRuntimeClass)]) {
    if (KINDS[object.kind]?.includes(groupOf(object))) {
      const key = keyOf(object.kind, groupOf(object), object.metadata.name);
      byName.set(key, [...(byName.get(key) ?? []), object]);
    }
  }
  const isConfigMapBlind = objects.some(isBlindRole);
  const handlers = [...new Set(objects.flatMap(handlersOf))];
  return (group) => {
    const named = (kind: string, name: string) => {
      const groups = KINDS[kind] ?? [];
      return byName.get(keyOf(kind, groups.length > 1 ? group : groups[0], name)) ?? [];
    };
    const isExternal = (kind: string, name: string, namespace?: string) =>
      externals.some((one) => one.kind === kind && one.name === name && (one.namespace ?? namespace) === namespace);
    const isMissing = (kind: string, name: string, namespace?: string) =>
      completeKinds.includes(kind) &&
      !named(kind, name).some((object) => isInNamespace(object, namespace)) &&
      !isExternal(kind, name, namespace);
    return { handlers, isConfigMapBlind, isMissing, named };
  };
}

/** The RuntimeClass that runtime-class-manager makes of a Shim. */
function managedRuntimeClass(object: Manifest): Manifest[] {
  const name = field(object.spec, 'runtimeClass', 'name');
  return object.kind === 'Shim' && groupOf(object) === RUNTIME && typeof name === 'string'
    ? [{ apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name }, handler: object.metadata.name }]
    : [];
}

/** What a node installer makes known to containerd: runtime-class-manager by a Shim, kwasm-operator by its Deployment. */
function handlersOf(object: Manifest): string[] {
  if (object.kind === 'Shim' && groupOf(object) === RUNTIME) {
    return [object.metadata.name ?? ''];
  }
  const env = placesAt({ path: '', value: object.spec }, 'template.spec.containers.*').flatMap(({ value }) =>
    list(value, 'env'),
  );
  const isKwasm = object.kind === 'Deployment' && env.some((entry) => field(entry, 'name') === 'INSTALLER_IMAGE');
  return isKwasm ? [KWASM_HANDLER] : [];
}

/** A ClusterRole that is for the operator, which looks after SpinApps, and has no ConfigMaps in it. */
function isBlindRole(object: Manifest): boolean {
  const rules = list(object, 'rules');
  const grants = (resource: string, verb: string) =>
    rules.some((rule) => list(rule, 'resources').includes(resource) && list(rule, 'verbs').includes(verb));
  return object.kind === 'ClusterRole' && grants('spinapps/status', 'update') && !grants('configmaps', 'watch');
}

function keyOf(kind: string, group: string, name = ''): string {
  return `${kind}/${group}/${name}`;
}
