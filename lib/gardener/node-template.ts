import { mapUnlessEmpty } from '../private/empty';
import { violation } from '../private/errors';
import { parseQuantity } from '../validation/parse-quantity';

/** Quantities are counted in billionths. */
const BILLION = 10n ** 9n;

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

/** What Gardener's providers refuse of it. */
export function validateNodeTemplate({ capacity = {}, virtualCapacity = {} }: NodeTemplate): string[] {
  return [
    ...Object.entries(capacity).flatMap(([resource, quantity]) => validateQuantity('capacity', resource, quantity)),
    ...Object.entries(virtualCapacity).flatMap(([resource, quantity]) => {
      const errors = validateQuantity('virtualCapacity', resource, quantity);
      const isWhole = (parseQuantity(quantity) ?? 0n) % BILLION === 0n;
      return errors.length > 0 || isWhole
        ? errors
        : [violation(propertyOf('virtualCapacity', resource), quantity, 'is no whole number', 'round it')];
    }),
  ];
}

function validateQuantity(property: string, resource: string, quantity: string): string[] {
  const value = parseQuantity(quantity);
  const rule = value === undefined ? 'is not a quantity' : 'must not be negative';
  return value === undefined || value < 0n
    ? [violation(propertyOf(property, resource), quantity, rule, 'write 4, 500m or 16Gi')]
    : [];
}

function propertyOf(property: string, resource: string): string {
  return `providerConfig.nodeTemplate.${property}.${resource}`;
}
