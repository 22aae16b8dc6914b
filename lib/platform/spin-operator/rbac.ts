import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SPIN_OPERATORS, SpinOperatorVersion } from '../releases';
import { EVENTS, grantClusterRole, grantRole, READ, WRITE } from '../workload/rbac';
import { kubebuilderLabels, SpinOperatorNames } from './names';
import { SpinOperatorSettings } from './settings';

const LABELS = kubebuilderLabels('rbac');

/** The identity of the operator, and what it may do with it. */
export function addRbac(scope: Construct, names: SpinOperatorNames, settings: SpinOperatorSettings): void {
  new kplus.k8s.KubeServiceAccount(scope, 'ServiceAccount', {
    metadata: { ...names.namespaced(names.manager, LABELS), annotations: settings.serviceAccountAnnotations },
  });
  grantRole(
    scope,
    'LeaderElectionRole',
    names.namespaced(names.of('leader-election-role'), LABELS),
    LEADER_ELECTION,
    names.subject,
    names.namespaced(names.of('leader-election-rolebinding'), LABELS),
  );
  grantClusterRole(
    scope,
    'ManagerRole',
    names.clusterWide(names.of('manager-role')),
    managerRules(settings),
    names.subject,
    names.clusterWide(names.of('manager-rolebinding'), LABELS),
  );
}

const LEADER_ELECTION: kplus.k8s.PolicyRule[] = [
  { apiGroups: [''], resources: ['configmaps'], verbs: [...READ, ...WRITE] },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: [...READ, ...WRITE] },
  EVENTS,
];

function managerRules({ readConfigMaps, version }: SpinOperatorSettings): kplus.k8s.PolicyRule[] {
  const { group } = SPIN_OPERATORS[version].api;
  return [
    ...(version === SpinOperatorVersion.V0_1_0 ? [] : [EVENTS]),
    // Secrets of the whole cluster: SpinApps of every namespace take variables and runtime configuration from them.
    { apiGroups: [''], resources: ['secrets', 'services'], verbs: [...READ, ...WRITE] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: [...READ, ...WRITE] },
    { apiGroups: ['apps'], resources: ['deployments/status'], verbs: ['get'] },
    { apiGroups: [group], resources: ['spinappexecutors', 'spinapps'], verbs: [...READ, ...WRITE] },
    { apiGroups: [group], resources: ['spinappexecutors/finalizers'], verbs: ['update'] },
    {
      apiGroups: [group],
      resources: ['spinappexecutors/status', 'spinapps/status'],
      verbs: ['get', 'patch', 'update'],
    },
    ...(readConfigMaps ? [{ apiGroups: [''], resources: ['configmaps'], verbs: READ }] : []),
  ];
}
