import * as kplus from 'cdk8s-plus-28';
import { violation } from '../private/errors';
import { ANNOTATION_KEY, LABEL_VALUE, NEEDED, QUALIFIED_NAME } from '../validation/requirement';
import { ask } from './ask';
import { validateShortName } from './short-name';
import { WorkerPoolTaint } from './worker-pool-props';
import { WorkerPoolSettings } from './worker-pool-settings';
import { validateVolumes } from './worker-pool-volume';

/** Gardener itself sets it while a node is not ready for its system components. */
const RESERVED_TAINT = 'node.gardener.cloud/critical-components-not-ready';

/** What Gardener refuses of a worker pool by itself. */
export function validateWorkerPool(pool: WorkerPoolSettings): string[] {
  return [
    ...validateShortName('name', pool.name),
    ...ask('machineType', pool.machineType, NEEDED),
    ...ask('image', pool.image.name, NEEDED),
    ...validateNumbers(pool),
    ...validateUpdate(pool),
    ...validateVolumes(pool),
    ...validateLabels(pool),
    ...pool.taints.flatMap((taint, index) => validateTaint(pool.taints, taint, index)),
    ...validateContainerRuntimes(pool),
    ...(pool.providerConfig?._validate(pool) ?? []),
  ];
}

function validateNumbers({ maximum, minimum }: WorkerPoolSettings): string[] {
  const rule = 'must be a whole number, 0 or more';
  const isCount = (count: number) => Number.isInteger(count) && count >= 0;
  return [
    ...(isCount(minimum) ? [] : [violation('minimum', minimum, rule, 'choose one')]),
    ...(isCount(maximum) ? [] : [violation('maximum', maximum, rule, 'choose one')]),
    ...(maximum < minimum ? [violation('maximum', maximum, `is less than 'minimum', ${minimum}`, 'raise it')] : []),
  ];
}

/** Machines can only be replaced where there may be one more, or one less. */
function validateUpdate({ maxSurge, maxUnavailable }: WorkerPoolSettings): string[] {
  const isStuck = maxSurge.isZero() && maxUnavailable.isZero();
  return [
    ...validateShare('maxSurge', Infinity, maxSurge),
    ...validateShare('maxUnavailable', 100, maxUnavailable),
    ...(isStuck
      ? [
          violation(
            'maxUnavailable',
            maxUnavailable.value,
            "must be above 0 while 'maxSurge' is 0",
            'raise one of them',
          ),
        ]
      : []),
  ];
}

function validateShare(property: string, mostPercent: number, share: kplus.PercentOrAbsolute): string[] {
  const value = share.value as number | string;
  const isPercent = typeof value === 'string' && /^\d+%$/.test(value) && Number(value.slice(0, -1)) <= mostPercent;
  const isCount = typeof value === 'number' && Number.isInteger(value) && value >= 0;
  const form =
    mostPercent === 100 ? 'a whole number, 0 or more, or 0% to 100%' : 'a whole number, 0 or more, or a percentage';
  return isPercent || isCount ? [] : [violation(property, value, `must be ${form}`, 'choose one')];
}

function validateLabels({ annotations, labels }: WorkerPoolSettings): string[] {
  return [
    ...Object.entries(labels).flatMap(([key, value]) => [
      ...ask(`labels.${key}`, key, QUALIFIED_NAME),
      ...ask(`labels.${key}`, value, LABEL_VALUE),
    ]),
    ...Object.keys(annotations).flatMap((key) => ask(`annotations.${key}`, key, ANNOTATION_KEY)),
  ];
}

function validateTaint(taints: WorkerPoolTaint[], { effect, key, value }: WorkerPoolTaint, index: number): string[] {
  const property = `taints[${index}]`;
  const isRepeated = taints.slice(0, index).some((other) => other.key === key && other.effect === effect);
  return [
    ...ask(`${property}.key`, key, QUALIFIED_NAME),
    ...ask(`${property}.value`, value, LABEL_VALUE),
    ...(key === RESERVED_TAINT
      ? [violation(`${property}.key`, key, 'is a taint that Gardener itself sets', 'choose another key')]
      : []),
    ...(isRepeated
      ? [violation(property, `${key}:${effect}`, 'is there already', 'remove one of them, or change its effect')]
      : []),
  ];
}

function validateContainerRuntimes({ containerRuntimes }: WorkerPoolSettings): string[] {
  return containerRuntimes
    .filter((type, index) => containerRuntimes.indexOf(type) !== index)
    .map((type) => violation('containerRuntimes', type, 'is there already', 'remove one of them'));
}
