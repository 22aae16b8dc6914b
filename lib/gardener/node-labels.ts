import { WorkerPoolSettings } from './worker-pool-settings';

/** Labels that the nodes of a pool have by themselves, of Kubernetes and of Gardener. */
export function ownLabels({ architecture, containerRuntimes, machineType, name }: WorkerPoolSettings): {
  [key: string]: string;
} {
  const runtimes = containerRuntimes.map((type) => [`containerruntime.worker.gardener.cloud/${type}`, 'true'] as const);
  return {
    'kubernetes.io/arch': architecture,
    'kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': machineType,
    'worker.gardener.cloud/cri-name': 'containerd',
    'worker.gardener.cloud/pool': name,
    ...Object.fromEntries(runtimes),
  };
}
