import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { INodeTaintQuery } from '../../app/node-queries';
import { Labels } from '../../private/helm-names';
import { isDnsLabel, isServiceName } from '../../private/names';
import { bytes, millicpu } from '../../private/quantity';
import { Problems } from '../../validation/problems';
import { DNS_LABEL, NOT_EMPTY, ofAnyText, Requirement, wholeNumber } from '../../validation/requirement';
import { Affinity, checkAffinity } from '../../app/affinity';
import { Variable } from '../../app/variable';
import { PodDisruptionBudget } from './pod-disruption-budget';

/** Options for the pods of a component and for the main container in them. */
export interface PodOptions {
  /**
   * Image of the container. An image of another version may need other permissions, arguments and objects.
   *
   * @default - the image of the component's version
   */
  readonly image?: string;

  /**
   * Image pull policy: when the kubelet pulls the image.
   *
   * @default kplus.ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly imagePullPolicy?: kplus.ImagePullPolicy;

  /**
   * Image pull secrets: credentials for the registry, in the namespace of the pods.
   *
   * @default - none
   */
  readonly imagePullSecrets?: kplus.ISecret[];

  /**
   * Resource requests and limits of the container: CPU, memory and ephemeral storage. Replaces the default as a whole;
   * `{}` sets none.
   *
   * @default - those of the component's Helm chart
   */
  readonly resources?: kplus.ContainerResources;

  /**
   * Node selector: labels that a node must have to run the pods. Replaces the default as a whole.
   *
   * @default - the node selector of the component's Helm chart
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Tolerations: node taints that the pods tolerate.
   *
   * @default - none
   */
  readonly tolerations?: (kplus.NodeTaintQuery | INodeTaintQuery)[];

  /**
   * Node affinity and pod anti-affinity: which nodes the pods require or prefer, and how they are spread.
   *
   * @default - only what the component requires of nodes
   */
  readonly affinity?: Affinity;

  /**
   * Name of the PriorityClass of the pods.
   *
   * @default - none: the default of the cluster
   */
  readonly priorityClassName?: string;

  /**
   * Annotations of the pods, in addition to those that the component sets.
   *
   * @default - none
   */
  readonly podAnnotations?: { [key: string]: string };

  /**
   * Labels of the pods, in addition to the selector labels, which cannot be set here.
   *
   * @default - none
   */
  readonly podLabels?: { [key: string]: string };

  /**
   * Security context of the pods: user, group and the like. Replaces the default as a whole, except for the seccomp
   * profile `RuntimeDefault`: cdk8s-plus cannot set that for a pod.
   *
   * @default - `runAsNonRoot`, with the seccomp profile `RuntimeDefault`
   */
  readonly podSecurityContext?: kplus.PodSecurityContextProps;

  /**
   * Security context of the container: user, group, capabilities and the like. Replaces the default as a whole.
   *
   * @default - no privilege escalation, all capabilities dropped
   */
  readonly securityContext?: kplus.ContainerSecurityContextProps;

  /**
   * Additional environment variables of the container, such as `HTTPS_PROXY`, sorted by name: a `Variable`, or a value of
   * cdk8s-plus. A variable that the component sets itself is an error.
   *
   * @default - none
   */
  readonly env?: { [name: string]: kplus.EnvValue | Variable };

  /**
   * Additional command-line flags of the container. A flag that the component sets itself is an error.
   *
   * @default - none
   */
  readonly extraArgs?: string[];
}

/** Options for the Deployment of a component. */
export interface WorkloadOptions extends PodOptions {
  /**
   * Number of replicas. A whole number, 0 or more. Several ones are spread over nodes, where there are enough.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * Termination grace period: how long a pod may take to stop. Whole seconds.
   *
   * @default - that of the component's Helm chart
   */
  readonly terminationGracePeriod?: Duration;

  /**
   * PodDisruptionBudget: how many pods stay available while nodes are drained.
   *
   * @default - with several replicas, one pod at a time is evicted; with one, none: draining its node stops it
   */
  readonly podDisruptionBudget?: PodDisruptionBudget;

  /**
   * Annotations of the ServiceAccount.
   *
   * @default - none
   */
  readonly serviceAccountAnnotations?: { [key: string]: string };
}

/** Options that have no default: without them the field is not rendered. */
type Optional = 'priorityClassName' | 'podSecurityContext' | 'securityContext';

/** `PodOptions`, copied, with all defaults. An option that `settlePod()` does not copy does not compile. */
export interface PodSettings extends Required<Omit<PodOptions, Optional>>, Pick<PodOptions, Optional> {}

/**
 * The options of a component beyond those of its Deployment, with all defaults: an option that is not settled does not
 * compile.
 *
 * @typeParam Optional options that have no default
 */
export type Settled<Options, Optional extends keyof Options = never> = Required<
  Omit<Options, keyof WorkloadOptions | Optional>
> &
  Pick<Options, Optional>;

/** `WorkloadOptions`, copied, with all defaults. */
export interface WorkloadSettings extends PodSettings {
  readonly replicas: number;
  readonly terminationGracePeriod?: Duration;
  readonly podDisruptionBudget?: PodDisruptionBudget;
  readonly serviceAccountAnnotations: { [key: string]: string };
}

/** Defaults that depend on the component. */
export interface WorkloadDefaults {
  readonly image: string;
  readonly resources?: kplus.ContainerResources;
  readonly nodeSelector?: { [label: string]: string };
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
    affinity: { ...options.affinity },
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
  const { replicas = 1 } = options;
  return {
    ...settlePod(options, defaults),
    replicas,
    terminationGracePeriod: options.terminationGracePeriod ?? defaults.terminationGracePeriod,
    podDisruptionBudget: options.podDisruptionBudget ?? PodDisruptionBudget._ofReplicas(replicas),
    serviceAccountAnnotations: { ...options.serviceAccountAnnotations },
  };
}

/** Seconds, fractions included: those are not rounded away, but reported by `checkWholeSeconds()`. */
export function inSeconds(duration: Duration): number {
  return duration.toSeconds({ integral: false });
}

export function checkWholeSeconds(problems: Problems, duration: Duration | undefined): void {
  const seconds = duration && inSeconds(duration);
  if (seconds !== undefined && !Number.isInteger(seconds)) {
    problems.refuse(`${seconds}s`, 'must be whole seconds', 'round it up');
  }
}

/** The name of a namespace, which must not be empty either. */
export const NAMESPACE_NAME = ofAnyText(isDnsLabel, DNS_LABEL.text, DNS_LABEL.remedy);

/** The type of a Service that selects pods. */
export const SELECTS_PODS: Requirement = {
  accepts: (type) => type !== kplus.ServiceType.EXTERNAL_NAME,
  text: 'is not possible for a Service that selects pods',
  remedy: 'use another type',
};

/** Properties of every component from which the names of its objects follow. */
export interface ComponentNaming {
  readonly helmReleaseName: string;
  readonly namespace: string;
}

/**
 * Checks the names of a component.
 *
 * @param serviceName the longest name of its Services, if it has any
 */
export function checkNames(
  problems: Problems,
  { helmReleaseName, namespace }: ComponentNaming,
  serviceName?: string,
): void {
  const releaseName = { ...NAMESPACE_NAME, remedy: "use the name that 'helm list' shows" };
  const ofHelm = problems.at('helmReleaseName');
  if (ofHelm.require(helmReleaseName, releaseName) && serviceName !== undefined && !isServiceName(serviceName)) {
    const rule = `results in the Service name '${serviceName}', which must begin with a letter and have at most 63 characters`;
    ofHelm.refuse(helmReleaseName, rule, 'choose another name');
  }
  problems.at('namespace').require(namespace, NAMESPACE_NAME);
}

/** Facts about the pods of a component that its options must not contradict. */
export interface PodFacts {
  readonly selectorLabels: Labels;

  /** Arguments that the container always gets. */
  readonly args?: string[];

  /** Names of the environment variables that the container always gets. */
  readonly env?: string[];
}

/** Facts about the Deployment of a component that its options must not contradict. */
export interface WorkloadFacts extends PodFacts {
  /** Name of the component if it has no leader election: it must not run twice. */
  readonly withoutLeaderElection?: string;
}

/** Checks what the API server would reject, and what would keep the pods from starting. */
export function checkWorkload(problems: Problems, settings: WorkloadSettings, facts: WorkloadFacts): void {
  checkReplicas(problems.at('replicas'), settings, facts);
  checkWholeSeconds(problems.at('terminationGracePeriod'), settings.terminationGracePeriod);
  settings.podDisruptionBudget?._check(problems.at('podDisruptionBudget'), settings.replicas);
  checkPod(problems, settings, facts);
}

export function checkPod(problems: Problems, settings: PodSettings, facts: PodFacts): void {
  problems.at('image').require(settings.image, NOT_EMPTY);
  checkResources(problems.at('resources'), settings.resources);
  for (const key of Object.keys(settings.podLabels).filter((label) => label in facts.selectorLabels)) {
    problems.at('podLabels').refuse(key, 'is a selector label of the pods', 'remove it');
  }
  for (const name of Object.keys(settings.env).filter((variable) => facts.env?.includes(variable))) {
    problems.at('env').refuse(name, 'is an environment variable that the component sets itself', 'remove it');
  }
  checkArgs(problems.at('extraArgs'), settings.extraArgs, facts.args ?? []);
  checkAffinity(problems.at('affinity'), settings.affinity);
}

function checkReplicas(
  problems: Problems,
  { replicas }: WorkloadSettings,
  { withoutLeaderElection: component }: WorkloadFacts,
): void {
  const isCount = problems.require(replicas, { ...wholeNumber(0), remedy: 'use 1, or 2 for high availability' });
  if (isCount && component !== undefined && replicas > 1) {
    const rule = `must be 0 or 1: ${component} has no leader election, so two replicas would work against each other`;
    problems.refuse(replicas, rule, 'use 1');
  }
}

function checkResources(problems: Problems, { cpu, memory, ephemeralStorage }: kplus.ContainerResources): void {
  const amounts: [name: string, request: number | undefined, limit: number | undefined][] = [
    ['cpu', cpu?.request && millicpu(cpu.request), cpu?.limit && millicpu(cpu.limit)],
    ['memory', memory?.request && bytes(memory.request), memory?.limit && bytes(memory.limit)],
    [
      'ephemeralStorage',
      ephemeralStorage?.request && bytes(ephemeralStorage.request),
      ephemeralStorage?.limit && bytes(ephemeralStorage.limit),
    ],
  ];
  for (const [name, request, limit] of amounts) {
    if (request !== undefined && limit !== undefined && request > limit) {
      problems.refuse(name, 'has a request above its limit', 'lower the request');
    }
  }
}

function checkArgs(problems: Problems, extraArgs: string[], args: string[]): void {
  const passed = args.map(flagName);
  for (const arg of extraArgs) {
    const name = flagName(arg);
    if (name === undefined) {
      problems.refuse(
        arg,
        "must be a flag that begins with '-'",
        'write flag and value as one argument, such as --v=2',
      );
    } else if (passed.includes(name)) {
      problems.refuse(arg, 'is a flag that the component sets itself', 'remove it');
    }
  }
}

/** The name of a flag as the flag package of Go reads it: one dash or two, and a value after an equals sign. */
function flagName(arg: string): string | undefined {
  return /^--?([^-=][^=]*)/.exec(arg)?.[1];
}
