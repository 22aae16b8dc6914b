import { violation } from '../../private/errors';
import { WorkerPoolSettings } from '../worker-pool-settings';
import { WorkerPoolVolume } from '../worker-pool-volume';
import { AzureInfrastructureOptions } from './azure-infrastructure';

/** Gardener's provider takes no more. */
const MOST_DATA_VOLUMES = 64;

/** What Gardener's provider for Azure refuses of a worker pool. */
export function validateAzureWorkerPool(options: AzureInfrastructureOptions, pool: WorkerPoolSettings): string[] {
  const { dataVolumes, volume } = pool;
  return [
    ...(volume === undefined ? [violation('volume', volume, 'is required on Azure', 'set its type and size')] : []),
    ...(volume ? validateVolume('volume', volume) : []),
    ...dataVolumes.flatMap((one, index) => validateVolume(`dataVolumes[${index}]`, one)),
    ...(dataVolumes.length > MOST_DATA_VOLUMES
      ? [
          violation(
            'dataVolumes',
            dataVolumes.length,
            `are more than the ${MOST_DATA_VOLUMES} that machines on Azure have at most`,
            'remove some',
          ),
        ]
      : []),
    ...validateZones(options, pool),
  ];
}

function validateVolume(property: string, { encrypted, type }: WorkerPoolVolume): string[] {
  return [
    ...(type === undefined
      ? [violation(`${property}.type`, type, 'is required on Azure', 'choose StandardSSD_LRS, or the like')]
      : []),
    ...(encrypted === undefined
      ? []
      : [violation(`${property}.encrypted`, encrypted, 'is refused on Azure, which encrypts them all', 'remove it')]),
  ];
}

function validateZones({ zoned = true, zones = [] }: AzureInfrastructureOptions, pool: WorkerPoolSettings): string[] {
  if (!zoned) {
    return pool.zones.length > 0
      ? [violation('zones', pool.zones, 'are named, and the infrastructure has none', "remove 'zoned: false'")]
      : [];
  }
  const names = zones.map(({ name }) => String(name));
  const missing = pool.zones.filter((zone) => names.length > 0 && !names.includes(zone));
  return [
    ...(pool.zones.length === 0
      ? [violation('zones', [], 'has no zone, and machines on Azure need one', 'name at least one: 1, 2 or 3')]
      : []),
    ...pool.zones
      .filter((zone, index) => pool.zones.indexOf(zone) < index)
      .map((zone) => violation('zones', zone, 'is there already', 'remove one of them')),
    ...missing.map((zone) => violation('zones', zone, 'has no network', "add it to the 'zones' of the infrastructure")),
  ];
}
