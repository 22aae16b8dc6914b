import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { listUnlessEmpty } from '../../private/empty';
import { addDeployment } from '../workload/deployment';
import { grantClusterRole, READ } from '../workload/rbac';
import { CONTAINER } from './container';
import { featureGateArgs } from './feature-gates';
import { addMetricsService, metricsOf } from './metrics';
import { ComponentNames } from './names';
import { addServiceAccount, grantLeaderElection } from './roles';
import { CertManagerSettings } from './settings';

/** The arguments that the cainjector always gets. */
export function cainjectorArgs({ cainjector, leaderElectionNamespace, logLevel }: CertManagerSettings): string[] {
  return [
    `--v=${logLevel}`,
    `--leader-election-namespace=${leaderElectionNamespace}`,
    ...featureGateArgs(cainjector.featureGates),
  ];
}

const INJECT = [...READ, 'update', 'patch'];

const RULES: kplus.k8s.PolicyRule[] = [
  { apiGroups: ['cert-manager.io'], resources: ['certificates'], verbs: READ },
  // Secrets of the whole cluster: the CAs to write are in those of Certificates of any namespace.
  { apiGroups: [''], resources: ['secrets'], verbs: READ },
  { apiGroups: [''], resources: ['events'], verbs: ['get', 'create', 'update', 'patch'] },
  {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'],
    verbs: INJECT,
  },
  { apiGroups: ['apiregistration.k8s.io'], resources: ['apiservices'], verbs: INJECT },
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: INJECT },
];

/** What only one pod at a time may do, each under a Lease of its own. */
const LEASES = ['cert-manager-cainjector-leader-election', 'cert-manager-cainjector-leader-election-core'];

/** The cainjector, which writes CAs into webhook configurations and the like. */
export function addCainjector(parent: Construct, names: ComponentNames, settings: CertManagerSettings): void {
  const scope = new Construct(parent, 'Cainjector');
  const metrics = metricsOf(names, settings);
  addServiceAccount(scope, names, settings.cainjector);
  grantLeaderElection(scope, names, settings.leaderElectionNamespace, LEASES);
  grantClusterRole(scope, 'ClusterRole', names.clusterWide(), RULES, names.subject);
  if (metrics.hasService) {
    addMetricsService(scope, names, settings.version);
  }
  addDeployment(
    scope,
    {
      metadata: names.namespaced(),
      selectorLabels: names.selectorLabels,
      podLabels: names.labels,
      podAnnotations: metrics.podAnnotations,
      serviceAccountName: names.name,
      enableServiceLinks: false,
      container: {
        ...CONTAINER,
        name: 'cert-manager-cainjector',
        args: cainjectorArgs(settings),
        ports: listUnlessEmpty(metrics.ports),
      },
    },
    settings.cainjector,
  );
}
