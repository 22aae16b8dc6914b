import { ApiObjectMetadata } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { withoutNamespace } from '../../private/cluster-scoped';

export const READ = ['get', 'list', 'watch'];
export const WRITE = ['create', 'update', 'patch', 'delete'];

/** Events about what is being done, for people to read. */
export const EVENTS: kplus.k8s.PolicyRule = { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] };

/** A ServiceAccount, as RBAC names it. */
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
 * Adds a ClusterRole, and gives it to somebody.
 *
 * @param binding metadata of the binding, where it is not called as the role
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

/** The same with a Role, within the namespace of its metadata. */
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
