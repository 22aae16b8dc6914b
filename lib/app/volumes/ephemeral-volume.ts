import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { checkedType } from '../../private/checked-props';
import { mapUnlessEmpty } from '../../private/empty';
import { sizeQuantity } from '../../private/quantity';
import { renderLabelSelector } from './label-selector';

/** Data source of a claim: an object in the namespace of the pod that the new volume is filled from. */
export interface VolumeDataSource {
  /**
   * API group of the object, such as `snapshot.storage.k8s.io`.
   *
   * @default - the core group, in which only the kind `PersistentVolumeClaim` is allowed
   */
  readonly apiGroup?: string;

  /** Kind of the object, such as `VolumeSnapshot`. */
  readonly kind: string;

  /** Name of the object. */
  readonly name: string;
}

/** Data source reference of a claim: an object of any kind that a volume populator supports. */
export interface VolumeDataSourceReference extends VolumeDataSource {
  /**
   * Namespace of the object, which requires a ReferenceGrant there and the feature gate `CrossNamespaceVolumeDataSource`.
   *
   * @default - the namespace of the pod
   */
  readonly namespace?: string;
}

/** Options of `Volumes.fromEphemeral()`. */
export interface EphemeralVolumeOptions {
  /** Access modes of the claim: at least one. `READ_WRITE_ONCE_POD` cannot be combined with others. */
  readonly accessModes: kplus.PersistentVolumeAccessMode[];

  /** Storage request: minimum size of the volume. */
  readonly storage: Size;

  /**
   * Storage limit: maximum size of the volume.
   *
   * @default - no limit
   */
  readonly storageLimit?: Size;

  /**
   * Name of the StorageClass. An empty name requests a volume without a class.
   *
   * @default - not set: the default class of the cluster
   */
  readonly storageClassName?: string;

  /**
   * Name of the VolumeAttributesClass: attributes of the volume that can change later, such as its throughput.
   *
   * @default - none
   */
  readonly volumeAttributesClassName?: string;

  /**
   * Volume mode: file system or raw block device.
   *
   * @default - not set: Kubernetes takes `PersistentVolumeMode.FILE_SYSTEM`
   */
  readonly volumeMode?: kplus.PersistentVolumeMode;

  /**
   * Existing PersistentVolume to bind instead of a new one. Only one pod can bind it; others stay pending.
   *
   * @default - any matching volume, or a new one
   */
  readonly volume?: kplus.IPersistentVolume;

  /**
   * Label selector for existing PersistentVolumes. Most drivers do not provision a volume for a claim with a selector.
   *
   * @default - none
   */
  readonly selector?: kplus.LabelSelectorOptions;

  /**
   * Data source: a claim or snapshot to fill the volume from. If `dataSourceRef` is set as well, both must be the same.
   *
   * @default - the volume is empty
   */
  readonly dataSource?: VolumeDataSource;

  /**
   * Data source reference: any object to fill the volume from. With a namespace, `dataSource` must not be set.
   *
   * @default - the volume is empty
   */
  readonly dataSourceRef?: VolumeDataSourceReference;

  /**
   * Labels of the claim.
   *
   * A pod of cdk8s-plus keeps them. The CRD of SpinApps leaves the metadata of the claim untyped, so the API server drops
   * its fields.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the claim. The API server drops them from a SpinApp, like `labels`.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/** Renders the source `ephemeral`. */
export function renderEphemeral(options: EphemeralVolumeOptions): object {
  const { accessModes, dataSource, dataSourceRef, selector, storageLimit, volume } = options;
  const storage = checkedType('Size', options.storage, 'storage', 'Volumes.fromEphemeral');
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
