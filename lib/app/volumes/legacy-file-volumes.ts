import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../../imports/core.spinkube.dev';
import { mapUnlessEmpty } from '../../private/empty';
import { VolumeRules } from './volume-rules';

/** Options of a volume on a file system of Ceph. */
export interface CephFsVolumeOptions {
  /** Addresses of the monitors, at least one. */
  readonly monitors: string[];

  /**
   * Directory of the file system to mount.
   *
   * @default - not set: Kubernetes takes `/`
   */
  readonly path?: string;

  /**
   * Name of the Ceph user.
   *
   * @default - not set: Kubernetes takes `admin`
   */
  readonly user?: string;

  /**
   * Secret with the key of the user. It goes before `secretFile`.
   *
   * @default - the key is in `secretFile`
   */
  readonly secret?: kplus.ISecret;

  /**
   * File on the node with the key ring of the user.
   *
   * @default - not set: Kubernetes takes `/etc/ceph/user.secret`
   */
  readonly secretFile?: string;

  /**
   * Whether the volume is read-only in all containers.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly readOnly?: boolean;
}

/** Options of a volume on a file system of Gluster. */
export interface GlusterfsVolumeOptions {
  /** Name of the Endpoints object with the addresses of the Gluster cluster, in the namespace of the pod. */
  readonly endpoints: string;

  /** Name of the Gluster volume. */
  readonly path: string;

  /**
   * Whether the volume is read-only in all containers.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly readOnly?: boolean;
}

/** Options of a volume on a file system of Quobyte. */
export interface QuobyteVolumeOptions {
  /** Addresses of the registries: `host:port`, several of them separated by commas. */
  readonly registry: string;

  /** Name of the Quobyte volume. */
  readonly volume: string;

  /**
   * Who owns the volume in Quobyte, at most 64 characters.
   *
   * @default - none
   */
  readonly tenant?: string;

  /**
   * User to mount the volume as.
   *
   * @default - not set: Quobyte takes its service account
   */
  readonly user?: string;

  /**
   * Group to mount the volume as.
   *
   * @default - none
   */
  readonly group?: string;

  /**
   * Whether the volume is read-only in all containers.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly readOnly?: boolean;
}

/** Options of a volume that a FlexVolume driver on the nodes mounts. */
export interface FlexVolumeOptions {
  /** Name of the driver, such as `example.com/lvm`. */
  readonly driver: string;

  /**
   * What the driver wants to know. Keys of `kubernetes.io` and `k8s.io` are reserved.
   *
   * @default - none
   */
  readonly options?: { [key: string]: string };

  /**
   * Secret that the driver gets.
   *
   * @default - none
   */
  readonly secret?: kplus.ISecret;

  /**
   * File system to mount, such as `ext4`.
   *
   * @default - the driver decides
   */
  readonly fsType?: string;

  /**
   * Whether the volume is read-only in all containers.
   *
   * @default - not set: Kubernetes takes `false`
   */
  readonly readOnly?: boolean;
}

/** Options of a volume with a clone of a Git repository. */
export interface GitRepoVolumeOptions {
  /** URL of the repository. */
  readonly repository: string;

  /**
   * Hash of the commit.
   *
   * @default - what the default branch has when the pod starts
   */
  readonly revision?: string;

  /**
   * Directory of the volume to clone into; `.` is the volume itself.
   *
   * @default - a directory named like the repository
   */
  readonly directory?: string;
}

/** Renders the source `cephfs`. */
export function cephFs(rules: VolumeRules, options: CephFsVolumeOptions): l1.SpinAppSpecVolumesCephfs {
  return {
    monitors: rules.texts('monitors', options.monitors, 'the address of at least one monitor'),
    path: options.path,
    readOnly: options.readOnly,
    secretFile: options.secretFile,
    secretRef: options.secret && { name: options.secret.name },
    user: options.user,
  };
}

/** Renders the source `glusterfs`. */
export function glusterfs(rules: VolumeRules, options: GlusterfsVolumeOptions): l1.SpinAppSpecVolumesGlusterfs {
  return {
    endpoints: rules.text('endpoints', options.endpoints, 'the name of the Endpoints object'),
    path: rules.text('path', options.path, 'the name of the Gluster volume'),
    readOnly: options.readOnly,
  };
}

/** Renders the source `quobyte`. */
export function quobyte(rules: VolumeRules, options: QuobyteVolumeOptions): l1.SpinAppSpecVolumesQuobyte {
  const { registry, tenant } = options;
  if (!registry.split(',').every((pair) => /^([^:[\]]*|\[[^[\]]*\]):[^:[\]]*$/.test(pair))) {
    const rule = 'must be host:port, or several of them separated by commas';
    throw rules.broken('registry', registry, rule, 'give the addresses of the registries');
  }
  if (tenant !== undefined && tenant.length > 64) {
    throw rules.broken('tenant', tenant, 'must not be longer than 64 characters', 'give the id of the tenant');
  }
  return {
    group: options.group,
    readOnly: options.readOnly,
    registry,
    tenant,
    user: options.user,
    volume: rules.text('volume', options.volume, 'the name of the Quobyte volume'),
  };
}

/** Renders the source `flexVolume`. */
export function flexVolume(rules: VolumeRules, options: FlexVolumeOptions): l1.SpinAppSpecVolumesFlexVolume {
  const reserved = Object.keys(options.options ?? {}).find((key) =>
    /(^|\.)(kubernetes|k8s)\.io$/i.test(key.split('/')[0]),
  );
  if (reserved !== undefined) {
    const rule = 'must not have keys of kubernetes.io and k8s.io, which are reserved';
    throw rules.broken('options', reserved, rule, 'take the keys that the driver knows');
  }
  return {
    driver: rules.text('driver', options.driver, 'the name of the driver'),
    fsType: options.fsType,
    options: mapUnlessEmpty(options.options ?? {}),
    readOnly: options.readOnly,
    secretRef: options.secret && { name: options.secret.name },
  };
}

/** Renders the source `gitRepo`. */
export function gitRepo(rules: VolumeRules, options: GitRepoVolumeOptions): l1.SpinAppSpecVolumesGitRepo {
  const { directory } = options;
  return {
    directory: directory === undefined ? undefined : rules.descendingPath('directory', directory),
    repository: rules.text('repository', options.repository, 'the URL of the repository'),
    revision: options.revision,
  };
}
