import * as kplus from 'cdk8s-plus-28';
import { Kubectl } from './kubectl';
import { eventually } from './suite';

/** Environment variables of a container by name: their values or sources. */
export interface Environment {
  readonly [name: string]: unknown;
}

/** Pod template of an app, with its container and environment. */
export interface AppPod {
  readonly metadata: kplus.k8s.ObjectMeta;
  readonly spec: kplus.k8s.PodSpec;
  readonly container: kplus.k8s.Container;
  readonly environment: Environment;
}

/** Pod template of the Deployment that the operator creates for an app. */
export async function podOf(kubectl: Kubectl, app: string): Promise<AppPod> {
  const found = await eventually(`the Deployment ${app}`, async () => (await kubectl.get(`deployment/${app}`))[0]);
  const { template } = found.spec as { template: { metadata: kplus.k8s.ObjectMeta; spec: kplus.k8s.PodSpec } };
  const { metadata, spec } = template;
  const [container] = spec.containers;
  const environment = (container.env ?? []).map(({ name, value, valueFrom }) => [name, valueFrom ?? value ?? '']);
  return { metadata, spec, container, environment: Object.fromEntries(environment) as Environment };
}
