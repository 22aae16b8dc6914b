import { ApiObjectMetadata } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { withoutNamespace } from '../../private/cluster-scoped';

export const READ = ['get', 'list', 'watch'];
export const WRITE = ['create', 'update', 'patch', 'delete'];

/** Recording events, for `kubectl describe` and `kubectl events`. */
export const EVENTS: kplus.k8s.PolicyRule = { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] };

/** A ServiceAccount as the subject of a binding. */
export function serviceAccount(name: string, namespace: string): kplus.k8s.Subject {
  return { kind: 'ServiceAccount', name, namespace };
}

export function addClusterRole(
  scope: Construct,
  id: string,
  metadata: ApiObjectMetadata,
  rules: kplus.k8s.PolicyRule[],
): void {
  withoutNamespace(new kplus.k8s.KubeClusterRole(scope, id, { metadata, rules }));
}

/**
 * Adds a ClusterRole and a ClusterRoleBinding.
 *
 * @param binding metadata of the binding, if its name is not that of the role
 */
export function grantClusterRole(
  scope: Construct,
  id: string,
  metadata: ApiObjectMetadata,
  rules: kplus.k8s.PolicyRule[],
  subject: kplus.k8s.Subject,
  binding = metadata,
): void {
  addClusterRole(scope, id, metadata, rules);
  const roleRef = reference('ClusterRole', metadata);
  withoutNamespace(
    new kplus.k8s.KubeClusterRoleBinding(scope, `${id}Binding`, { metadata: binding, roleRef, subjects: [subject] }),
  );
}

/** Adds a Role and a RoleBinding, in the namespace of their metadata. */
export function grantRole(
  scope: Construct,
  id: string,
  metadata: ApiObjectMetadata,
  rules: kplus.k8s.PolicyRule[],
  subject: kplus.k8s.Subject,
  binding = metadata,
): void {
  new kplus.k8s.KubeRole(scope, id, { metadata, rules });
  const roleRef = reference('Role', metadata);
  new kplus.k8s.KubeRoleBinding(scope, `${id}Binding`, { metadata: binding, roleRef, subjects: [subject] });
}

function reference(kind: string, { name }: ApiObjectMetadata): kplus.k8s.RoleRef {
  return { apiGroup: 'rbac.authorization.k8s.io', kind, name: String(name) };
}
