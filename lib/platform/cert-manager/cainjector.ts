import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { listUnlessEmpty } from '../../private/empty';
import { addDeployment } from '../workload/deployment';
import { grantClusterRole, READ } from '../workload/rbac';
import {
  addServiceAccount,
  CertManagerComponentOptions,
  ComponentSettings,
  CONTAINER,
  featureGateArgs,
  grantLeaderElection,
  SharedSettings,
} from './component';
import { addMetricsService, metricsOf } from './monitoring';
import { ComponentNames } from './names';

/**
 * Options of the cainjector, which injects CA bundles into webhook configurations, API services and
 * CustomResourceDefinitions.
 *
 * With several replicas, one is active (leader election).
 */
export interface CertManagerCainjectorOptions extends CertManagerComponentOptions {}

/** Settings of cert-manager from which the cainjector follows. */
interface CainjectorSettings extends SharedSettings {
  readonly cainjector: ComponentSettings;
}

/** Arguments that the cainjector always gets. */
export function cainjectorArgs({ cainjector, leaderElectionNamespace, logLevel }: CainjectorSettings): string[] {
  return [
    `--v=${logLevel}`,
    `--leader-election-namespace=${leaderElectionNamespace}`,
    ...featureGateArgs(cainjector.featureGates),
  ];
}

const INJECT = [...READ, 'update', 'patch'];

const RULES: kplus.k8s.PolicyRule[] = [
  { apiGroups: ['cert-manager.io'], resources: ['certificates'], verbs: READ },
  // Secrets of all namespaces: the CAs to inject are in the Secrets of Certificates.
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

/** Leases of the leader election. */
const LEASES = ['cert-manager-cainjector-leader-election', 'cert-manager-cainjector-leader-election-core'];

export function addCainjector(parent: Construct, names: ComponentNames, settings: CainjectorSettings): void {
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
