import { violation } from '../../private/errors';
import { ask, positive } from '../ask';
import { WorkerPoolSettings } from '../worker-pool-settings';
import { validateDataVolumeNames } from '../worker-pool-volume';
import { SNAPSHOT_ID } from './aws-names';

/** A type of volumes that must be told how fast they are. */
const PROVISIONED = 'io1';

/** What a data volume of a pool is, beyond its size and type. */
export interface AwsDataVolume {
  /** The name of one of the `dataVolumes` of the pool. */
  readonly name: string;

  /**
   * Operations per second. One of type `io1` needs it.
   *
   * @default - that of the volume type
   */
  readonly iops?: number;

  /**
   * Throughput in MiB/s. For `gp3` only.
   *
   * @default - that of the volume type
   */
  readonly throughput?: number;

  /**
   * The snapshot that it is made of: `snap-0676786f3e288044c`.
   *
   * @default - none: it is empty
   */
  readonly snapshotId?: string;
}

export function renderAwsDataVolume({ iops, name, snapshotId, throughput }: AwsDataVolume): unknown {
  return { name, iops, throughput, snapshotID: snapshotId };
}

/** What Gardener's provider for AWS refuses of what the volumes of a pool are told. */
export function validateDataVolumes(dataVolumes: readonly AwsDataVolume[], pool: WorkerPoolSettings): string[] {
  return [
    ...pool.dataVolumes
      .filter(({ name, type }) => type === PROVISIONED && !dataVolumes.some((one) => one.name === name && one.iops))
      .map(({ name }) => iopsNeeded(`dataVolumes.${name}.iops`, 'dataVolumes: [{ name: …, iops: … }]')),
    ...validateDataVolumeNames(
      dataVolumes.map(({ name }) => name),
      pool,
    ),
    ...dataVolumes.flatMap(validateDataVolume),
  ];
}

function validateDataVolume({ iops, snapshotId, throughput }: AwsDataVolume, index: number): string[] {
  const property = `providerConfig.dataVolumes[${index}]`;
  return [
    ...positive(`${property}.iops`, iops),
    ...positive(`${property}.throughput`, throughput),
    ...ask(`${property}.snapshotId`, snapshotId, SNAPSHOT_ID),
  ];
}

/** What the root volume lacks, if it must be told how fast it is and is not. */
export function validateRootVolume(volumeIops: number | undefined, { volume }: WorkerPoolSettings): string[] {
  return volume?.type === PROVISIONED && volumeIops === undefined ? [iopsNeeded('volumeIops', 'volumeIops: …')] : [];
}

function iopsNeeded(property: string, example: string): string {
  const remedy = `give 'providerConfig' Aws.workerConfig({ ${example} })`;
  return violation(`providerConfig.${property}`, undefined, `is required for a volume of type ${PROVISIONED}`, remedy);
}
