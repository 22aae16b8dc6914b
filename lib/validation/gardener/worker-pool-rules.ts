import { Rule } from '../admission/rule';
import {
  ANNOTATION_KEY,
  between,
  DNS_LABEL,
  LABEL_VALUE,
  oneOfNoneEmpty,
  QUALIFIED_NAME,
  Requirement,
} from '../requirement';
import { CheckedField, checkUnique } from './checked-field';
import { GARDENER_SOURCES, isWorkerless, poolsOf, shootRule } from './shoot-rule';

/** Longest name of a worker pool or data volume, as names of machines, nodes and volumes include it. */
const MOST_CHARACTERS = 15;

/** Taint that Gardener sets until the system components of a node are ready. */
const RESERVED_TAINT = 'node.gardener.cloud/critical-components-not-ready';

const MANUAL_UPDATE = 'ManualInPlaceUpdate';

const COUNT: Requirement = { ...between(0, Infinity), text: 'must not be negative', remedy: 'raise it' };

const GIBIBYTES: Requirement = {
  accepts: (size) => typeof size !== 'string' || /^\d+Gi$/.test(size),
  text: 'is not a valid volume size: Gardener takes whole GiB only',
  remedy: 'use the form 50Gi',
};

const TAINT_KEY: Requirement = {
  accepts: (key) => key !== RESERVED_TAINT,
  text: 'is reserved for Gardener, which sets this taint itself',
  remedy: 'choose another key',
};

/** Rules of Gardener for the worker pools of all cloud providers. */
export const WORKER_POOL_RULES: readonly Rule[] = [
  poolRule({
    name: 'shoot-worker-name',
    description: `Names of worker pools are DNS labels of at most ${MOST_CHARACTERS} characters, and each is used once.`,
    check: (pool) => {
      checkShortName(pool.at('name'));
    },
    checkAll: (pools) => {
      checkUnique(
        pools.map((pool) => pool.at('name')),
        'rename one of them',
      );
    },
  }),
  poolRule({
    name: 'shoot-worker-machine',
    description: 'Worker pools have a machine type and, where they have an image, its name.',
    check: (pool) => {
      pool.at('machine', 'type').require();
      if (pool.at('machine', 'image').isGiven) {
        pool.at('machine', 'image', 'name').require();
      }
    },
  }),
  poolRule({
    name: 'shoot-worker-count',
    description:
      'The minimum and maximum of a worker pool are not negative, and the maximum is not less than the minimum.',
    check: (pool) => {
      const [minimum, maximum] = ['minimum', 'maximum'].map((name) => pool.at(name));
      minimum.check(COUNT);
      maximum.check(COUNT);
      if ((maximum.number ?? 0) < (minimum.number ?? 0)) {
        maximum.refuse(`must not be less than the minimum, ${minimum.number}`, 'raise it');
      }
    },
  }),
  poolRule({
    name: 'shoot-worker-update',
    description:
      '`maxSurge` and `maxUnavailable` are numbers or percentages, of which one is above 0: machines can only be replaced where there may be one more, or one less.',
    check: (pool) => {
      const [surge, unavailable] = ['maxSurge', 'maxUnavailable'].map((name) => pool.at(name));
      surge.check(share(Infinity));
      unavailable.check(share(100));
      if (pool.at('updateStrategy').text !== MANUAL_UPDATE && isZero(surge) && isZero(unavailable, true)) {
        unavailable.refuse('must be above 0 while maxSurge is 0', 'raise one of them');
      }
    },
  }),
  poolRule({
    name: 'shoot-worker-volumes',
    description: `Volumes have a size in whole GiB. Data volumes come with a root volume, and have names like worker pools; \`kubeletDataVolumeName\` is one of them.`,
    check: checkVolumes,
  }),
  poolRule({
    name: 'shoot-worker-labels',
    description: 'Labels and annotations of worker pools have keys and values that Kubernetes allows.',
    check: (pool) => {
      pool.checkKeys('labels', QUALIFIED_NAME);
      pool.entries('labels').forEach((label) => label.check(LABEL_VALUE));
      pool.checkKeys('annotations', ANNOTATION_KEY);
    },
  }),
  poolRule({
    name: 'shoot-worker-taints',
    description: `Taints of worker pools have keys, values and effects that Kubernetes allows, the key \`${RESERVED_TAINT}\` excepted, and none is repeated.`,
    check: checkTaints,
  }),
  poolRule({
    name: 'shoot-worker-container-runtimes',
    description: 'Container runtimes of a worker pool have a type, and none is repeated.',
    check: (pool) => {
      const types = pool.items('cri', 'containerRuntimes').map((runtime) => runtime.at('type'));
      types.forEach((type) => type.require());
      checkUnique(types);
    },
  }),
  poolRule({
    name: 'shoot-system-components',
    description:
      'A worker pool with a maximum above 0 allows system components, and has a maximum of at least the number of its zones, each of which needs a machine.',
    checkAll: checkSystemComponents,
  }),
];

interface PoolRule extends Pick<Rule, 'description' | 'name'> {
  /** Reports the problems of a worker pool. */
  readonly check?: (pool: CheckedField) => void;

  /** Reports the problems of all worker pools together. */
  readonly checkAll?: (pools: CheckedField[], shoot: CheckedField) => void;
}

function poolRule({ check, checkAll, description, name }: PoolRule): Rule {
  return shootRule({
    about: ['provider.workers'],
    name,
    level: 'error',
    description: `${description} Gardener rejects the Shoot otherwise.`,
    source: GARDENER_SOURCES.validation,
    check: (shoot) => {
      if (!isWorkerless(shoot)) {
        poolsOf(shoot).forEach((pool) => check?.(pool));
        checkAll?.(poolsOf(shoot), shoot);
      }
    },
  });
}

function checkShortName(name: CheckedField): void {
  const length = name.text?.length ?? 0;
  if (name.require() && name.check(DNS_LABEL) && length > MOST_CHARACTERS) {
    name.refuse(`has ${length} characters; at most ${MOST_CHARACTERS} are allowed`, 'shorten it');
  }
}

/** Requirement of a number of machines or a percentage. */
function share(mostPercent: number): Requirement {
  const percentages = mostPercent === Infinity ? 'a percentage' : `0% to ${mostPercent}%`;
  return {
    accepts: (value) =>
      typeof value === 'string'
        ? /^\d+%$/.test(value) && Number(value.slice(0, -1)) <= mostPercent
        : typeof value !== 'number' || value >= 0,
    text: `must be a whole number, 0 or more, or ${percentages}`,
    remedy: 'choose one',
  };
}

function isZero({ isGiven, value }: CheckedField, byDefault = false): boolean {
  return isGiven ? value === 0 || /^0+%$/.test(String(value)) : byDefault;
}

function checkVolumes(pool: CheckedField): void {
  const volume = pool.at('volume');
  const dataVolumes = pool.items('dataVolumes');
  const names = dataVolumes.map((dataVolume) => dataVolume.at('name'));
  const ofKubelet = pool.at('kubeletDataVolumeName');
  volume.at('size').check(GIBIBYTES);
  if (!volume.isGiven && dataVolumes.length > 0) {
    volume.refuse('is required with dataVolumes', 'set its size');
  }
  dataVolumes.forEach((dataVolume) => {
    checkShortName(dataVolume.at('name'));
    dataVolume.at('size').check(GIBIBYTES);
  });
  checkUnique(names, 'rename one of them');
  if (ofKubelet.isGiven && !names.some(({ value }) => value === ofKubelet.value)) {
    const known = names.flatMap(({ text }) => text ?? []).join(', ');
    ofKubelet.refuse('is not one of the dataVolumes of the pool', `name one of them: ${known || 'none yet'}`);
  }
}

function checkTaints(pool: CheckedField): void {
  const seen = new Map<string, CheckedField>();
  for (const taint of pool.items('taints')) {
    const [key, effect] = ['key', 'effect'].map((name) => taint.at(name));
    const identity = `${key.text ?? ''}:${effect.text ?? ''}`;
    const earlier = seen.get(identity);
    if (key.require()) {
      key.check(QUALIFIED_NAME, TAINT_KEY);
    }
    taint.at('value').check(LABEL_VALUE);
    effect.check(oneOfNoneEmpty('NoSchedule', 'PreferNoSchedule', 'NoExecute'));
    if (earlier) {
      taint.refuse(`is defined twice, also in ${earlier.path}`, 'remove one of them, or change its effect', identity);
    }
    seen.set(identity, earlier ?? taint);
  }
}

function checkSystemComponents(pools: CheckedField[], shoot: CheckedField): void {
  const active = pools.filter(
    (pool) => (pool.at('maximum').number ?? 0) !== 0 && pool.at('systemComponents', 'allow').value !== false,
  );
  if (active.length === 0) {
    shoot.at('spec', 'provider', 'workers').refuse(
      'must include a pool that allows system components and has a maximum above 0',
      'add one',
      pools.map((pool) => pool.at('name').value),
    );
  }
  const zonesOf = (pool: CheckedField) => pool.items('zones').map(({ value }) => value);
  const zoneSet = (pool: CheckedField) => [...new Set(zonesOf(pool))].sort().join();
  const isEnough = (pool: CheckedField) => (pool.at('maximum').number ?? 0) >= zonesOf(pool).length;
  for (const pool of active.filter(
    (one) => !active.some((other) => zoneSet(other) === zoneSet(one) && isEnough(other)),
  )) {
    pool
      .at('maximum')
      .refuse(
        `must be at least the number of its zones, ${zonesOf(pool).length}, each of which needs a machine for system components`,
        'raise it, or name fewer zones',
      );
  }
}
