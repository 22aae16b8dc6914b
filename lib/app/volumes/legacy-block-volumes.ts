import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../../imports/core.spinkube.dev';
import { VolumeRules } from './volume-rules';

/** Options of a volume on a block device of Ceph. */
export interface RbdVolumeOptions {
  /** Addresses of the monitors, at least one. */
  readonly monitors: string[];

  /** Name of the image, as Ceph calls the device. */
  readonly image: string;

  /**
   * Pool that the image is in.
   *
   * @default - not set: Kubernetes takes `rbd`
   */
  readonly pool?: string;

  /**
   * Name of the Ceph user.
   *
   * @default - not set: Kubernetes takes `admin`
   */
  readonly user?: string;

  /**
   * Secret with the key of the user. It goes before `keyring`.
   *
   * @default - the key is in `keyring`
   */
  readonly secret?: kplus.ISecret;

  /**
   * File on the node with the key ring of the user.
   *
   * @default - not set: Kubernetes takes `/etc/ceph/keyring`
   */
  readonly keyring?: string;

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

/** Options of a volume of Portworx. */
export interface PortworxVolumeOptions {
  /** Id of the volume. */
  readonly volumeId: string;

  /**
   * File system to mount, `ext4` or `xfs`.
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

/** How ScaleIO reserves space for a volume. */
export enum ScaleIoStorageMode {
  /** All of it at once. */
  THICK_PROVISIONED = 'ThickProvisioned',

  /** As it is written to. */
  THIN_PROVISIONED = 'ThinProvisioned',
}

/** Options of a volume of ScaleIO. */
export interface ScaleIoVolumeOptions {
  /** Address of the API. */
  readonly gateway: string;

  /** Name of the storage system. */
  readonly system: string;

  /** Name of the volume. */
  readonly volumeName: string;

  /** Secret with the user and password for the API. */
  readonly secret: kplus.ISecret;

  /**
   * Whether to talk to the API by TLS.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly sslEnabled?: boolean;

  /**
   * Protection domain that the volume is in.
   *
   * @default - not set: ScaleIO takes `default`
   */
  readonly protectionDomain?: string;

  /**
   * Storage pool of the protection domain.
   *
   * @default - not set: ScaleIO takes `default`
   */
  readonly storagePool?: string;

  /**
   * How space for the volume is reserved.
   *
   * @default - not set: Kubernetes takes `THIN_PROVISIONED`
   */
  readonly storageMode?: ScaleIoStorageMode;

  /**
   * File system to mount, such as `ext4` or `xfs`.
   *
   * @default - not set: Kubernetes takes `xfs`
   */
  readonly fsType?: string;

  /**
   * Whether the volume is read-only in all containers.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly readOnly?: boolean;
}

/** Options of a volume of StorageOS. */
export interface StorageOsVolumeOptions {
  /** Name of the volume: a DNS label. */
  readonly volumeName: string;

  /**
   * Namespace of the volume in StorageOS: a DNS label.
   *
   * @default - not set: that of the pod
   */
  readonly volumeNamespace?: string;

  /**
   * Secret with what one needs to talk to StorageOS.
   *
   * @default - none
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

/** Options of a volume of Flocker; exactly one of the two is to be given. */
export interface FlockerVolumeOptions {
  /**
   * Name of the dataset, without slashes.
   *
   * @default - the dataset is found by `datasetUuid`
   */
  readonly datasetName?: string;

  /**
   * Id of the dataset.
   *
   * @default - the dataset is found by `datasetName`
   */
  readonly datasetUuid?: string;
}

/** Renders the source `rbd`. */
export function rbd(rules: VolumeRules, options: RbdVolumeOptions): l1.SpinAppSpecVolumesRbd {
  return {
    fsType: options.fsType,
    image: rules.text('image', options.image, 'the name of the image'),
    keyring: options.keyring,
    monitors: rules.texts('monitors', options.monitors, 'the address of at least one monitor'),
    pool: options.pool,
    readOnly: options.readOnly,
    secretRef: options.secret && { name: options.secret.name },
    user: options.user,
  };
}

/** Renders the source `portworxVolume`. */
export function portworx(rules: VolumeRules, options: PortworxVolumeOptions): l1.SpinAppSpecVolumesPortworxVolume {
  return {
    fsType: options.fsType,
    readOnly: options.readOnly,
    volumeId: rules.text('volumeId', options.volumeId, 'the id of the volume'),
  };
}

/** Renders the source `scaleIO`. */
export function scaleIo(rules: VolumeRules, options: ScaleIoVolumeOptions): l1.SpinAppSpecVolumesScaleIo {
  return {
    fsType: options.fsType,
    gateway: rules.text('gateway', options.gateway, 'the address of the API'),
    protectionDomain: options.protectionDomain,
    readOnly: options.readOnly,
    secretRef: { name: options.secret.name },
    sslEnabled: options.sslEnabled,
    storageMode: options.storageMode,
    storagePool: options.storagePool,
    system: rules.text('system', options.system, 'the name of the storage system'),
    volumeName: rules.text('volumeName', options.volumeName, 'the name of the volume'),
  };
}

/** Renders the source `storageos`. */
export function storageOs(rules: VolumeRules, options: StorageOsVolumeOptions): l1.SpinAppSpecVolumesStorageos {
  const { volumeNamespace } = options;
  return {
    fsType: options.fsType,
    readOnly: options.readOnly,
    secretRef: options.secret && { name: options.secret.name },
    volumeName: rules.dnsLabel('volumeName', options.volumeName),
    volumeNamespace: volumeNamespace && rules.dnsLabel('volumeNamespace', volumeNamespace),
  };
}

/** Renders the source `flocker`. */
export function flocker(rules: VolumeRules, options: FlockerVolumeOptions): l1.SpinAppSpecVolumesFlocker {
  const { datasetName = '', datasetUuid = '' } = options;
  if ((datasetName === '') === (datasetUuid === '')) {
    const rule = 'is one of two, datasetName and datasetUuid, and exactly one must be set';
    throw rules.broken('datasetName', datasetName, rule, datasetName === '' ? 'set one' : 'remove one');
  }
  if (datasetName.includes('/')) {
    throw rules.broken('datasetName', datasetName, 'must not contain a slash', 'give the name of the dataset alone');
  }
  return { datasetName: options.datasetName, datasetUuid: options.datasetUuid };
}
