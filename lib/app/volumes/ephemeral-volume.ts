import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { mapUnlessEmpty } from '../../private/empty';
import { sizeQuantity } from '../../private/quantity';
import { renderLabelSelector } from './label-selector';

/** What a volume is filled with when it is made: an object in the namespace of the pod. */
export interface VolumeDataSource {
  /**
   * API group of the object, such as `snapshot.storage.k8s.io`.
   *
   * @default - the core group, where only a `PersistentVolumeClaim` may be named
   */
  readonly apiGroup?: string;

  /** Kind of the object, such as `VolumeSnapshot`. */
  readonly kind: string;

  /** Name of the object. */
  readonly name: string;
}

/** What a volume is filled with when it is made: an object of a kind that a volume populator knows. */
export interface VolumeDataSourceReference extends VolumeDataSource {
  /**
   * Namespace of the object, which must have a ReferenceGrant for it. Needs the feature gate
   * `CrossNamespaceVolumeDataSource`.
   *
   * @default - that of the pod
   */
  readonly namespace?: string;
}

/** Options of a volume that is made for each pod and deleted with it. */
export interface EphemeralVolumeOptions {
  /** Who may use the volume at a time, and how: at least one mode, `READ_WRITE_ONCE_POD` by itself only. */
  readonly accessModes: kplus.PersistentVolumeAccessMode[];

  /** How large the volume must be. */
  readonly storage: Size;

  /**
   * How large the volume may be.
   *
   * @default - not limited
   */
  readonly storageLimit?: Size;

  /**
   * Name of the StorageClass, which knows how to make the volume. An empty one asks for a volume without a class.
   *
   * @default - not set: the default class of the cluster
   */
  readonly storageClassName?: string;

  /**
   * Name of the VolumeAttributesClass, with what the driver lets one change of a volume later, such as its throughput.
   *
   * @default - none
   */
  readonly volumeAttributesClassName?: string;

  /**
   * Whether the pod gets a file system or a raw device.
   *
   * @default - not set: Kubernetes takes `PersistentVolumeMode.FILE_SYSTEM`
   */
  readonly volumeMode?: kplus.PersistentVolumeMode;

  /**
   * The one volume to take, instead of a new one. Of several pods one gets it, and the others wait.
   *
   * @default - any that fits
   */
  readonly volume?: kplus.IPersistentVolume;

  /**
   * Labels of volumes that may be taken. Most drivers make no new volume for a claim that selects.
   *
   * @default - any
   */
  readonly selector?: kplus.LabelSelectorOptions;

  /**
   * A claim or snapshot to fill the volume with. Must not differ from `dataSourceRef`.
   *
   * @default - the volume is empty
   */
  readonly dataSource?: VolumeDataSource;

  /**
   * Any object to fill the volume with. With a namespace it must be the only one of the two.
   *
   * @default - the volume is empty
   */
  readonly dataSourceRef?: VolumeDataSourceReference;

  /**
   * Labels of the claim that Kubernetes makes for each pod.
   *
   * A pod of cdk8s-plus keeps them. The CRD of SpinApps leaves the metadata of the claim untyped, so an API server
   * drops what is below it.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the claim that Kubernetes makes for each pod. An API server drops them from a SpinApp, as it does
   * `labels`.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/** Renders the source `ephemeral`. */
export function renderEphemeral(options: EphemeralVolumeOptions): object {
  const { accessModes, dataSource, dataSourceRef, selector, storage, storageLimit, volume } = options;
  const annotations = mapUnlessEmpty(options.annotations ?? {});
  const labels = mapUnlessEmpty(options.labels ?? {});
  const spec = {
    accessModes,
    dataSource,
    dataSourceRef,
    resources: {
      limits: storageLimit && { storage: sizeQuantity(storageLimit) },
      requests: { storage: sizeQuantity(storage) },
    },
    selector: selector && renderLabelSelector(selector),
    storageClassName: options.storageClassName,
    volumeAttributesClassName: options.volumeAttributesClassName,
    volumeMode: options.volumeMode,
    volumeName: volume?.name,
  };
  return { volumeClaimTemplate: { metadata: (annotations ?? labels) && { annotations, labels }, spec } };
}
