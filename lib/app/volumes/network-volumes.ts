import * as kplus from 'cdk8s-plus-28';
import { listUnlessEmpty } from '../../private/empty';

/** Options of a volume on an iSCSI disk. */
export interface IscsiVolumeOptions {
  /** Address of the portal, `IP` or `IP:port`; the port is 3260 if not given. */
  readonly targetPortal: string;

  /** Qualified name of the target, beginning with `iqn.`, `eui.` or `naa.`. */
  readonly iqn: string;

  /** Number of the disk of the target, from 0 to 255. */
  readonly lun: number;

  /**
   * Addresses of further portals that lead to the same disk.
   *
   * @default - none
   */
  readonly portals?: string[];

  /**
   * The interface that the initiator uses.
   *
   * @default - not set: Kubernetes takes `default`, which is TCP
   */
  readonly iscsiInterface?: string;

  /**
   * Qualified name that the node presents itself with. It gets an interface of its own then.
   *
   * @default - that of the node
   */
  readonly initiatorName?: string;

  /**
   * Whether the node proves who it is when it looks for targets. Needs `secret`.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly chapAuthDiscovery?: boolean;

  /**
   * Whether the node proves who it is when it opens a session. Needs `secret`.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly chapAuthSession?: boolean;

  /**
   * Secret with the names and passwords for CHAP, of the type `kubernetes.io/iscsi-chap`.
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
   * Whether the volume is read-only in all containers. Several pods can only share it read-only.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly readOnly?: boolean;
}

/** Options of a volume on a Fibre Channel disk: either `targetWwns` with `lun`, or `wwids`. */
export interface FcVolumeOptions {
  /**
   * World wide names of the ports of the target that lead to the disk.
   *
   * @default - the disk is found by `wwids`
   */
  readonly targetWwns?: string[];

  /**
   * Number of the disk of the target, from 0 to 255. Needed with `targetWwns`.
   *
   * @default - none
   */
  readonly lun?: number;

  /**
   * World wide identifiers of the disk itself.
   *
   * @default - the disk is found by `targetWwns` and `lun`
   */
  readonly wwids?: string[];

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

/** Renders the source `iscsi`. */
export function renderIscsi({ portals = [], secret, ...options }: IscsiVolumeOptions): object {
  return { ...options, portals: listUnlessEmpty(portals), secretRef: secret && { name: secret.name } };
}

/** Renders the source `fc`. */
export function renderFc({ targetWwns = [], wwids = [], ...options }: FcVolumeOptions): object {
  return { ...options, targetWWNs: listUnlessEmpty(targetWwns), wwids: listUnlessEmpty(wwids) };
}
