import { listUnlessEmpty, mapUnlessEmpty } from '../private/empty';
import { WorkerPoolSettings } from './worker-pool-settings';
import { renderDataVolume, renderVolume } from './worker-pool-volume';

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
    dataVolumes: listUnlessEmpty(pool.dataVolumes.map(renderDataVolume)),
    kubeletDataVolumeName: pool.kubeletDataVolumeName,
    zones: listUnlessEmpty([...pool.zones]),
    labels: mapUnlessEmpty(pool.labels),
    annotations: mapUnlessEmpty(pool.annotations),
    taints: listUnlessEmpty(pool.taints.map(({ effect, key, value }) => ({ key, value, effect }))),
    cri: { name: 'containerd', containerRuntimes: listUnlessEmpty(containerRuntimes.map((type) => ({ type }))) },
    systemComponents: { allow: allowSystemComponents },
    providerConfig: pool.providerConfig?._toJson(),
  };
}
