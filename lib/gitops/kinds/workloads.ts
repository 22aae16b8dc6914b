import { field, list } from '../../synth/manifest';
import { DeliveryObject } from '../delivery';
import { call, resource } from '../kubectl/shell';
import { isOfKind, KnownKind } from './known-kind';

/** Deployment, DaemonSet and StatefulSet. Flux and Argo CD have health checks for them. */
export const WORKLOADS: KnownKind[] = ['Deployment', 'DaemonSet', 'StatefulSet'].map((kind) => ({
  apiVersion: 'apps/v1',
  kind,
  kubectl: {
    waits: (object) => [call('rolled_out', object.namespace ?? '', resource(object))],
    ...(kind === 'Deployment' && { removal: kwasmRemoval }),
  },
}));

export const JOB: KnownKind = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  kubectl: { waits: (object) => [call('wait_for', 'condition=Complete', object.namespace ?? '', resource(object))] },
};

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
  return (
    isOfKind(object, WORKLOADS[0]) &&
    list(object.manifest, 'spec', 'template', 'spec', 'containers')
      .flatMap((container) => list(container, 'env'))
      .some((env) => field(env, 'name') === variable)
  );
}
