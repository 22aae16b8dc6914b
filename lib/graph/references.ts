import { textAt } from '../changes/text-at';
import { field, groupOf, list, Manifest } from '../synth/manifest';

/** Reference of an object to another one by its name. */
export interface Reference {
  readonly kind: string;
  readonly name: string;

  /** Namespace of the other object, if it is cluster-scoped or may be in another namespace than that of its referrer. */
  readonly namespace?: string;

  /** Fields that lead to the reference, without indices: `spec.variables.valueFrom.secretKeyRef`. */
  readonly path: string;
}

/** Fields whose value is the name of an object. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    caCertSecret: 'Secret',
    claimName: 'PersistentVolumeClaim',
    credentialsBindingName: 'CredentialsBinding',
    gatewayClassName: 'GatewayClass',
    ingressClassName: 'IngressClass',
    loadFromSecret: 'Secret',
    priorityClassName: 'PriorityClass',
    runtimeClassName: 'RuntimeClass',
    secretBindingName: 'SecretBinding',
    secretName: 'Secret',
    serviceAccountName: 'ServiceAccount',
    storageClassName: 'StorageClass',
  }),
);

/** Fields whose value, or each item of it, has the name of an object and maybe its kind and namespace. */
const OBJECTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    authenticationRef: 'TriggerAuthentication',
    backendRefs: 'Service',
    configMap: 'ConfigMap',
    configMapKeyRef: 'ConfigMap',
    configMapRef: 'ConfigMap',
    imagePullSecrets: 'Secret',
    issuerRef: 'Issuer',
    parentRefs: 'Gateway',
    roleRef: 'Role',
    runtimeClass: 'RuntimeClass',
    scaleTargetRef: 'Deployment',
    secret: 'Secret',
    secretKeyRef: 'Secret',
    secretRef: 'Secret',
    service: 'Service',
    sourceRef: 'GitRepository',
    subjects: 'User',
    targetRef: 'Service',
  }),
);

/** Kinds whose contents are data, not references. */
const DATA = ['ConfigMap', 'CustomResourceDefinition', 'Secret'];

/** The references of an object to others by their names. */
export function referencesOf(manifest: Manifest): Reference[] {
  return [...byKind(manifest), ...annotated(manifest), ...(DATA.includes(manifest.kind) ? [] : within(manifest, []))];
}

/** References in fields whose name means something else in other kinds. */
function byKind({ kind, spec }: Manifest): Reference[] {
  const referred: { readonly [kind: string]: readonly [name: string, kind: string] | undefined } = {
    Application: ['project', 'AppProject'],
    MutatingAdmissionPolicyBinding: ['policyName', 'MutatingAdmissionPolicy'],
    SpinApp: ['executor', 'SpinAppExecutor'],
    ValidatingAdmissionPolicyBinding: ['policyName', 'ValidatingAdmissionPolicy'],
  };
  const [key = '', other = ''] = referred[kind] ?? [];
  const own = named(field(spec, key), other, `spec.${key}`);
  // Kustomizations and HelmReleases of Flux wait for each other.
  const before = ['HelmRelease', 'Kustomization'].includes(kind) ? list(spec, 'dependsOn') : [];
  return [...own, ...before.flatMap((one) => refsIn(one, kind, 'spec.dependsOn'))];
}

const INJECTED = [
  ['cert-manager.io/inject-ca-from', 'Certificate'],
  ['cert-manager.io/inject-ca-from-secret', 'Secret'],
] as const;

/** cert-manager's cainjector reads the names of certificates from annotations. */
function annotated({ metadata }: Manifest): Reference[] {
  return INJECTED.flatMap(([annotation, kind]) => {
    const [namespace, name] = textAt(metadata, 'annotations', annotation).split('/');
    return named(name, kind, `metadata.annotations.${annotation}`).map((one) => ({ ...one, namespace }));
  });
}

function within(value: unknown, path: readonly string[]): Reference[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item) => within(item, path));
  }
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const at = [...path, key];
    const text = at.join('.');
    const kind = OBJECTS.get(key) ?? (/Secret(Key)?Ref$/.test(key) ? 'Secret' : undefined);
    const items = Array.isArray(inner) ? inner : [inner];
    return [
      ...named(inner, NAMES.get(key), text),
      ...(kind === undefined ? [] : items.flatMap((item) => refsIn(item, kind, text))),
      ...within(inner, at),
    ];
  });
}

function named(name: unknown, kind: string | undefined, path: string): Reference[] {
  return kind !== undefined && typeof name === 'string' && name !== '' ? [{ kind, name, path }] : [];
}

/** Users and groups are no objects, and `system:` is Kubernetes' own. */
function refsIn(value: unknown, defaultKind: string, path: string): Reference[] {
  const name = field(value, 'name');
  const kind = textAt(value, 'kind') || defaultKind;
  const namespace = field(value, 'namespace');
  const isObject = !['Group', 'User'].includes(kind) && !String(name).startsWith('system:');
  return (isObject ? named(name, kind, path) : []).map((one) => ({
    ...one,
    ...(typeof namespace === 'string' ? { namespace } : {}),
  }));
}

/** Labels of the pods of an object, by which others select it; undefined if it has none. */
export function podLabelsOf(manifest: Manifest): object | undefined {
  const { kind, metadata, spec } = manifest;
  if (kind === 'SpinApp') {
    const key = `${groupOf(manifest)}/app-name`;
    return { ...(field(spec, 'podLabels') as object | undefined), [key]: metadata.name };
  }
  const labels = kind === 'Pod' ? field(metadata, 'labels') : field(spec, 'template', 'metadata', 'labels');
  return typeof labels === 'object' && labels !== null ? labels : undefined;
}

/** Labels by which an object selects pods, and the field; undefined if it selects none, or all. */
export function selectorOf({ kind, spec }: Manifest): { readonly labels: object; readonly path: string } | undefined {
  const path = SELECTORS[kind];
  const labels = path && field(spec, ...path);
  return path && typeof labels === 'object' && labels !== null && Object.keys(labels).length > 0
    ? { labels, path: ['spec', ...path].join('.') }
    : undefined;
}

const SELECTORS: { readonly [kind: string]: readonly string[] | undefined } = {
  NetworkPolicy: ['podSelector', 'matchLabels'],
  PodDisruptionBudget: ['selector', 'matchLabels'],
  Service: ['selector'],
};
