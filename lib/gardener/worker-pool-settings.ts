import * as kplus from 'cdk8s-plus-28';
import { MachineImage } from './machine-image';
import { MachineArchitecture, WorkerPoolProps, WorkerPoolTaint } from './worker-pool-props';
import { WorkerPoolDataVolume } from './worker-pool-volume';

/**
 * What a worker pool has been told so far: its properties, copied, with the collections that can still grow.
 *
 * Rendering and checking read it and change nothing.
 */
export interface WorkerPoolSettings extends WorkerPoolProps {
  readonly architecture: MachineArchitecture;
  readonly image: MachineImage;
  readonly maxSurge: kplus.PercentOrAbsolute;
  readonly maxUnavailable: kplus.PercentOrAbsolute;
  readonly allowSystemComponents: boolean;
  readonly dataVolumes: WorkerPoolDataVolume[];
  readonly zones: string[];
  readonly labels: { [key: string]: string };
  readonly annotations: { [key: string]: string };
  readonly taints: WorkerPoolTaint[];
  readonly containerRuntimes: string[];
}

export function settle(props: WorkerPoolProps): WorkerPoolSettings {
  return {
    ...props,
    architecture: props.architecture ?? MachineArchitecture.AMD64,
    image: props.image ?? MachineImage.gardenLinux(),
    maxSurge: props.maxSurge ?? kplus.PercentOrAbsolute.absolute(1),
    maxUnavailable: props.maxUnavailable ?? kplus.PercentOrAbsolute.absolute(0),
    allowSystemComponents: props.allowSystemComponents ?? true,
    dataVolumes: [...(props.dataVolumes ?? [])],
    zones: [...(props.zones ?? [])],
    labels: { ...props.labels },
    annotations: { ...props.annotations },
    taints: [...(props.taints ?? [])],
    containerRuntimes: [...(props.containerRuntimes ?? [])],
  };
}
