import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../imports/core.spinkube.dev';
import { IPodStorage } from './volumes/pod-volume';

/** Recursive read-only mounts: whether mounts below a read-only mount are read-only too. */
export enum RecursiveReadOnly {
  /** Submounts stay as they were mounted. */
  DISABLED = 'Disabled',

  /** Submounts are read-only if the container runtime of the node supports it. */
  IF_POSSIBLE = 'IfPossible',

  /** Submounts are read-only; without support in the container runtime the pod does not start. */
  ENABLED = 'Enabled',
}

/** Options of a volume mount in a SpinApp. */
export interface SpinAppMountOptions extends kplus.MountOptions {
  /**
   * Recursive read-only mounts: whether mounts below a read-only mount are read-only too.
   *
   * @default - not set: Kubernetes takes `RecursiveReadOnly.DISABLED`
   */
  readonly recursiveReadOnly?: RecursiveReadOnly;
}

/** A volume mount of a SpinApp. */
export interface SpinAppVolumeMount extends SpinAppMountOptions {
  /** Path in the container to mount the volume at. */
  readonly path: string;

  /** The volume, or storage that can be converted to one, such as a claim. */
  readonly volume: kplus.IStorage | IPodStorage;
}

/** Renders an entry of `spec.volumeMounts`. */
export function renderMount(mount: SpinAppVolumeMount): l1.SpinAppSpecVolumeMounts {
  return {
    name: mount.volume.asVolume().name,
    mountPath: mount.path,
    mountPropagation: mount.propagation,
    readOnly: mount.readOnly,
    recursiveReadOnly: mount.recursiveReadOnly,
    subPath: mount.subPath,
    subPathExpr: mount.subPathExpr,
  };
}
