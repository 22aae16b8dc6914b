import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { mapUnlessEmpty } from '../../private/empty';
import { grantRole } from '../workload/rbac';
import { WorkloadSettings } from '../workload/workload-settings';
import { ComponentNames } from './names';

/** The identity of a component. */
export function addServiceAccount(scope: Construct, names: ComponentNames, settings: WorkloadSettings): void {
  new kplus.k8s.KubeServiceAccount(scope, 'ServiceAccount', {
    metadata: { ...names.namespaced(), annotations: mapUnlessEmpty(settings.serviceAccountAnnotations) },
    automountServiceAccountToken: true,
  });
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
  grantRole(scope, 'LeaderElectionRole', metadata, rules, names.subject);
}
