import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../imports/core.spinkube.dev';
import { mapUnlessEmpty } from '../private/empty';
import { resourceQuantities, sizeQuantity } from '../private/quantity';

/** Invocation limits: resources of a single request to a Spin app. */
export interface InvocationLimits {
  /**
   * Memory limit of one component instance. At most the memory limit of the app, or its memory request if it has no limit.
   *
   * @default - no limit
   */
  readonly memory?: Size;
}

/** Renders `spec.invocationLimits`; undefined without any. */
export function renderInvocationLimits({ memory }: InvocationLimits = {}): { [name: string]: string } | undefined {
  return memory && { memory: sizeQuantity(memory) };
}

/**
 * Renders `spec.resources`; undefined without any.
 *
 * @param resources requests and limits
 * @param extendedResources extended resources by name, which are limits and, in Kubernetes, requests as well
 */
export function renderResources(
  resources: kplus.ContainerResources = {},
  extendedResources: { [name: string]: number } = {},
): l1.SpinAppSpecResources | undefined {
  const requests = mapUnlessEmpty(resourceQuantities(resources, 'request'));
  const limits = mapUnlessEmpty({ ...resourceQuantities(resources, 'limit'), ...extendedResources });
  return (requests ?? limits)
    ? { requests: requests && quantities(requests), limits: limits && quantities(limits) }
    : undefined;
}

/** The generated classes of requests and limits hold a value and nothing else. */
function quantities(amounts: { [name: string]: string | number }): { [name: string]: { value: string | number } } {
  return Object.fromEntries(Object.entries(amounts).map(([name, value]) => [name, { value }]));
}
