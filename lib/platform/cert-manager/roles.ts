import { ApiObjectMetadata } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { withoutNamespace } from '../../private/cluster-scoped';
import { mapUnlessEmpty } from '../../private/empty';
import { WorkloadSettings } from '../workload/workload-settings';
import { ComponentNames } from './names';

export const READ = ['get', 'list', 'watch'];

/** Events about what is being done, for people to read. */
export const EVENTS: kplus.k8s.PolicyRule = { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] };

/** The identity of a component. */
export function addServiceAccount(scope: Construct, names: ComponentNames, settings: WorkloadSettings): void {
  new kplus.k8s.KubeServiceAccount(scope, 'ServiceAccount', {
    metadata: { ...names.namespaced(), annotations: mapUnlessEmpty(settings.serviceAccountAnnotations) },
    automountServiceAccountToken: true,
  });
}

export function addClusterRole(
  scope: Construct,
  id: string,
  metadata: ApiObjectMetadata,
  rules: kplus.k8s.PolicyRule[],
): void {
  withoutNamespace(new kplus.k8s.KubeClusterRole(scope, id, { metadata, rules }));
}

/** Adds a ClusterRole, and gives it to a component. The binding has the name and the labels of the role. */
export function grantClusterRole(
  scope: Construct,
  id: string,
  metadata: ApiObjectMetadata,
  rules: kplus.k8s.PolicyRule[],
  { subject }: ComponentNames,
): void {
  addClusterRole(scope, id, metadata, rules);
  const roleRef = reference('ClusterRole', metadata);
  withoutNamespace(
    new kplus.k8s.KubeClusterRoleBinding(scope, `${id}Binding`, { metadata, roleRef, subjects: [subject] }),
  );
}

/** The same with a Role, within the namespace of its metadata. */
export function grantRole(
  scope: Construct,
  id: string,
  metadata: ApiObjectMetadata,
  rules: kplus.k8s.PolicyRule[],
  { subject }: ComponentNames,
): void {
  new kplus.k8s.KubeRole(scope, id, { metadata, rules });
  const roleRef = reference('Role', metadata);
  new kplus.k8s.KubeRoleBinding(scope, `${id}Binding`, { metadata, roleRef, subjects: [subject] });
}

/** Lets the pods of a component agree on the one that works: they write its name into a Lease. */
export function grantLeaderElection(
  scope: Construct,
  names: ComponentNames,
  namespace: string,
  leases: string[],
): void {
  const metadata = { ...names.namespaced(`${names.name}:leaderelection`), namespace };
  const rules = [
    {
      apiGroups: ['coordination.k8s.io'],
      resources: ['leases'],
      resourceNames: leases,
      verbs: ['get', 'update', 'patch'],
    },
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
  ];
  grantRole(scope, 'LeaderElectionRole', metadata, rules, names);
}

function reference(kind: string, { name }: ApiObjectMetadata): kplus.k8s.RoleRef {
  return { apiGroup: 'rbac.authorization.k8s.io', kind, name: String(name) };
}
