import * as kplus from 'cdk8s-plus-28';
import { RESTRICTED_CONTAINER } from '../workload/security-context';

/** The variable that every container gets; arguments refer to it. */
export const NAMESPACE_VARIABLE = 'POD_NAMESPACE';

/** The namespace of the pod, in an argument. */
export const OWN_NAMESPACE = `$(${NAMESPACE_VARIABLE})`;

/** What the containers of all components have. */
export const CONTAINER = {
  env: [{ name: NAMESPACE_VARIABLE, valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }],
  securityContext: { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true },
};

/** A question to a port of the pod, over HTTP. */
export function httpGet(path: string, port: kplus.k8s.IntOrString): Pick<kplus.k8s.Probe, 'httpGet'> {
  return { httpGet: { path, port, scheme: 'HTTP' } };
}
