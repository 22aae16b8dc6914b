import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Labels } from '../../private/helm-names';
import { CertManagerVersion } from '../releases';
import { addClusterRole, READ } from '../workload/rbac';
import { ComponentNames } from './names';

const CERT_MANAGER = ['cert-manager.io'];
const ACME = ['acme.cert-manager.io'];
const DELETE = ['delete', 'deletecollection'];

/**
 * What people may do with Certificates and the like. Kubernetes adds these rules to its own ClusterRoles `view`, `edit`
 * and `admin`; `cluster-reader` is one of OpenShift.
 */
export function addUserRbac(scope: Construct, names: ComponentNames, version: CertManagerVersion): void {
  const add = (id: string, part: string, roles: string[], rules: kplus.k8s.PolicyRule[]) => {
    addClusterRole(scope, id, names.clusterWide(`${names.name}-${part}`, aggregatedTo(roles)), rules);
  };
  add(
    'ClusterViewRole',
    'cluster-view',
    ['cluster-reader'],
    [{ apiGroups: CERT_MANAGER, resources: ['clusterissuers'], verbs: READ }],
  );
  add(
    'ViewRole',
    'view',
    ['admin', 'cluster-reader', 'edit', 'view'],
    [
      { apiGroups: CERT_MANAGER, resources: ['certificates', 'certificaterequests', 'issuers'], verbs: READ },
      { apiGroups: ACME, resources: ['challenges', 'orders'], verbs: READ },
    ],
  );
  add('EditRole', 'edit', ['admin', 'edit'], editRules(version));
}

function editRules(version: CertManagerVersion): kplus.k8s.PolicyRule[] {
  const write = ['create', ...DELETE, 'patch', 'update'];
  return [
    { apiGroups: CERT_MANAGER, resources: ['certificates', 'certificaterequests', 'issuers'], verbs: write },
    { apiGroups: CERT_MANAGER, resources: ['certificates/status'], verbs: ['update'] },
    ...(version === CertManagerVersion.V1_14_4
      ? [{ apiGroups: ACME, resources: ['challenges', 'orders'], verbs: write }]
      : [
          { apiGroups: ACME, resources: ['challenges'], verbs: [...DELETE, 'patch', 'update'] },
          { apiGroups: ACME, resources: ['orders'], verbs: DELETE },
        ]),
  ];
}

function aggregatedTo(roles: string[]): Labels {
  return Object.fromEntries(roles.map((role) => [`rbac.authorization.k8s.io/aggregate-to-${role}`, 'true']));
}
