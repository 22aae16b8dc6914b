import { Manifest } from '../../../lib/synth/manifest';
import { ClusterKnowledge } from '../../../lib/validation/admission/surroundings';

const SPINKUBE = 'core.spinkube.dev/v1alpha1';

/** The namespace of all objects here. */
export const NAMESPACE = 'verdicts';

/**
 * All executors of the cluster, each with different settings. A SpinApp without an executor gets the first one in
 * alphabetical order.
 */
export const EXECUTORS: readonly Manifest[] = [
  executor('containerd-shim-spin', {
    createDeployment: true,
    deploymentConfig: { runtimeClassName: 'wasmtime-spin-v2' },
  }),
  executor('external', { createDeployment: false }),
  executor('spintainer', { createDeployment: true, deploymentConfig: { spinImage: 'ghcr.io/example/spin:v3' } }),
  executor('traced', {
    createDeployment: true,
    deploymentConfig: {
      runtimeClassName: 'wasmtime-spin-v2',
      installDefaultCACerts: true,
      otel: { exporter_otlp_endpoint: 'http://otel:4318' },
    },
  }),
];

/** Objects that already exist in the namespace. */
export const NEIGHBOURS: readonly Manifest[] = [
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys', namespace: NAMESPACE }, stringData: { url: 'x' } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: NAMESPACE }, data: { url: 'x' } },
  ...EXECUTORS,
];

/** The namespace has no other ConfigMaps, Secrets and executors. */
export const KNOWLEDGE: ClusterKnowledge = {
  completeKinds: ['ConfigMap', 'Secret', 'SpinAppExecutor'],
  externals: [],
};

/** An object of SpinKube in the namespace, with the given fields. */
export function spinkube(kind: 'SpinApp' | 'SpinAppExecutor', rest: { readonly [field: string]: unknown }): Manifest {
  const metadata = { ...(rest.metadata as object | undefined), namespace: NAMESPACE };
  return { ...rest, apiVersion: SPINKUBE, kind, metadata };
}

function executor(name: string, spec: object): Manifest {
  return spinkube('SpinAppExecutor', { metadata: { name }, spec });
}
