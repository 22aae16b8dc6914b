import { field, groupOf, hasVariable, list, Manifest, RenderedObject } from './manifest';
import {
  MUTATING_ADMISSION_POLICY,
  MUTATING_ADMISSION_POLICY_BINDING,
  VALIDATING_ADMISSION_POLICY,
  VALIDATING_ADMISSION_POLICY_BINDING,
} from './admission-policies';

/** Why one object must be in the cluster before another. */
export enum Implication {
  /** The CustomResourceDefinition before the objects of its kind. */
  DEFINITION = 'definition',
  /** The Namespace before what is in it. */
  NAMESPACE = 'namespace',
  /** The RuntimeClass, or the Shim that makes it, before what names it. */
  RUNTIME_CLASS = 'runtime class',
  /** runtime-class-manager before its Shims: it has to be there when they are removed. */
  MANAGER = 'manager',
  /** The policy before its binding, and before the SpinApps that it checks or whose pods it is for. */
  POLICY = 'policy',
  /** The operator before the objects that its webhook validates or mutates. */
  WEBHOOK = 'webhook',
  /** The credentials, and a CloudProfile of the project, before the Shoot that names them. */
  SHOOT = 'shoot',
  /** The SpinAppExecutor before the SpinApps that name it. */
  EXECUTOR = 'executor',
  /** The SpinApp, and so its Deployment, before the autoscaler. */
  AUTOSCALER = 'autoscaler',
}

/** A dependency that follows from the objects and need not be declared. */
export interface ImpliedDependency {
  readonly dependent: RenderedObject;
  readonly dependency: RenderedObject;
  readonly reason: Implication;
}

/** Objects, each of which depends on each of others: too many pairs to list where both are many, as apps and policies are. */
export interface ImpliedGroup {
  readonly dependents: RenderedObject[];
  readonly dependencies: readonly RenderedObject[];
}

/** The dependencies that follow from the objects of an app. */
export interface ImpliedDependencies {
  readonly pairs: ImpliedDependency[];
  readonly groups: readonly ImpliedGroup[];
}

/**
 * Implications that require a wait: applying both objects in one go fails or races.
 *
 * A Namespace and a RuntimeClass are usable as soon as they are applied.
 */
export const GATES = [Implication.DEFINITION, Implication.WEBHOOK, Implication.EXECUTOR, Implication.AUTOSCALER];

/** Finds the dependencies that follow from the objects, in linear time by an index of keys. */
export function impliedDependencies(objects: RenderedObject[]): ImpliedDependencies {
  const providers = new Map<string, RenderedObject[]>();
  const areAppsScaled = objects.some(({ manifest }) => AUTOSCALERS.includes(manifest.kind));
  for (const object of objects) {
    // SpinApps are many, and only autoscalers refer to them.
    for (const key of areAppsScaled || object.manifest.kind !== 'SpinApp' ? provides(object.manifest) : []) {
      const others = providers.get(key);
      if (others) {
        others.push(object);
      } else {
        providers.set(key, [object]);
      }
    }
  }
  const pairs: ImpliedDependency[] = [];
  const groups = new Map<string, ImpliedGroup>();
  for (const dependent of objects) {
    for (const { key, reason } of needs(dependent.manifest)) {
      const dependencies = providers.get(key) ?? NONE;
      if (reason === Implication.POLICY && dependencies.length > 1) {
        const group = groups.get(key) ?? { dependents: [], dependencies };
        group.dependents.push(dependent);
        groups.set(key, group);
        continue;
      }
      for (const dependency of dependencies) {
        if (dependency !== dependent) {
          pairs.push({ dependent, dependency, reason });
        }
      }
    }
  }
  return { pairs, groups: [...groups.values()] };
}

const NONE: readonly RenderedObject[] = [];

const AUTOSCALERS = ['HorizontalPodAutoscaler', 'ScaledObject'];

/** The keys by which other objects refer to an object. */
function provides(manifest: Manifest): string[] {
  const { name = '', namespace } = manifest.metadata;
  switch (manifest.kind) {
    case 'CustomResourceDefinition':
      return [crdKey(field(manifest, 'spec', 'group'), field(manifest, 'spec', 'names', 'kind'))];
    case 'Namespace':
      return [namespaceKey(name)];
    case 'RuntimeClass':
      return [runtimeClassKey(name)];
    case 'Deployment':
      return hasVariable(manifest, 'SHIM_NODE_INSTALLER_IMAGE') ? [MANAGER_KEY] : [];
    case 'Shim':
      return [shimKey(field(manifest, 'spec', 'runtimeClass', 'name'))];
    case 'SpinAppExecutor':
      return [executorKey(groupOf(manifest), namespace, name)];
    case 'SpinApp':
      return [appKey(namespace, name)];
    case 'CloudProfile':
    case 'CredentialsBinding':
    case 'NamespacedCloudProfile':
    case 'SecretBinding':
      return [gardenKey(manifest.kind, namespace, name)];
    case MUTATING_ADMISSION_POLICY:
      return [policyKey(name)];
    case VALIDATING_ADMISSION_POLICY:
      return [validatingPolicyKey(name), ...checkedGroups(manifest).map(checkedAppsKey)];
    case MUTATING_ADMISSION_POLICY_BINDING:
      return namespacesOf(manifest).map(podPolicyKey);
    case 'MutatingWebhookConfiguration':
    case 'ValidatingWebhookConfiguration':
      return [...new Set(list(manifest, 'webhooks').flatMap(webhookKeys))];
    default:
      return [];
  }
}

interface Need {
  readonly key: string;
  readonly reason: Implication;
}

function needs(manifest: Manifest): Need[] {
  const { namespace } = manifest.metadata;
  const group = groupOf(manifest);
  const always: Need[] = [
    { key: crdKey(group, manifest.kind), reason: Implication.DEFINITION },
    ...(namespace === undefined ? [] : [{ key: namespaceKey(namespace), reason: Implication.NAMESPACE }]),
    { key: webhookKey(group, '*'), reason: Implication.WEBHOOK },
    { key: webhookKey(group, plural(manifest.kind)), reason: Implication.WEBHOOK },
  ];
  switch (manifest.kind) {
    case 'SpinAppExecutor': {
      const runtimeClass = field(manifest, 'spec', 'deploymentConfig', 'runtimeClassName');
      return [
        ...always,
        { key: runtimeClassKey(runtimeClass), reason: Implication.RUNTIME_CLASS },
        { key: shimKey(runtimeClass), reason: Implication.RUNTIME_CLASS },
      ];
    }
    case 'Shim':
      // runtime-class-manager keeps an existing RuntimeClass, and otherwise creates one.
      return [
        ...always,
        { key: MANAGER_KEY, reason: Implication.MANAGER },
        {
          key: runtimeClassKey(field(manifest, 'spec', 'runtimeClass', 'name')),
          reason: Implication.RUNTIME_CLASS,
        },
      ];
    case MUTATING_ADMISSION_POLICY_BINDING: {
      const policy = field(manifest, 'spec', 'policyName');
      return [...always, { key: policyKey(policy), reason: Implication.POLICY }];
    }
    case VALIDATING_ADMISSION_POLICY_BINDING: {
      const policy = field(manifest, 'spec', 'policyName');
      return [...always, { key: validatingPolicyKey(policy), reason: Implication.POLICY }];
    }
    case 'Shoot':
      return [...always, ...ofShoot(manifest).map((key) => ({ key, reason: Implication.SHOOT }))];
    case 'SpinApp':
      return [
        ...always,
        { key: executorKey(group, namespace, field(manifest, 'spec', 'executor')), reason: Implication.EXECUTOR },
        { key: podPolicyKey(namespace), reason: Implication.POLICY },
        { key: checkedAppsKey(group), reason: Implication.POLICY },
      ];
    case 'HorizontalPodAutoscaler':
    case 'ScaledObject': {
      const target = field(manifest, 'spec', 'scaleTargetRef', 'name');
      return [...always, { key: appKey(namespace, target), reason: Implication.AUTOSCALER }];
    }
    default:
      return always;
  }
}

/** The namespaces that a binding names. Others are selected by labels, which namespaces may get at any time. */
function namespacesOf(binding: Manifest): unknown[] {
  return list(binding, 'spec', 'matchResources', 'namespaceSelector', 'matchExpressions')
    .filter((one) => field(one, 'key') === 'kubernetes.io/metadata.name' && field(one, 'operator') === 'In')
    .flatMap((one) => list(one, 'values'));
}

/**
 * The API groups whose SpinApps a policy checks. Executors and Shims wait for no policy: the platform that they belong to
 * may well come before it.
 */
function checkedGroups(policy: Manifest): unknown[] {
  return list(policy, 'spec', 'matchConstraints', 'resourceRules')
    .filter((rule) => list(rule, 'resources').includes('spinapps'))
    .flatMap((rule) => list(rule, 'apiGroups'));
}

/** The objects without which Gardener rejects a Shoot. */
function ofShoot(manifest: Manifest): string[] {
  const { namespace } = manifest.metadata;
  const spec = (...path: string[]) => field(manifest, 'spec', ...path);
  const profile = spec('cloudProfile', 'kind') ?? 'CloudProfile';
  return [
    gardenKey('CredentialsBinding', namespace, spec('credentialsBindingName')),
    gardenKey('SecretBinding', namespace, spec('secretBindingName')),
    gardenKey(profile, profile === 'CloudProfile' ? undefined : namespace, spec('cloudProfile', 'name')),
  ];
}

/**
 * The kinds that a webhook handles and that cannot be written while the webhook is down.
 *
 * Rules for all groups are ignored: they belong to policy engines, which must cope with existing objects.
 */
function webhookKeys(webhook: unknown): string[] {
  if (field(webhook, 'failurePolicy') === 'Ignore') {
    return [];
  }
  return list(webhook, 'rules').flatMap((rule) =>
    list(rule, 'apiGroups')
      .filter((group) => group !== '*')
      .flatMap((group) =>
        list(rule, 'resources').map((resource) => webhookKey(group, String(resource).replace('*/*', '*'))),
      ),
  );
}

/** The plural resource name of a kind, by the rule that nearly all kinds follow, since no API server is available. */
function plural(kind: string): string {
  const singular = kind.toLowerCase();
  if (/[^aeiou]y$/.test(singular)) {
    return `${singular.slice(0, -1)}ies`;
  }
  return /(s|x|z|ch|sh)$/.test(singular) ? `${singular}es` : `${singular}s`;
}

const MANAGER_KEY = 'runtime-class-manager';
const crdKey = (group: unknown, kind: unknown) => `crd ${String(group)} ${String(kind)}`;
const namespaceKey = (name: string) => `namespace ${name}`;
const runtimeClassKey = (name: unknown) => `runtime class ${String(name)}`;
const shimKey = (runtimeClass: unknown) => `shim ${String(runtimeClass)}`;
const webhookKey = (group: unknown, resource: string) => `webhook ${String(group)} ${resource}`;
const gardenKey = (kind: unknown, namespace: unknown, name: unknown) =>
  `${String(kind)} ${String(namespace)} ${String(name)}`;
const executorKey = (group: string, namespace: unknown, name: unknown) =>
  `executor ${group} ${String(namespace)} ${String(name)}`;
const policyKey = (name: unknown) => `mutating admission policy ${String(name)}`;
const validatingPolicyKey = (name: unknown) => `validating admission policy ${String(name)}`;
const checkedAppsKey = (group: unknown) => `checked apps ${String(group)}`;
const podPolicyKey = (namespace: unknown) => `pod policy ${String(namespace)}`;
const appKey = (namespace: unknown, name: unknown) => `app ${String(namespace)} ${String(name)}`;
