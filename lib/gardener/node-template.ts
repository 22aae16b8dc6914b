import { mapUnlessEmpty } from '../private/empty';

/**
 * Node template: resources that the cluster-autoscaler expects of a new node, to scale up a worker pool from zero.
 *
 * Values are Kubernetes quantities: `4`, `16Gi`.
 */
export interface NodeTemplate {
  /**
   * Capacity by resource: `cpu`, `memory`, `gpu`, `ephemeral-storage`.
   *
   * @default - the resources of the machine type in the CloudProfile
   */
  readonly capacity?: { [resource: string]: string };

  /**
   * Virtual capacity: extended resources that the nodes advertise, by name: `example.com/license`. Integers.
   *
   * @default - none
   */
  readonly virtualCapacity?: { [resource: string]: string };
}

/** @internal */
export function renderNodeTemplate({ capacity = {}, virtualCapacity = {} }: NodeTemplate): unknown {
  return { capacity: mapUnlessEmpty(capacity), virtualCapacity: mapUnlessEmpty(virtualCapacity) };
}
