import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { listUnlessEmpty, mapUnlessEmpty } from '../../private/empty';
import { Labels } from '../../private/helm-names';
import { resourceQuantities } from '../../private/quantity';
import { tolerationToJson } from '../../private/toleration';
import { renderAffinity } from './affinity';
import { renderPodSecurityContext, renderSecurityContext } from './security-context';
import { PodSettings } from './workload-settings';

/** What a component says of its pods, whatever the user wants. */
export interface PodParts {
  readonly serviceAccountName: string;

  /** The container that the settings speak of. */
  readonly container: ContainerParts;

  /** Containers beside it. */
  readonly sidecars?: kplus.k8s.Container[];
  readonly initContainers?: kplus.k8s.Container[];
  readonly volumes?: kplus.k8s.Volume[];

  /** What the component needs of nodes. */
  readonly requiredNodes?: kplus.k8s.NodeSelectorRequirement[];
  readonly enableServiceLinks?: boolean;
  readonly restartPolicy?: string;
  readonly hostNetwork?: boolean;
  readonly dnsPolicy?: string;
  readonly dnsConfig?: kplus.k8s.PodDnsConfig;

  /** Labels by which the pods are found. */
  readonly selectorLabels: Labels;
}

/** A container without what the settings say. */
export interface ContainerParts {
  readonly name: string;
  readonly command?: string[];
  readonly args?: string[];
  readonly env?: kplus.k8s.EnvVar[];
  readonly ports?: kplus.k8s.ContainerPort[];
  readonly livenessProbe?: kplus.k8s.Probe;
  readonly readinessProbe?: kplus.k8s.Probe;
  readonly volumeMounts?: kplus.k8s.VolumeMount[];

  /** The security context by default. */
  readonly securityContext?: kplus.k8s.SecurityContext;
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

function renderEnv(env: { [name: string]: kplus.EnvValue }): kplus.k8s.EnvVar[] {
  return Object.entries(env).map(([name, { value, valueFrom }]) => ({
    name,
    value: value as string | undefined,
    valueFrom: valueFrom as kplus.k8s.EnvVarSource | undefined,
  }));
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

/** Seconds, with a fraction if there is one: the rules refuse it. */
export function inSeconds(duration: Duration): number {
  return duration.toSeconds({ integral: false });
}
