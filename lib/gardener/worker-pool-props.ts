import * as kplus from 'cdk8s-plus-28';
import { RuntimeClass } from '../app/runtime-class';
import { MachineImage } from './machine-image';
import { WorkerConfig } from './worker-config';
import { WorkerPoolDataVolume, WorkerPoolVolume } from './worker-pool-volume';

/** The processor of machines. */
export enum MachineArchitecture {
  /** Intel and AMD. */
  AMD64 = 'amd64',

  /** ARM. */
  ARM64 = 'arm64',
}

/** A taint of the nodes of a worker pool: it keeps off pods that do not tolerate it. */
export interface WorkerPoolTaint {
  /** Its key. */
  readonly key: string;

  /**
   * Its value.
   *
   * @default - none
   */
  readonly value?: string;

  /** What it does to pods that do not tolerate it. */
  readonly effect: kplus.TaintEffect;
}

/**
 * Properties of a `WorkerPool`.
 *
 * What Gardener would fill in is written in full, but for the version of the image: to GitOps tools a list in which something
 * was left out is another one.
 */
export interface WorkerPoolProps {
  /** Its name: a DNS label of at most 15 characters, and each in a Shoot once. */
  readonly name: string;

  /** Type of the machines, as the CloudProfile knows it: `m5.large`. */
  readonly machineType: string;

  /** The number of machines that are always there. */
  readonly minimum: number;

  /** The number of machines that the autoscaler may go up to; at least one for each zone. */
  readonly maximum: number;

  /**
   * The processor of the machines.
   *
   * @default MachineArchitecture.AMD64
   */
  readonly architecture?: MachineArchitecture;

  /**
   * Their operating system.
   *
   * @default MachineImage.gardenLinux()
   */
  readonly image?: MachineImage;

  /**
   * Their root volume.
   *
   * @default - that of the machine type; AWS needs one
   */
  readonly volume?: WorkerPoolVolume;

  /**
   * Further volumes of the machines. Needs a root volume.
   *
   * @default - none
   */
  readonly dataVolumes?: WorkerPoolDataVolume[];

  /**
   * Name of the data volume that has what kubelet and containerd keep, images among it.
   *
   * @default - none: that is on the root volume
   */
  readonly kubeletDataVolumeName?: string;

  /**
   * The zones that the machines are distributed to. Once given, none may go.
   *
   * @default - none; AWS needs one
   */
  readonly zones?: string[];

  /**
   * Labels of the nodes.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the nodes.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Taints of the nodes.
   *
   * @default - none
   */
  readonly taints?: WorkerPoolTaint[];

  /**
   * Runtimes that Gardener's own extensions add to containerd, by type: `gvisor`.
   *
   * @default - none
   */
  readonly containerRuntimes?: string[];

  /**
   * How many machines more there may be during an update.
   *
   * @default kplus.PercentOrAbsolute.absolute(1)
   */
  readonly maxSurge?: kplus.PercentOrAbsolute;

  /**
   * How many machines less there may be during an update.
   *
   * @default kplus.PercentOrAbsolute.absolute(0)
   */
  readonly maxUnavailable?: kplus.PercentOrAbsolute;

  /**
   * Whether Gardener may run the system components of the Shoot here. One pool must take them.
   *
   * @default true
   */
  readonly allowSystemComponents?: boolean;

  /**
   * What the cloud provider is told about the pool.
   *
   * @default - nothing
   */
  readonly providerConfig?: WorkerConfig;
}

/** Options of `WorkerPool.runsSpin()`. */
export interface RunsSpinOptions {
  /**
   * The RuntimeClass of the SpinApps: `spinkube.runtimeClass`. Its pods are sent to the pool, and it tolerates the taint. The
   * bundle that it is in asks for no labels or annotations of nodes any more.
   *
   * @default - none: who makes it sees to that
   */
  readonly runtimeClass?: RuntimeClass;

  /**
   * A taint that keeps other pods off. A SpinApp cannot tolerate taints, its RuntimeClass can.
   *
   * @default - none: other pods run here as well
   */
  readonly taint?: WorkerPoolTaint;
}
