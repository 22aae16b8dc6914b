import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { entriesByName } from '../../private/by-name';
import { mapUnlessEmpty } from '../../private/empty';
import { CertManagerVersion } from '../../releases/cert-manager/cert-manager-version';
import { Problems } from '../../validation/problems';
import { RESTRICTED_CONTAINER } from '../workload/deployment';
import { grantRole } from '../workload/rbac';
import { checkWorkload, Settled, settleWorkload, WorkloadOptions, WorkloadSettings } from '../workload/workload';
import { MonitoringSettings } from './monitoring';
import { ComponentNames } from './names';

/** Options that all components of cert-manager have. */
export interface CertManagerComponentOptions extends WorkloadOptions {
  /**
   * Feature gates (`--feature-gates`), which enable or disable features. Only gates of the component in that version;
   * `AllAlpha` and `AllBeta` stand for all of a stage. A gate of several components has to be set for each of them.
   *
   * @default - the defaults of the version
   */
  readonly featureGates?: { [gate: string]: boolean };
}

/** Settings that all components share. */
export interface SharedSettings extends MonitoringSettings {
  readonly leaderElectionNamespace: string;
  readonly logLevel: number;
}

/** `CertManagerComponentOptions`, copied, with all defaults. */
export interface ComponentSettings extends WorkloadSettings, Settled<CertManagerComponentOptions> {}

/** The images are built for no other operating system. */
const NODES = { 'kubernetes.io/os': 'linux' };

export function settleComponent(options: CertManagerComponentOptions, image: string): ComponentSettings {
  return {
    ...settleWorkload(options, { image, nodeSelector: NODES }),
    featureGates: { ...options.featureGates },
  };
}

/** Environment variable of every container; arguments refer to it. */
const NAMESPACE_VARIABLE = 'POD_NAMESPACE';

/** The namespace of the pod, in an argument. */
export const OWN_NAMESPACE = `$(${NAMESPACE_VARIABLE})`;

/** Parts of the containers of all components. */
export const CONTAINER = {
  env: [{ name: NAMESPACE_VARIABLE, valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }],
  securityContext: { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true },
};

export function httpGet(path: string, port: kplus.k8s.IntOrString): Pick<kplus.k8s.Probe, 'httpGet'> {
  return { httpGet: { path, port, scheme: 'HTTP' } };
}

export function addServiceAccount(scope: Construct, names: ComponentNames, settings: WorkloadSettings): void {
  new kplus.k8s.KubeServiceAccount(scope, 'ServiceAccount', {
    metadata: { ...names.namespaced(), annotations: mapUnlessEmpty(settings.serviceAccountAnnotations) },
    automountServiceAccountToken: true,
  });
}

/** Leader election: allows the pods of a component to use its Leases. */
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

/** Gates of every component. */
const GROUPS = ['AllAlpha', 'AllBeta'];

export function featureGateArgs(gates: ComponentSettings['featureGates']): string[] {
  const values = entriesByName(gates).map(([gate, on]) => `${gate}=${on}`);
  return values.length > 0 ? [`--feature-gates=${values.join(',')}`] : [];
}

/** Checks what the API server would reject, and what would keep the component from starting. */
export function checkComponent(
  problems: Problems,
  { component, labels, selectorLabels }: ComponentNames,
  settings: ComponentSettings,
  args: string[],
  version: CertManagerVersion,
): void {
  checkWorkload(problems, settings, { selectorLabels, args, env: [NAMESPACE_VARIABLE] });
  for (const key of Object.keys(settings.podLabels).filter((label) => label in labels && !(label in selectorLabels))) {
    problems.at('podLabels').refuse(key, 'is a label that the component sets itself', 'remove it');
  }
  const known = [...GROUPS, ...version._facts.featureGates[component]];
  for (const gate of Object.keys(settings.featureGates).filter((name) => !known.includes(name))) {
    const rule = `is not a feature gate of the ${component} of cert-manager ${version.name}, which would not start`;
    problems.at('featureGates').refuse(gate, rule, `remove it, or use one of ${known.join(', ')}`);
  }
}
