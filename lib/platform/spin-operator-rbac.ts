import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { withoutNamespace } from '../private/cluster-scoped';
import { Labels } from '../private/helm-names';
import { kubebuilderLabels, SpinOperatorNames } from './spin-operator-names';
import { SpinOperatorSettings } from './spin-operator-settings';

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch', 'delete'];
const GROUP = 'core.spinkube.dev';

const RBAC = kubebuilderLabels('rbac');

/** The identity of the operator, and what it may do with it. */
export function addRbac(scope: Construct, names: SpinOperatorNames, settings: SpinOperatorSettings): void {
  new kplus.k8s.KubeServiceAccount(scope, 'ServiceAccount', {
    metadata: { ...names.namespaced(names.manager, RBAC), annotations: settings.serviceAccountAnnotations },
  });
  addLeaderElectionRole(scope, names);
  addClusterRole(scope, 'ManagerRole', names, 'manager-role', managerRules(settings));
  bindClusterRole(scope, 'ManagerRoleBinding', names, 'manager', RBAC);
  addClusterRole(scope, 'MetricsAuthRole', names, 'metrics-auth-role', METRICS_AUTH_RULES);
  bindClusterRole(scope, 'MetricsAuthRoleBinding', names, 'metrics-auth');
  addClusterRole(scope, 'MetricsReaderRole', names, 'metrics-reader', METRICS_READER_RULES);
}

function managerRules({ readConfigMaps }: SpinOperatorSettings): kplus.k8s.PolicyRule[] {
  return readConfigMaps
    ? [...MANAGER_RULES, { apiGroups: [''], resources: ['configmaps'], verbs: READ }]
    : MANAGER_RULES;
}

const EVENTS_RULE: kplus.k8s.PolicyRule = { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] };

const MANAGER_RULES: kplus.k8s.PolicyRule[] = [
  EVENTS_RULE,
  { apiGroups: [''], resources: ['secrets', 'services'], verbs: [...READ, ...WRITE] },
  { apiGroups: ['apps'], resources: ['deployments'], verbs: [...READ, ...WRITE] },
  { apiGroups: ['apps'], resources: ['deployments/status'], verbs: ['get'] },
  { apiGroups: [GROUP], resources: ['spinappexecutors', 'spinapps'], verbs: [...READ, ...WRITE] },
  { apiGroups: [GROUP], resources: ['spinappexecutors/finalizers'], verbs: ['update'] },
  { apiGroups: [GROUP], resources: ['spinappexecutors/status', 'spinapps/status'], verbs: ['get', 'patch', 'update'] },
];

/** Lets the operator ask whether a caller of its metrics may read them. */
const METRICS_AUTH_RULES: kplus.k8s.PolicyRule[] = [
  { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
  { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
];

/** For whoever scrapes the metrics; nobody is bound to it here. */
const METRICS_READER_RULES: kplus.k8s.PolicyRule[] = [{ nonResourceUrLs: ['/metrics'], verbs: ['get'] }];

function addLeaderElectionRole(scope: Construct, names: SpinOperatorNames): void {
  const role = names.of('leader-election-role');
  new kplus.k8s.KubeRole(scope, 'LeaderElectionRole', {
    metadata: names.namespaced(role, RBAC),
    rules: [
      { apiGroups: [''], resources: ['configmaps'], verbs: [...READ, ...WRITE] },
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: [...READ, ...WRITE] },
      EVENTS_RULE,
    ],
  });
  new kplus.k8s.KubeRoleBinding(scope, 'LeaderElectionRoleBinding', {
    metadata: names.namespaced(names.of('leader-election-rolebinding'), RBAC),
    roleRef: roleRef('Role', role),
    subjects: [subject(names)],
  });
}

function addClusterRole(
  scope: Construct,
  id: string,
  names: SpinOperatorNames,
  part: string,
  rules: kplus.k8s.PolicyRule[],
): void {
  withoutNamespace(new kplus.k8s.KubeClusterRole(scope, id, { metadata: names.clusterWide(names.of(part)), rules }));
}

function bindClusterRole(scope: Construct, id: string, names: SpinOperatorNames, part: string, labels?: Labels): void {
  withoutNamespace(
    new kplus.k8s.KubeClusterRoleBinding(scope, id, {
      metadata: names.clusterWide(names.of(`${part}-rolebinding`), labels),
      roleRef: roleRef('ClusterRole', names.of(`${part}-role`)),
      subjects: [subject(names)],
    }),
  );
}

function roleRef(kind: string, name: string): kplus.k8s.RoleRef {
  return { apiGroup: 'rbac.authorization.k8s.io', kind, name };
}

function subject(names: SpinOperatorNames): kplus.k8s.Subject {
  return { kind: 'ServiceAccount', name: names.manager, namespace: names.namespace };
}
