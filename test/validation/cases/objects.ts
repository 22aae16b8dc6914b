import { Manifest } from '../../../lib/synth/manifest';
import { ClusterKnowledge, REFERRED_KINDS } from '../../../lib/validation/admission/surroundings';

export const GROUP = 'core.spinkube.dev';

/** A valid SpinApp with the given changes. */
export function spinApp(spec: object, { group = GROUP, name = 'hello' } = {}): Manifest {
  return {
    apiVersion: `${group}/v1alpha1`,
    kind: 'SpinApp',
    metadata: { name, namespace: 'shop' },
    spec: { image: 'hello', executor: 'shim', replicas: 1, ...spec },
  };
}

export function executor(spec: object, { group = GROUP, namespace = 'shop' } = {}): Manifest {
  return {
    apiVersion: `${group}/v1alpha1`,
    kind: 'SpinAppExecutor',
    metadata: { name: 'shim', namespace },
    spec,
  };
}

export function shim(spec: object, name = 'spin-v2'): Manifest {
  return {
    apiVersion: 'runtime.spinkube.dev/v1alpha1',
    kind: 'Shim',
    metadata: { name },
    spec: {
      fetchStrategy: { anonHttp: { location: 'https://example.com/shim' } },
      runtimeClass: { name: 'spin', handler: name },
      rolloutStrategy: { type: 'recreate' },
      ...spec,
    },
  };
}

export function volume(source: object = { emptyDir: {} }): object {
  return { name: 'a', ...source };
}

export function claim(spec: object): object {
  const required = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: 1 } } };
  return volume({ ephemeral: { volumeClaimTemplate: { spec: { ...required, ...spec } } } });
}

export function mount(options: object = {}): object {
  return { name: 'a', mountPath: '/a', ...options };
}

export function mounted(options: object): Manifest {
  return spinApp({ volumes: [volume()], volumeMounts: [mount(options)] });
}

export function variable(rest: object): Manifest {
  return spinApp({ variables: [{ name: 'a', ...rest }] });
}

/** A SpinApp with a Redis as its key value store, whose URL is in a key of a Secret or ConfigMap. */
export function stored(valueFrom: object): Manifest {
  return spinApp({
    runtimeConfig: { keyValueStores: [{ name: 'a', type: 'redis', options: [{ name: 'url', valueFrom }] }] },
  });
}

export function store(type: string, options?: object[]): Manifest {
  return spinApp({ runtimeConfig: { keyValueStores: [{ name: 'a', type, options }] } });
}

export function database(type: string, options?: object[]): Manifest {
  return spinApp({ runtimeConfig: { sqliteDatabases: [{ name: 'a', type, options }] } });
}

export function runtimeClass(handler: string, fields: object = {}): Manifest {
  return { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'wasm' }, handler, ...fields };
}

/** The role of an operator, with additional rules. */
export function managerRole(...rules: object[]): Manifest {
  const own = { apiGroups: [GROUP], resources: ['spinapps/status'], verbs: ['get', 'update'] };
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'manager-role' },
    rules: [own, ...rules],
  };
}

export const SECRET: Manifest = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'redis', namespace: 'shop' },
  stringData: { url: 'x' },
};

export const KWASM = kwasm('false');

/** kwasm-operator, which provisions all nodes or those with an annotation. */
export function kwasm(provisionsAll: string): Manifest {
  const env = [
    { name: 'INSTALLER_IMAGE', value: 'b' },
    { name: 'AUTO_PROVISION_NODES', value: provisionsAll },
  ];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'kwasm-operator', namespace: 'kwasm' },
    spec: { template: { spec: { containers: [{ name: 'a', env }] } } },
  };
}

export function issuer(kind: string, venafi: object): Manifest {
  return { apiVersion: 'cert-manager.io/v1', kind, metadata: { name: 'venafi' }, spec: { venafi } };
}

export const TOKEN = { name: 'token', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } };
export const PLATFORM = { os: 'linux', arch: 'amd64', location: 'https://example.com/shim.tar.gz' };
export const PROBE = { httpGet: { path: '/', httpHeaders: [] } };
/** The group of the operator until v0.3.0. */
export const LEGACY = { group: 'core.spinoperator.dev' };

/** All executors and RuntimeClasses of the cluster are known. */
export const COMPLETE: ClusterKnowledge = {
  completeKinds: REFERRED_KINDS,
  externals: [
    { kind: 'SpinAppExecutor', name: 'anywhere' },
    { kind: 'SpinAppExecutor', name: 'elsewhere', namespace: 'lobby' },
    { kind: 'RuntimeClass', name: 'external' },
  ],
};

/** An object in the namespace of `spinApp()`. */
export function inShop(apiVersion: string, kind: string, name: string, spec: object): Manifest {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, spec };
}

/** The namespace of `spinApp()`, which enforces a Pod Security Standard. */
export function enforcing(standard: string): Manifest {
  const labels = { 'pod-security.kubernetes.io/enforce': standard };
  const metadata = { name: 'shop', labels };
  return { apiVersion: 'v1', kind: 'Namespace', metadata };
}
