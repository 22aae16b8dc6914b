import { isDeepStrictEqual } from 'util';
import { field, kindOf, list, Manifest } from '../synth/manifest';
import { parseQuantity } from '../validation/parse-quantity';

/** A field that the API server does not let change. */
interface Immutable {
  readonly field: string;

  /** The value that the server takes if the field is not set. */
  readonly byDefault?: unknown;

  /** Reads the value of the old or the new object, if it is not what stands in the field. */
  readonly read?: (object: Manifest, old: Manifest) => unknown;

  /** Tells if the server accepts a change all the same. */
  readonly accepts?: (old: Manifest, object: Manifest) => boolean;

  /** Why the server rejects the change, if the field as such is not immutable. */
  readonly because?: string;
}

/** A change of an immutable field. */
export interface ImmutableChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
  readonly because: string;
}

const fixed = (name: string, byDefault?: unknown): Immutable => ({ field: name, byDefault });

/** A field that cannot be changed, but removed or left to the server, which keeps the old value or has set one itself. */
const kept = (name: string): Immutable => ({
  field: name,
  accepts: (old, object) => [old, object].some((one) => at(one, name) === undefined),
});

/** A field that `immutable: true` freezes. */
const frozen = (rule: Immutable): Immutable => ({ ...rule, accepts: ({ immutable }) => immutable !== true });

/** A strategy that can only be left together with the defaults of `rollingUpdate`, which an apply does not remove. */
const strategy = (name: string, other: string): Immutable => ({
  field: `${name}.type`,
  byDefault: 'RollingUpdate',
  accepts: (old, object) => at(old, `${name}.rollingUpdate`) !== undefined || at(object, `${name}.type`) !== other,
  because: `the defaults of '${name}.rollingUpdate' stay in the object`,
});

const ROLE_REF = [fixed('roleRef.apiGroup', 'rbac.authorization.k8s.io'), fixed('roleRef.kind'), fixed('roleRef.name')];

/** Immutable fields by kind and group, as in the update validation of the API server. */
const IMMUTABLE: { readonly [kind: string]: readonly Immutable[] } = {
  ConfigMap: [frozen(fixed('data')), frozen(fixed('binaryData')), frozen(fixed('immutable', false))],
  PersistentVolume: [
    ...['csi', 'hostPath', 'local', 'nfs'].map((source) => fixed(`spec.${source}`)),
    fixed('spec.volumeMode', 'Filesystem'),
    { field: 'spec.nodeAffinity', accepts: (old) => at(old, 'spec.nodeAffinity') === undefined },
  ],
  PersistentVolumeClaim: [
    fixed('spec.accessModes'),
    fixed('spec.selector'),
    kept('spec.storageClassName'),
    kept('spec.volumeName'),
    fixed('spec.volumeMode', 'Filesystem'),
    {
      field: 'spec.resources.requests.storage',
      accepts: (old, object) => sizeOf(object) >= sizeOf(old),
      because: 'a claim cannot shrink',
    },
  ],
  Pod: [
    {
      field: 'spec',
      read: podSpec,
      accepts: (old) => list(old, 'spec', 'schedulingGates').length > 0,
      because: 'only images, activeDeadlineSeconds and new tolerations of a Pod can change',
    },
  ],
  ResourceQuota: [fixed('spec.scopes')],
  Secret: [fixed('type', 'Opaque'), frozen({ field: 'data', read: secretData }), frozen(fixed('immutable', false))],
  Service: [
    { field: 'spec.clusterIP', accepts: (old, object) => !both(hasClusterIp, old, object) || isLeft(object) },
    { field: 'spec.loadBalancerClass', accepts: (old, object) => !both(isLoadBalancer, old, object) },
  ],
  'CSIDriver.storage.k8s.io': [fixed('spec.attachRequired', true), fixed('spec.volumeLifecycleModes', ['Persistent'])],
  'ClusterRoleBinding.rbac.authorization.k8s.io': ROLE_REF,
  'CustomResourceDefinition.apiextensions.k8s.io': [
    fixed('spec.scope'),
    fixed('spec.names.kind'),
    {
      field: 'spec.versions',
      accepts: (old, object) => [undefined, ...versionNames(object)].includes(storedVersion(old)),
      because: 'objects may be stored in the version that is removed',
    },
  ],
  'DaemonSet.apps': [fixed('spec.selector')],
  'Deployment.apps': [fixed('spec.selector'), strategy('spec.strategy', 'Recreate')],
  'EndpointSlice.discovery.k8s.io': [fixed('addressType')],
  'IngressClass.networking.k8s.io': [fixed('spec.controller')],
  'Job.batch': [
    { field: 'spec.template', read: jobTemplate },
    fixed('spec.selector'),
    fixed('spec.completionMode', 'NonIndexed'),
    { field: 'spec.completions', read: completions, accepts: (_, object) => isElastic(object) },
    ...['backoffLimitPerIndex', 'managedBy', 'podFailurePolicy', 'successPolicy'].map((name) => fixed(`spec.${name}`)),
  ],
  'PriorityClass.scheduling.k8s.io': [fixed('value', 0), fixed('preemptionPolicy', 'PreemptLowerPriority')],
  'ReplicaSet.apps': [fixed('spec.selector')],
  'RoleBinding.rbac.authorization.k8s.io': ROLE_REF,
  'RuntimeClass.node.k8s.io': [fixed('handler')],
  'StatefulSet.apps': [
    fixed('spec.selector'),
    fixed('spec.serviceName', ''),
    fixed('spec.podManagementPolicy', 'OrderedReady'),
    fixed('spec.volumeClaimTemplates'),
    strategy('spec.updateStrategy', 'OnDelete'),
  ],
  'StorageClass.storage.k8s.io': [
    fixed('provisioner'),
    fixed('parameters'),
    fixed('reclaimPolicy', 'Delete'),
    fixed('volumeBindingMode', 'Immediate'),
  ],
  'VolumeAttributesClass.storage.k8s.io': [fixed('driverName'), fixed('parameters')],
};

/** The kinds that have immutable fields, without their groups. */
export const KINDS_WITH_IMMUTABLE_FIELDS = [...new Set(Object.keys(IMMUTABLE).map((kind) => kind.split('.')[0]))];

/** The changes of immutable fields between two versions of an object, which the API server rejects. */
export function immutableChanges(old: Manifest, object: Manifest): ImmutableChange[] {
  const rules = IMMUTABLE[kindOf(old)] ?? [];
  return rules.flatMap(({ accepts, because = 'it is immutable', byDefault, field: name, read }) => {
    const [from, to] = [old, object].map((one) =>
      withoutDefaults((read ? read(one, old) : at(one, name)) ?? byDefault),
    );
    return isDeepStrictEqual(from, to) || accepts?.(old, object) ? [] : [{ field: name, from, to, because }];
  });
}

/** Defaults of the API server in pod templates and in templates of claims, wherever the field is. */
const DEFAULTS: { readonly [field: string]: unknown } = {
  dnsPolicy: 'ClusterFirst',
  protocol: 'TCP',
  restartPolicy: 'Always',
  schedulerName: 'default-scheduler',
  terminationGracePeriodSeconds: 30,
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  volumeMode: 'Filesystem',
};

/** A value without fields that are what they are by default, and without empty ones. */
export function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutDefaults);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const fields = Object.entries(value).flatMap(([name, content]) => {
    const isDefault = content === null || content === DEFAULTS[name];
    return isDefault ? [] : [[name, withoutDefaults(content)] as const];
  });
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

function at(object: Manifest, name: string): unknown {
  return field(object, ...name.split('.')) ?? undefined;
}

function both(has: (object: Manifest) => boolean, ...objects: Manifest[]): boolean {
  return objects.every(has);
}

function hasClusterIp(object: Manifest): boolean {
  return at(object, 'spec.type') !== 'ExternalName';
}

/** Tells if the address of a Service is left to the server, which keeps the one that it has. */
function isLeft(object: Manifest): boolean {
  return (at(object, 'spec.clusterIP') ?? '') === '';
}

function isLoadBalancer(object: Manifest): boolean {
  return at(object, 'spec.type') === 'LoadBalancer';
}

function sizeOf(claim: Manifest): bigint {
  return parseQuantity(at(claim, 'spec.resources.requests.storage') ?? 0) ?? 0n;
}

/** The data of a Secret as the server stores it. */
function secretData({ data, stringData }: Manifest): unknown {
  const encoded = Object.entries(stringData ?? {}).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString('base64'),
  ]);
  return { ...(data ?? {}), ...Object.fromEntries(encoded) } as unknown;
}

function versionNames(definition: Manifest): unknown[] {
  return list(definition, 'spec', 'versions').map((version) => field(version, 'name'));
}

function storedVersion(definition: Manifest): unknown {
  return field(
    list(definition, 'spec', 'versions').find((version) => field(version, 'storage') === true),
    'name',
  );
}

/** The spec of a Pod without the fields that can change. */
function podSpec(pod: Manifest): unknown {
  const withoutImages = (name: string) =>
    list(pod, 'spec', name).map((container) => without(['image'], container as object));
  return {
    ...without(['activeDeadlineSeconds', 'tolerations'], pod.spec ?? {}),
    initContainers: withoutImages('initContainers'),
    containers: withoutImages('containers'),
  };
}

function without(names: readonly string[], fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

/** Fields of the pods of a Job that may change while it is suspended. */
const SCHEDULING = ['affinity', 'nodeSelector', 'schedulingGates', 'tolerations'];

/** The template of a Job, without what may change because the old one is suspended. */
function jobTemplate(job: Manifest, old: Manifest): unknown {
  const template = at(job, 'spec.template');
  if (at(old, 'spec.suspend') !== true) {
    return template;
  }
  return { spec: without(SCHEDULING, field(template, 'spec') ?? {}) };
}

/** How often the pods of a Job have to succeed: once unless it says how many run at a time. */
function completions(job: Manifest): unknown {
  return at(job, 'spec.completions') ?? (at(job, 'spec.parallelism') === undefined ? 1 : undefined);
}

/** Tells if a Job can be scaled: an indexed one, as long as all of its pods run at a time. */
function isElastic(job: Manifest): boolean {
  const all = at(job, 'spec.completions');
  return (
    at(job, 'spec.completionMode') === 'Indexed' && all !== undefined && all === (at(job, 'spec.parallelism') ?? 1)
  );
}
