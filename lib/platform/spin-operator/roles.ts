import { ApiObjectMetadata } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { withoutNamespace } from '../../private/cluster-scoped';
import { Labels } from '../../private/helm-names';
import { SpinOperatorNames } from './names';

export function addClusterRole(
  scope: Construct,
  id: string,
  metadata: ApiObjectMetadata,
  rules: kplus.k8s.PolicyRule[],
): void {
  withoutNamespace(new kplus.k8s.KubeClusterRole(scope, id, { metadata, rules }));
}

/** Gives the operator the ClusterRole `<part>-role`. */
export function bindClusterRole(
  scope: Construct,
  id: string,
  names: SpinOperatorNames,
  part: string,
  labels?: Labels,
): void {
  withoutNamespace(
    new kplus.k8s.KubeClusterRoleBinding(scope, id, {
      metadata: names.clusterWide(names.of(`${part}-rolebinding`), labels),
      roleRef: roleRef('ClusterRole', names.of(`${part}-role`)),
      subjects: [subject(names)],
    }),
  );
}

export function roleRef(kind: string, name: string): kplus.k8s.RoleRef {
  return { apiGroup: 'rbac.authorization.k8s.io', kind, name };
}

/** The operator, as RBAC names it. */
export function subject(names: SpinOperatorNames): kplus.k8s.Subject {
  return { kind: 'ServiceAccount', name: names.manager, namespace: names.namespace };
}
