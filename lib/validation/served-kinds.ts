import { nearest } from '../private/nearest';
import { groupOf, Manifest } from '../synth/manifest';
import { RUNTIME, SPINKUBE, SPINOPERATOR } from './admission/rule';
import { Finding } from './problems';
import { perKind } from './per-kind';
import { ClusterSchemas } from './schema/schemas';

/** Rule for kinds that no cluster serves. */
export const SERVED_RULE = 'served';

/** API groups of which all versions are known; of others, older or newer versions may be served as well. */
const KNOWN_GROUPS: readonly string[] = [SPINKUBE, SPINOPERATOR, RUNTIME, 'cert-manager.io', 'acme.cert-manager.io'];

/** The group of runtime-class-manager before its first release. */
const RENAMED: { readonly [group: string]: string | undefined } = { 'runtime.kwasm.sh': RUNTIME };

/** Groups of Kubernetes that have no other kinds than those with a schema. */
const CLOSED_GROUPS: readonly string[] = [
  ...['', 'apps', 'autoscaling', 'batch', 'extensions', 'policy'],
  ...['networking.k8s.io', 'rbac.authorization.k8s.io', 'storage.k8s.io'],
];

/** Kinds of Kubernetes whose older versions are served by no supported version of it. */
const SETTLED: readonly string[] = [
  ...[
    'APIService',
    'CSIDriver',
    'CSINode',
    'CertificateSigningRequest',
    'ClusterRole',
    'ClusterRoleBinding',
    'CronJob',
  ],
  ...['CustomResourceDefinition', 'DaemonSet', 'Deployment', 'EndpointSlice', 'HorizontalPodAutoscaler', 'Ingress'],
  ...['IngressClass', 'Lease', 'MutatingWebhookConfiguration', 'NetworkPolicy', 'PodDisruptionBudget', 'PriorityClass'],
  ...['ReplicaSet', 'Role', 'RoleBinding', 'RuntimeClass', 'StatefulSet', 'StorageClass', 'VolumeAttachment'],
  'ValidatingWebhookConfiguration',
];

/**
 * Finds kinds and versions that no cluster serves, because their API group is known and does not have them.
 *
 * @param schemas the schemas of the cluster
 * @returns a function that checks the kind of an object
 */
export function servedCheck(schemas: ClusterSchemas): (object: Manifest) => readonly Finding[] {
  const findings = perKind((apiVersion, kind) => findingsOf(schemas, apiVersion, kind));
  return (object) => (schemas.has(object) ? [] : findings(object.apiVersion, object.kind));
}

function findingsOf(schemas: ClusterSchemas, apiVersion: string, kind: string): Finding[] {
  const given = groupOf({ apiVersion });
  const group = RENAMED[given] ?? given;
  const inGroup = schemas.kindsOf(group);
  const right = inGroup.filter((one) => one.kind === kind).at(-1);
  const isKnown = KNOWN_GROUPS.includes(group) || SETTLED.includes(kind);
  const found = right ? isKnown && right : elsewhere(schemas, group, kind);
  if (found) {
    const text = `does not have the kind ${kind} in any cluster`;
    const remedy = `use '${found.apiVersion}'`;
    return [{ level: 'error', rule: SERVED_RULE, path: 'apiVersion', value: apiVersion, text, remedy }];
  }
  const kinds = inGroup.map((one) => one.kind);
  const meant = kinds.includes(kind) ? undefined : nearest(kind, kinds);
  const text = `is not a kind of ${apiVersion}`;
  return meant === undefined
    ? []
    : [{ level: 'warning', rule: SERVED_RULE, path: 'kind', value: kind, text, remedy: `did you mean '${meant}'?` }];
}

/** A kind that is in another group of Kubernetes. */
function elsewhere(schemas: ClusterSchemas, group: string, kind: string): { readonly apiVersion: string } | undefined {
  return CLOSED_GROUPS.includes(group) ? schemas.builtIns.kinds.filter((one) => one.kind === kind).at(-1) : undefined;
}
