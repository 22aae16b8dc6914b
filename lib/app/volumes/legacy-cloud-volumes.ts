import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../../imports/core.spinkube.dev';
import { VolumeRules } from './volume-rules';

/** Options of a volume on a file share of Azure. */
export interface AzureFileVolumeOptions {
  /** Secret with the name and key of the storage account. */
  readonly secret: kplus.ISecret;

  /** Name of the share. */
  readonly shareName: string;

  /**
   * Whether the volume is read-only in all containers.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly readOnly?: boolean;
}

/** Options of a volume on a disk of OpenStack. */
export interface CinderVolumeOptions {
  /** Id of the disk. */
  readonly volumeId: string;

  /**
   * Secret with what one needs to talk to OpenStack.
   *
   * @default - what the cluster is configured with
   */
  readonly secret?: kplus.ISecret;

  /**
   * File system to mount, such as `ext4` or `xfs`.
   *
   * @default - not set: Kubernetes takes `ext4`
   */
  readonly fsType?: string;

  /**
   * Whether the volume is read-only in all containers.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly readOnly?: boolean;
}

/** Options of a volume on a disk of vSphere. */
export interface VsphereVolumeOptions {
  /** Path of the disk, with its datastore: `[datastore1] volumes/disk1`. */
  readonly volumePath: string;

  /**
   * Name of the storage policy.
   *
   * @default - none
   */
  readonly storagePolicyName?: string;

  /**
   * Id of the storage policy of that name.
   *
   * @default - none
   */
  readonly storagePolicyId?: string;

  /**
   * File system to mount, such as `ext4` or `xfs`.
   *
   * @default - not set: Kubernetes takes `ext4`
   */
  readonly fsType?: string;
}

/** Options of a volume on a disk of VMware's Photon Controller. */
export interface PhotonPersistentDiskVolumeOptions {
  /** Id of the disk. */
  readonly pdId: string;

  /**
   * File system to mount, such as `ext4` or `xfs`.
   *
   * @default - not set: Kubernetes takes `ext4`
   */
  readonly fsType?: string;
}

/** Renders the source `azureFile`. */
export function azureFile(rules: VolumeRules, options: AzureFileVolumeOptions): l1.SpinAppSpecVolumesAzureFile {
  return {
    readOnly: options.readOnly,
    secretName: options.secret.name,
    shareName: rules.text('shareName', options.shareName, 'the name of the share'),
  };
}

/** Renders the source `cinder`. */
export function cinder(rules: VolumeRules, options: CinderVolumeOptions): l1.SpinAppSpecVolumesCinder {
  return {
    fsType: options.fsType,
    readOnly: options.readOnly,
    secretRef: options.secret && { name: options.secret.name },
    volumeId: rules.text('volumeId', options.volumeId, 'the id of the disk'),
  };
}

/** Renders the source `vsphereVolume`. */
export function vsphere(rules: VolumeRules, options: VsphereVolumeOptions): l1.SpinAppSpecVolumesVsphereVolume {
  return {
    fsType: options.fsType,
    storagePolicyId: options.storagePolicyId,
    storagePolicyName: options.storagePolicyName,
    volumePath: rules.text('volumePath', options.volumePath, 'the path of the disk'),
  };
}

/** Renders the source `photonPersistentDisk`. */
export function photonPersistentDisk(
  rules: VolumeRules,
  options: PhotonPersistentDiskVolumeOptions,
): l1.SpinAppSpecVolumesPhotonPersistentDisk {
  return { fsType: options.fsType, pdId: rules.text('pdId', options.pdId, 'the id of the disk') };
}
