import * as kplus from 'cdk8s-plus-28';
import { Kubectl } from './kubectl';
import { eventually } from './suite';

/** The environment of a container, by name: a value, or where it is from. */
export interface Environment {
  readonly [name: string]: unknown;
}

/** The pod of an app as the operator has written it, with what counts most. */
export interface AppPod {
  readonly metadata: kplus.k8s.ObjectMeta;
  readonly spec: kplus.k8s.PodSpec;
  readonly container: kplus.k8s.Container;
  readonly environment: Environment;
}

/** What the operator has made of an app: the pods of its Deployment. */
export async function podOf(kubectl: Kubectl, app: string): Promise<AppPod> {
  const found = await eventually(`the Deployment ${app}`, async () => (await kubectl.get(`deployment/${app}`))[0]);
  const { template } = found.spec as { template: { metadata: kplus.k8s.ObjectMeta; spec: kplus.k8s.PodSpec } };
  const { metadata, spec } = template;
  const [container] = spec.containers;
  const environment = (container.env ?? []).map(({ name, value, valueFrom }) => [name, valueFrom ?? value ?? '']);
  return { metadata, spec, container, environment: Object.fromEntries(environment) as Environment };
}
