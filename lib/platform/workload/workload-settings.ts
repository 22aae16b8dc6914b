import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Affinity } from './affinity';
import { PodDisruptionBudget } from './pod-disruption-budget';
import { PodOptions, WorkloadOptions } from './workload-options';

/** Properties without which something is simply not rendered. */
type Optional = 'priorityClassName' | 'podSecurityContext' | 'securityContext';

/** What pods have been told, copied, with the defaults filled in: a property without one does not compile. */
export interface PodSettings extends Required<Omit<PodOptions, Optional>>, Pick<PodOptions, Optional> {}

/** The same for a Deployment. */
export interface WorkloadSettings extends PodSettings {
  readonly replicas: number;
  readonly terminationGracePeriod?: Duration;
  readonly podDisruptionBudget?: PodDisruptionBudget;
  readonly serviceAccountAnnotations: { [key: string]: string };
}

/** What a component brings itself. */
export interface WorkloadDefaults {
  readonly image: string;
  readonly resources?: kplus.ContainerResources;
  readonly nodeSelector?: { [label: string]: string };
  readonly affinity?: Affinity;
  readonly terminationGracePeriod?: Duration;
}

export function settlePod(options: PodOptions, defaults: WorkloadDefaults): PodSettings {
  return {
    image: options.image ?? defaults.image,
    imagePullPolicy: options.imagePullPolicy ?? kplus.ImagePullPolicy.IF_NOT_PRESENT,
    imagePullSecrets: [...(options.imagePullSecrets ?? [])],
    resources: { ...(options.resources ?? defaults.resources) },
    nodeSelector: { ...(options.nodeSelector ?? defaults.nodeSelector) },
    tolerations: [...(options.tolerations ?? [])],
    affinity: { ...(options.affinity ?? defaults.affinity) },
    priorityClassName: options.priorityClassName,
    podAnnotations: { ...options.podAnnotations },
    podLabels: { ...options.podLabels },
    podSecurityContext: options.podSecurityContext,
    securityContext: options.securityContext,
    env: { ...options.env },
    extraArgs: [...(options.extraArgs ?? [])],
  };
}

export function settleWorkload(options: WorkloadOptions, defaults: WorkloadDefaults): WorkloadSettings {
  return {
    ...settlePod(options, defaults),
    replicas: options.replicas ?? 1,
    terminationGracePeriod: options.terminationGracePeriod ?? defaults.terminationGracePeriod,
    podDisruptionBudget: options.podDisruptionBudget,
    serviceAccountAnnotations: { ...options.serviceAccountAnnotations },
  };
}

/** Where the image is in a mirror that keeps the paths: another registry in front of the same path. */
export function mirrored(image: string, registry?: string): string {
  return registry === undefined ? image : `${registry.replace(/\/$/, '')}/${image.slice(image.indexOf('/') + 1)}`;
}
