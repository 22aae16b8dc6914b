import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import * as l1 from '../../../imports/core.spinkube.dev';
import { invalid, Where } from '../../private/errors';
import { DataVolume, renderKubeVolume } from './volume';

/** Storage that can be converted to a volume, such as a `Volume` or a `PersistentVolume` of any cdk8s-plus. */
export interface IPodStorage extends IConstruct {
  /** Converts the storage to a volume. */
  asVolume(): IPodVolume;
}

/**
 * Volume of a pod: `Volume` of any cdk8s-plus, or one of `Volumes`.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/
 */
export interface IPodVolume extends IPodStorage {
  /** Name of the volume in the pod. */
  readonly name: string;

  /** @internal */
  _toKube(): object;
}

/** Id of the volume below the one that it stands for. */
const ADOPTED = 'InSpinApp';

/**
 * The volume of storage. That of another cdk8s-plus becomes a volume of ours, always the same.
 *
 * @throws if the value is not storage
 */
export function volumeOf(storage: kplus.IStorage | IPodStorage, property: string, where: Where): kplus.Volume {
  if (typeof (storage as Partial<IPodStorage> | undefined)?.asVolume !== 'function') {
    throw invalid(where, property, storage, 'is not a volume', 'use Volumes.of() or a volume of cdk8s-plus');
  }
  const volume: IPodVolume = storage.asVolume();
  if (volume instanceof kplus.Volume) {
    return volume;
  }
  const { name, ...source } = renderKubeVolume(volume._toKube() as l1.SpinAppSpecVolumes);
  const adopted = volume.node.tryFindChild(ADOPTED) as DataVolume | undefined;
  return adopted ?? new DataVolume(volume, ADOPTED, String(name), source);
}
