import { hasVariable, list, Manifest } from '../../synth/manifest';
import { SMOKE_TEST, smokeTestOf } from '../../synth/smoke-tests';
import { DeliveryObject } from '../delivery';
import { call, resource } from '../kubectl/shell';
import { isOfKind, KnownKind } from './known-kind';

/** Deployment, DaemonSet and StatefulSet. Flux and Argo CD have health checks for them. */
export const WORKLOADS: KnownKind[] = ['Deployment', 'DaemonSet', 'StatefulSet'].map((kind) => ({
  apiVersion: 'apps/v1',
  kind,
  kubectl: {
    waits: (object) => [{ call: ['rolled_out', object.namespace ?? ''], resource: resource(object) }],
    ...(kind === 'Deployment' && { removal: kwasmRemoval }),
  },
}));

/** Job. Flux and Argo CD have health checks for it. Those of a smoke test have a name for each version of what they test. */
export const JOB: KnownKind = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  kubectl: {
    prepares: (object) => ofSmokeTest(object, (namespace, label) => call('renew_test', namespace, label, object.name)),
    waits: (object) => [{ call: ['job_complete', object.namespace ?? '', resource(object)] }],
    removal: (object) =>
      ofSmokeTest(object, (namespace, label) => call('gone', namespace, 'jobs.batch', '--selector', label)),
  },
};

/** A call about all Jobs of a smoke test, by their label; none for another Job. */
function ofSmokeTest(
  { manifest, namespace = '' }: DeliveryObject,
  callFor: (namespace: string, label: string) => string,
): string[] {
  const test = smokeTestOf(manifest as Manifest);
  return test === undefined ? [] : [callFor(namespace, `${SMOKE_TEST}=${test}`)];
}

/** Role. One for leader election names the Lease that the pods create and leave behind. */
export const ROLE: KnownKind = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  kubectl: {
    removal: (object) => [call('gone', object.namespace ?? '', resource(object), ...leases(object))],
  },
};

function leases({ manifest }: DeliveryObject): string[] {
  return list(manifest, 'rules')
    .filter((rule) => list(rule, 'resources').includes('leases'))
    .flatMap((rule) => list(rule, 'resourceNames').map((name) => `lease.coordination.k8s.io/${String(name)}`));
}

/** kwasm-operator marks the nodes, and does not clean up. */
function kwasmRemoval(object: DeliveryObject): string[] {
  return installsShim(object, 'INSTALLER_IMAGE')
    ? [
        call('gone', object.namespace ?? '', resource(object)),
        `${call('k', 'annotate', 'nodes', '--all', 'kwasm.sh/kwasm-node-')} || true`,
        `${call('k', 'label', 'nodes', '--all', 'kwasm.sh/kwasm-provisioned-')} || true`,
        call('say', 'kwasm-operator does not uninstall the shim from the nodes; new nodes do not get it'),
      ]
    : [];
}

/** True for an operator that installs shims: an environment variable names the image that it runs on the nodes. */
export function installsShim(object: DeliveryObject, variable: string): boolean {
  return isOfKind(object, WORKLOADS[0]) && hasVariable(object.manifest, variable);
}
