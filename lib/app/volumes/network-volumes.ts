import * as kplus from 'cdk8s-plus-28';
import { listUnlessEmpty } from '../../private/empty';

/** Options of `Volumes.fromIscsi()`. */
export interface IscsiVolumeOptions {
  /** Target portal, `IP` or `IP:port`. The default port is 3260. */
  readonly targetPortal: string;

  /** iSCSI qualified name of the target, beginning with `iqn.`, `eui.` or `naa.`. */
  readonly iqn: string;

  /** Logical unit number (LUN) of the target, from 0 to 255. */
  readonly lun: number;

  /**
   * Additional target portals for multipath.
   *
   * @default - none
   */
  readonly portals?: string[];

  /**
   * iSCSI interface of the initiator.
   *
   * @default - not set: Kubernetes takes `default`, which is TCP
   */
  readonly iscsiInterface?: string;

  /**
   * iSCSI qualified name of the initiator. Kubernetes creates an interface for it.
   *
   * @default - the name of the node
   */
  readonly initiatorName?: string;

  /**
   * CHAP authentication for discovery. Requires `secret`.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly chapAuthDiscovery?: boolean;

  /**
   * CHAP authentication for sessions. Requires `secret`.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly chapAuthSession?: boolean;

  /**
   * Secret with the CHAP credentials, of type `kubernetes.io/iscsi-chap`.
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
   * Makes the volume read-only in all containers. Several pods can share it only if it is read-only.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly readOnly?: boolean;
}

/** Options of `Volumes.fromFc()`: either `targetWwns` with `lun`, or `wwids`. */
export interface FcVolumeOptions {
  /**
   * World wide names (WWNs) of the target.
   *
   * @default - none: `wwids` identify the disk
   */
  readonly targetWwns?: string[];

  /**
   * Logical unit number (LUN) of the target, from 0 to 255. Required with `targetWwns`.
   *
   * @default - none
   */
  readonly lun?: number;

  /**
   * World wide identifiers (WWIDs) of the disk.
   *
   * @default - none: `targetWwns` and `lun` identify the disk
   */
  readonly wwids?: string[];

  /**
   * File system to mount, such as `ext4` or `xfs`.
   *
   * @default - not set: Kubernetes takes `ext4`
   */
  readonly fsType?: string;

  /**
   * Makes the volume read-only in all containers.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly readOnly?: boolean;
}

/** Renders the source `iscsi`. */
export function renderIscsi({ portals = [], secret, ...options }: IscsiVolumeOptions): object {
  return { ...options, portals: listUnlessEmpty(portals), secretRef: secret && { name: secret.name } };
}

/** Renders the source `fc`. */
export function renderFc({ targetWwns = [], wwids = [], ...options }: FcVolumeOptions): object {
  return { ...options, targetWWNs: listUnlessEmpty(targetWwns), wwids: listUnlessEmpty(wwids) };
}
