import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../../imports/core.spinkube.dev';
import { listUnlessEmpty } from '../../private/empty';
import { VolumeRules } from './volume-rules';

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
export function iscsi(rules: VolumeRules, options: IscsiVolumeOptions): l1.SpinAppSpecVolumesIscsi {
  const { initiatorName } = options;
  for (const property of ['chapAuthDiscovery', 'chapAuthSession'] as const) {
    if (options[property] === true && options.secret === undefined) {
      throw rules.broken(property, true, 'needs a secret', 'give the secret with the names and passwords for CHAP');
    }
  }
  return {
    chapAuthDiscovery: options.chapAuthDiscovery,
    chapAuthSession: options.chapAuthSession,
    fsType: options.fsType,
    initiatorName: initiatorName === undefined ? undefined : qualifiedName(rules, 'initiatorName', initiatorName),
    iqn: qualifiedName(rules, 'iqn', options.iqn),
    iscsiInterface: options.iscsiInterface,
    lun: rules.lun('lun', options.lun),
    portals: listUnlessEmpty([...(options.portals ?? [])]),
    readOnly: options.readOnly,
    secretRef: options.secret && { name: options.secret.name },
    targetPortal: rules.text('targetPortal', options.targetPortal, 'the address of the portal'),
  };
}

/** Renders the source `fc`. */
export function fc(rules: VolumeRules, options: FcVolumeOptions): l1.SpinAppSpecVolumesFc {
  const { targetWwns = [], wwids = [], lun } = options;
  if ((targetWwns.length === 0) === (wwids.length === 0)) {
    const rule = 'is one of two, targetWwns and wwids, and exactly one must be set';
    throw rules.broken('targetWwns', targetWwns, rule, targetWwns.length === 0 ? 'set one' : 'remove one');
  }
  if (targetWwns.length > 0 && lun === undefined) {
    throw rules.broken('lun', lun, 'must be set with targetWwns', 'give the number of the LUN, from 0 to 255');
  }
  return {
    fsType: options.fsType,
    lun: lun === undefined ? undefined : rules.lun('lun', lun),
    readOnly: options.readOnly,
    targetWwNs: listUnlessEmpty([...targetWwns]),
    wwids: listUnlessEmpty([...wwids]),
  };
}

const QUALIFIED_NAMES = [
  /^iqn\.\d{4}-\d{2}\.[A-Za-z0-9.-]+:[^,;*&$|\s]+$/,
  /^eui\.[A-Za-z0-9]{16}$/,
  /^naa\.[A-Za-z0-9]{32}$/,
];

function qualifiedName(rules: VolumeRules, property: string, value: string): string {
  if (!QUALIFIED_NAMES.some((form) => form.test(value))) {
    const rule = 'must be an iSCSI name';
    const remedy = 'write it as iqn.2001-04.com.example:disk1, eui. and 16 or naa. and 32 letters and digits';
    throw rules.broken(property, value, rule, remedy);
  }
  return value;
}
