import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as l1 from '../../imports/core.spinkube.dev';
import { sizeQuantity } from './quantity';

/** What a volume is made of: one source, in the generated type, whose names cdk8s-plus shares. */
export type VolumeSource = Omit<l1.SpinAppSpecVolumes, 'name'>;

type VolumeConstructor = new (scope: Construct, id: string, name: string, source: VolumeSource) => kplus.Volume;

/**
 * A volume of cdk8s-plus with a source that cdk8s-plus has no factory for.
 *
 * The constructor is private in the types only, and renders what it was given; there is no other way to have a volume
 * that `kplus.Pod` and its like take.
 */
export function newVolume(scope: Construct, id: string, name: string, source: VolumeSource): kplus.Volume {
  return new (kplus.Volume as unknown as VolumeConstructor)(scope, id, name, source);
}

/**
 * An entry of `spec.volumes`, as `toJson_SpinAppSpec` wants it.
 *
 * The method is marked internal and yet public in code and types: the compiler checks that the two types agree, and a
 * test that no field has another name. What spin-operator's webhook would write in another way is written in its way,
 * because Git would differ from the cluster for ever otherwise.
 */
export function renderVolume(volume: kplus.Volume): l1.SpinAppSpecVolumes {
  const rendered: l1.SpinAppSpecVolumes = volume._toKube();
  const { awsElasticBlockStore, emptyDir, gcePersistentDisk, persistentVolumeClaim } = rendered;
  return {
    ...rendered,
    awsElasticBlockStore: awsElasticBlockStore && withoutFalse(awsElasticBlockStore),
    emptyDir: emptyDir && { ...emptyDir, sizeLimit: emptyDir.sizeLimit && canonical(emptyDir.sizeLimit) },
    gcePersistentDisk: gcePersistentDisk && withoutFalse(gcePersistentDisk),
    persistentVolumeClaim: persistentVolumeClaim && withoutFalse(persistentVolumeClaim),
  };
}

/** cdk8s-plus writes `readOnly: false` without being asked, and the webhook drops it from these sources. */
function withoutFalse<T extends { readonly readOnly?: boolean }>(source: T): T {
  return source.readOnly === false ? { ...source, readOnly: undefined } : source;
}

/** cdk8s-plus always counts in Mi. */
function canonical(quantity: l1.SpinAppSpecVolumesEmptyDirSizeLimit): l1.SpinAppSpecVolumesEmptyDirSizeLimit {
  const mebibytes = /^(\d+)Mi$/.exec(String(quantity.value));
  return mebibytes === null
    ? quantity
    : l1.SpinAppSpecVolumesEmptyDirSizeLimit.fromString(sizeQuantity(Size.mebibytes(Number(mebibytes[1]))));
}
