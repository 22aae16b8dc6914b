import { MachineImage } from './machine-image';
import { WorkerPoolProps, WorkerPoolTaint } from './worker-pool-props';

/**
 * What a worker pool has been told so far: its properties, copied, with the collections that can still grow.
 *
 * Rendering and checking read it and change nothing.
 */
export interface WorkerPoolSettings extends WorkerPoolProps {
  readonly image: MachineImage;
  readonly zones: string[];
  readonly labels: { [key: string]: string };
  readonly annotations: { [key: string]: string };
  readonly taints: WorkerPoolTaint[];
  readonly containerRuntimes: string[];
}

export function settle(props: WorkerPoolProps): WorkerPoolSettings {
  return {
    ...props,
    image: props.image ?? MachineImage.gardenLinux(),
    zones: [...(props.zones ?? [])],
    labels: { ...props.labels },
    annotations: { ...props.annotations },
    taints: [...(props.taints ?? [])],
    containerRuntimes: [...(props.containerRuntimes ?? [])],
  };
}
