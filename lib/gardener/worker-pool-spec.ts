import { SizeRoundingBehavior } from 'cdk8s';
import { listUnlessEmpty, mapUnlessEmpty } from '../private/empty';
import { WorkerPoolVolume } from './worker-pool-props';
import { WorkerPoolSettings } from './worker-pool-settings';

/** Renders an item of `spec.provider.workers`. */
export function renderWorkerPool(pool: WorkerPoolSettings): unknown {
  const { allowSystemComponents, architecture, containerRuntimes, image, machineType, volume } = pool;
  return {
    name: pool.name,
    machine: { type: machineType, image: { name: image.name, version: image.version }, architecture },
    minimum: pool.minimum,
    maximum: pool.maximum,
    updateStrategy: 'AutoRollingUpdate',
    maxSurge: pool.maxSurge.value as unknown,
    maxUnavailable: pool.maxUnavailable.value as unknown,
    volume: volume && renderVolume(volume),
    zones: listUnlessEmpty([...pool.zones]),
    labels: mapUnlessEmpty(pool.labels),
    annotations: mapUnlessEmpty(pool.annotations),
    taints: listUnlessEmpty(pool.taints.map(({ effect, key, value }) => ({ key, value, effect }))),
    cri: { name: 'containerd', containerRuntimes: listUnlessEmpty(containerRuntimes.map((type) => ({ type }))) },
    systemComponents: { allow: allowSystemComponents },
    providerConfig: pool.providerConfig?._toJson(),
  };
}

/** Gardener takes GiB only, and no other spelling. */
function renderVolume({ encrypted, size, type }: WorkerPoolVolume): unknown {
  return { type, size: `${size.toGibibytes({ rounding: SizeRoundingBehavior.NONE })}Gi`, encrypted };
}
