import { Size, SizeRoundingBehavior } from 'cdk8s';
import { violation } from '../private/errors';
import { WorkerPoolSettings } from './worker-pool-settings';

/** A volume of machines. */
export interface WorkerPoolVolume {
  /** Its size, in whole GiB. */
  readonly size: Size;

  /**
   * Its type, as the CloudProfile knows it: `gp3`.
   *
   * @default - the provider's; AWS, Azure and GCP need one
   */
  readonly type?: string;

  /**
   * Whether it is encrypted. On Azure, which encrypts them all, it must not be said.
   *
   * @default - that of the provider
   */
  readonly encrypted?: boolean;
}

/** A volume of machines beside the root volume. */
export interface WorkerPoolDataVolume extends WorkerPoolVolume {
  /** Its name: a DNS label of at most 15 characters, and each in a pool once. */
  readonly name: string;
}

/** Gardener takes GiB only, and no other spelling. */
export function renderVolume({ encrypted, size, type }: WorkerPoolVolume): { [field: string]: unknown } {
  return { type, size: `${size.toGibibytes({ rounding: SizeRoundingBehavior.NONE })}Gi`, encrypted };
}

export function renderDataVolume({ name, ...volume }: WorkerPoolDataVolume): unknown {
  return { name, ...renderVolume(volume) };
}

/** What is wrong with the names by which a provider is told more of data volumes: each is one of the pool, and said once. */
export function validateDataVolumeNames(names: readonly string[], { dataVolumes }: WorkerPoolSettings): string[] {
  return names.flatMap((name, index) => {
    const property = `providerConfig.dataVolumes[${index}].name`;
    return [
      ...(dataVolumes.some((volume) => volume.name === name)
        ? []
        : [violation(property, name, "is none of the 'dataVolumes' of the pool", 'name one of them')]),
      ...(names.indexOf(name) < index ? [violation(property, name, 'is there already', 'remove one of them')] : []),
    ];
  });
}
