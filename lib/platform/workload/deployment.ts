import { ApiObjectMetadata } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { entriesByName } from '../../private/by-name';
import { checkedType } from '../../private/checked-props';
import { listUnlessEmpty, mapUnlessEmpty } from '../../private/empty';
import { Labels } from '../../private/helm-names';
import { tolerationToJson } from '../../private/kplus';
import { resourceQuantities } from '../../private/quantity';
import { renderAffinity } from '../../app/affinity';
import { inSeconds, PodSettings, WorkloadSettings } from './workload';

/** Parts of a pod that its component decides, independent of the user's options. */
export interface PodParts {
  readonly serviceAccountName: string;

  /** The main container, to which the options apply. */
  readonly container: ContainerParts;

  /** Containers beside the main one. */
  readonly sidecars?: kplus.k8s.Container[];
  readonly initContainers?: kplus.k8s.Container[];
  readonly volumes?: kplus.k8s.Volume[];

  /** Node labels that the component requires. */
  readonly requiredNodes?: kplus.k8s.NodeSelectorRequirement[];
  readonly enableServiceLinks?: boolean;
  readonly restartPolicy?: string;
  readonly hostNetwork?: boolean;
  readonly dnsPolicy?: string;
  readonly dnsConfig?: kplus.k8s.PodDnsConfig;

  /** Labels by which the pods are selected. */
  readonly selectorLabels: Labels;
}

/** Parts of a container that its component decides. */
export interface ContainerParts {
  readonly name: string;
  readonly command?: string[];
  readonly args?: string[];
  readonly env?: kplus.k8s.EnvVar[];
  readonly ports?: kplus.k8s.ContainerPort[];
  readonly livenessProbe?: kplus.k8s.Probe;
  readonly readinessProbe?: kplus.k8s.Probe;
  readonly volumeMounts?: kplus.k8s.VolumeMount[];

  /** The security context, unless the options have one. */
  readonly securityContext?: kplus.k8s.SecurityContext;
}

/** The host network of a pod, in which it still resolves the names of Services. */
export function renderHostNetwork({
  hostNetwork,
}: {
  readonly hostNetwork: boolean;
}): Pick<PodParts, 'dnsPolicy' | 'hostNetwork'> {
  return hostNetwork ? { hostNetwork, dnsPolicy: kplus.DnsPolicy.CLUSTER_FIRST_WITH_HOST_NET } : {};
}

export function renderPod(parts: PodParts, settings: PodSettings): kplus.k8s.PodSpec {
  return {
    affinity: renderAffinity(settings.affinity, parts.requiredNodes ?? [], parts.selectorLabels),
    containers: [renderContainer(parts.container, settings), ...(parts.sidecars ?? [])],
    dnsConfig: parts.dnsConfig,
    dnsPolicy: parts.dnsPolicy,
    enableServiceLinks: parts.enableServiceLinks,
    hostNetwork: parts.hostNetwork,
    imagePullSecrets: listUnlessEmpty(settings.imagePullSecrets.map(({ name }) => ({ name }))),
    initContainers: parts.initContainers,
    nodeSelector: mapUnlessEmpty(settings.nodeSelector),
    priorityClassName: settings.priorityClassName,
    restartPolicy: parts.restartPolicy,
    securityContext: renderPodSecurityContext(settings.podSecurityContext),
    serviceAccountName: parts.serviceAccountName,
    tolerations: listUnlessEmpty(settings.tolerations.map(tolerationToJson)),
    volumes: parts.volumes,
  };
}

export function renderContainer(parts: ContainerParts, settings: PodSettings): kplus.k8s.Container {
  return {
    ...parts,
    image: settings.image,
    imagePullPolicy: settings.imagePullPolicy,
    args: listUnlessEmpty([...(parts.args ?? []), ...settings.extraArgs]),
    env: listUnlessEmpty([...(parts.env ?? []), ...renderEnv(settings.env)]),
    resources: renderResources(settings.resources),
    securityContext: renderSecurityContext(settings.securityContext, parts.securityContext),
  };
}

function renderEnv(env: PodSettings['env']): kplus.k8s.EnvVar[] {
  return entriesByName(env).map(([name, variable]) => {
    if ('_render' in variable) {
      return variable._render(name);
    }
    return {
      name,
      value: variable.value as string | undefined,
      valueFrom: variable.valueFrom as kplus.k8s.EnvVarSource | undefined,
    };
  });
}

export function renderResources(resources: kplus.ContainerResources): kplus.k8s.ResourceRequirements | undefined {
  const requests = mapUnlessEmpty(quantities(resources, 'request'));
  const limits = mapUnlessEmpty(quantities(resources, 'limit'));
  return (requests ?? limits) ? { requests, limits } : undefined;
}

function quantities(resources: kplus.ContainerResources, kind: 'request' | 'limit') {
  const amounts = Object.entries(resourceQuantities(resources, kind));
  return Object.fromEntries(amounts.map(([name, amount]) => [name, kplus.k8s.Quantity.fromString(amount)]));
}

/** Pod security context of the Pod Security Standard `restricted`. */
const RESTRICTED_POD: kplus.k8s.PodSecurityContext = {
  runAsNonRoot: true,
  seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
};

/**
 * Container security context of the Pod Security Standard `restricted`.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export const RESTRICTED_CONTAINER: kplus.k8s.SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: [kplus.Capability.ALL] },
};

function renderPodSecurityContext(props?: kplus.PodSecurityContextProps): kplus.k8s.PodSecurityContext {
  return props === undefined
    ? RESTRICTED_POD
    : {
        ...(new kplus.PodSecurityContext(props) as unknown as { _toKube(): kplus.k8s.PodSecurityContext })._toKube(),
        seccompProfile: RESTRICTED_POD.seccompProfile,
      };
}

function renderSecurityContext(
  props: kplus.ContainerSecurityContextProps | undefined,
  byDefault: kplus.k8s.SecurityContext = RESTRICTED_CONTAINER,
): kplus.k8s.SecurityContext {
  return props === undefined
    ? byDefault
    : (new kplus.ContainerSecurityContext(props) as unknown as { _toKube(): kplus.k8s.SecurityContext })._toKube();
}

/** Parts of a Deployment that its component decides, independent of the user's options. */
export interface DeploymentParts extends PodParts {
  readonly metadata: ApiObjectMetadata;

  /** Labels of the pods, in addition to the selector labels. */
  readonly podLabels?: Labels;
  readonly podAnnotations?: Labels;
}

/** Adds the Deployment of a component, and its PodDisruptionBudget if the options have one. */
export function addDeployment(scope: Construct, parts: DeploymentParts, settings: WorkloadSettings): void {
  const { metadata, selectorLabels } = parts;
  const { terminationGracePeriod, podDisruptionBudget } = settings;
  new kplus.k8s.KubeDeployment(scope, 'Deployment', {
    metadata,
    spec: {
      replicas: settings.replicas,
      selector: { matchLabels: selectorLabels },
      template: {
        metadata: {
          annotations: mapUnlessEmpty({ ...parts.podAnnotations, ...settings.podAnnotations }),
          labels: { ...settings.podLabels, ...parts.podLabels, ...selectorLabels },
        },
        spec: {
          ...renderPod(parts, settings),
          terminationGracePeriodSeconds: terminationGracePeriod && inSeconds(terminationGracePeriod),
          topologySpreadConstraints: settings.replicas > 1 ? [spreadOverNodes(selectorLabels)] : undefined,
        },
      },
    },
  });
  if (podDisruptionBudget !== undefined) {
    const budget = checkedType('PodDisruptionBudget', podDisruptionBudget, 'podDisruptionBudget', scope);
    budget._addTo(scope, 'PodDisruptionBudget', metadata, selectorLabels);
  }
}

/** A node that fails should not take all replicas with it, but one node with all of them is better than pods that wait. */
function spreadOverNodes(matchLabels: Labels): kplus.k8s.TopologySpreadConstraint {
  return {
    labelSelector: { matchLabels },
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
  };
}
