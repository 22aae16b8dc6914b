import { Labels } from '../../private/helm-names';
import { violation } from '../../private/errors';
import { bytes, millicpu } from '../../private/quantity';
import { inSeconds } from './pod';
import { PodSettings, WorkloadSettings } from './workload-settings';

/** What the rules must know of a component. */
export interface PodFacts {
  /** What stands before a property's name: 'webhook.' for the webhook of cert-manager. */
  readonly prefix?: string;
  readonly selectorLabels: Labels;

  /** The arguments and variables that the container always gets. */
  readonly args?: string[];
  readonly env?: string[];
}

/** The same for a Deployment. */
export interface WorkloadFacts extends PodFacts {
  /** Why there can be one pod at most, if so. */
  readonly single?: string;
}

/** What the API server would refuse, and what would keep the pods from starting. */
export function validateWorkload(settings: WorkloadSettings, facts: WorkloadFacts): string[] {
  return [
    ...validateReplicas(settings, facts),
    ...validateTerminationGracePeriod(settings, facts),
    ...validatePodDisruptionBudget(settings, facts),
    ...validatePod(settings, facts),
  ];
}

export function validatePod(settings: PodSettings, facts: PodFacts): string[] {
  return [
    ...validateImage(settings, facts),
    ...validateResources(settings, facts),
    ...validatePodLabels(settings, facts),
    ...validateEnv(settings, facts),
    ...validateArgs(settings, facts),
    ...validatePreferences(settings, facts),
  ];
}

function validateReplicas({ replicas }: WorkloadSettings, { prefix = '', single }: WorkloadFacts): string[] {
  if (!Number.isInteger(replicas) || replicas < 0) {
    return [violation(`${prefix}replicas`, replicas, 'must be a whole number, 0 or more', 'use 1, or 2 for a standby')];
  }
  return single !== undefined && replicas > 1 ? [violation(`${prefix}replicas`, replicas, single, 'use 1')] : [];
}

function validateTerminationGracePeriod(
  { terminationGracePeriod }: WorkloadSettings,
  { prefix = '' }: WorkloadFacts,
): string[] {
  const seconds = terminationGracePeriod && inSeconds(terminationGracePeriod);
  return seconds === undefined || Number.isInteger(seconds)
    ? []
    : [violation(`${prefix}terminationGracePeriod`, `${seconds}s`, 'must be whole seconds', 'round it up')];
}

function validatePodDisruptionBudget(
  { podDisruptionBudget, replicas }: WorkloadSettings,
  { prefix = '' }: WorkloadFacts,
): string[] {
  return podDisruptionBudget?._blocks(replicas)
    ? [
        violation(
          `${prefix}podDisruptionBudget`,
          podDisruptionBudget._show(),
          `lets none of the ${replicas} pods go, so their nodes could never be drained`,
          'allow one pod less, or raise the replicas',
        ),
      ]
    : [];
}

function validateImage({ image }: PodSettings, { prefix = '' }: PodFacts): string[] {
  return image === '' ? [violation(`${prefix}image`, image, 'must not be empty', 'remove it to use the default')] : [];
}

function validateResources({ resources: { cpu, memory, ephemeralStorage } }: PodSettings, facts: PodFacts): string[] {
  const pairs: [string, number | undefined, number | undefined][] = [
    ['cpu', cpu?.request && millicpu(cpu.request), cpu?.limit && millicpu(cpu.limit)],
    ['memory', memory?.request && bytes(memory.request), memory?.limit && bytes(memory.limit)],
    [
      'ephemeralStorage',
      ephemeralStorage?.request && bytes(ephemeralStorage.request),
      ephemeralStorage?.limit && bytes(ephemeralStorage.limit),
    ],
  ];
  return pairs
    .filter(([, request, limit]) => request !== undefined && limit !== undefined && request > limit)
    .map(([name]) =>
      violation(`${facts.prefix ?? ''}resources`, name, 'requests more than its limit', 'lower the request'),
    );
}

function validatePodLabels({ podLabels }: PodSettings, { prefix = '', selectorLabels }: PodFacts): string[] {
  return Object.keys(podLabels)
    .filter((key) => key in selectorLabels)
    .map((key) => violation(`${prefix}podLabels`, key, 'is a label by which the pods are selected', 'remove it'));
}

function validateEnv(settings: PodSettings, { prefix = '', env = [] }: PodFacts): string[] {
  return Object.keys(settings.env)
    .filter((name) => env.includes(name))
    .map((name) => violation(`${prefix}env`, name, 'is a variable that the container gets anyway', 'remove it'));
}

function validateArgs({ extraArgs }: PodSettings, { prefix = '', args = [] }: PodFacts): string[] {
  const passed = args.map(flagName);
  return extraArgs.flatMap((arg) => {
    const name = flagName(arg);
    if (name === undefined) {
      const remedy = 'write a flag and its value as one, such as --v=2';
      return [violation(`${prefix}extraArgs`, arg, "must be a flag, beginning with '-'", remedy)];
    }
    return passed.includes(name)
      ? [violation(`${prefix}extraArgs`, arg, 'repeats an argument that the container gets anyway', 'remove it')]
      : [];
  });
}

/** As the flag package of Go reads it: one dash or two, and a value after an equals sign. */
function flagName(arg: string): string | undefined {
  return /^--?([^-=][^=]*)/.exec(arg)?.[1];
}

function validatePreferences({ affinity: { preferredNodes = [] } }: PodSettings, facts: PodFacts): string[] {
  return preferredNodes
    .map(({ weight = 100 }) => weight)
    .filter((weight) => !Number.isInteger(weight) || weight < 1 || weight > 100)
    .map((weight) =>
      violation(
        `${facts.prefix ?? ''}affinity.preferredNodes`,
        weight,
        'is a weight that is no whole number from 1 to 100',
        'use 100',
      ),
    );
}
