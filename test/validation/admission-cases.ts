import { Manifest } from '../../lib/synth/manifest';
import { ClusterKnowledge, REFERRED_KINDS } from '../../lib/validation/admission/surroundings';

const GROUP = 'core.spinkube.dev';

/** A SpinApp that nothing is wrong with but what is said. */
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

function shim(spec: object, name = 'spin-v2'): Manifest {
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

function volume(source: object = { emptyDir: {} }): object {
  return { name: 'a', ...source };
}

function claim(spec: object): object {
  const required = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: 1 } } };
  return volume({ ephemeral: { volumeClaimTemplate: { spec: { ...required, ...spec } } } });
}

function mount(options: object = {}): object {
  return { name: 'a', mountPath: '/a', ...options };
}

function mounted(options: object): Manifest {
  return spinApp({ volumes: [volume()], volumeMounts: [mount(options)] });
}

function variable(rest: object): Manifest {
  return spinApp({ variables: [{ name: 'a', ...rest }] });
}

/** A SpinApp with a Redis as its key value store, whose URL is in a key of a Secret or ConfigMap. */
function stored(valueFrom: object): Manifest {
  return spinApp({
    runtimeConfig: { keyValueStores: [{ name: 'a', type: 'redis', options: [{ name: 'url', valueFrom }] }] },
  });
}

function store(type: string, options?: object[]): Manifest {
  return spinApp({ runtimeConfig: { keyValueStores: [{ name: 'a', type, options }] } });
}

function database(type: string, options?: object[]): Manifest {
  return spinApp({ runtimeConfig: { sqliteDatabases: [{ name: 'a', type, options }] } });
}

function runtimeClass(handler: string): Manifest {
  return { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'wasm' }, handler };
}

/** The role of an operator, with rules besides. */
export function managerRole(...rules: object[]): Manifest {
  const own = { apiGroups: [GROUP], resources: ['spinapps/status'], verbs: ['get', 'update'] };
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'manager-role' },
    rules: [own, ...rules],
  };
}

const SECRET: Manifest = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'redis', namespace: 'shop' },
  stringData: { url: 'x' },
};

const KWASM: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'kwasm-operator', namespace: 'kwasm' },
  spec: { template: { spec: { containers: [{ name: 'a', env: [{ name: 'INSTALLER_IMAGE', value: 'b' }] }] } } },
};

function issuer(kind: string, venafi: object): Manifest {
  return { apiVersion: 'cert-manager.io/v1', kind, metadata: { name: 'venafi' }, spec: { venafi } };
}

const TOKEN = { name: 'token', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } };
const PLATFORM = { os: 'linux', arch: 'amd64', location: 'https://example.com/shim.tar.gz' };
const PROBE = { httpGet: { path: '/', httpHeaders: [] } };
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

/**
 * Level and name of a rule, an object that it finds something in, what it says, the nearest object that is right, and
 * what else there is.
 */
export type Case = [
  rule: string,
  wrong: Manifest,
  words: string,
  right: Manifest,
  others?: Manifest[],
  knowledge?: ClusterKnowledge,
];

export const CASES: Case[] = [
  [
    'error spin-app-replicas',
    spinApp({ replicas: undefined }),
    "'spec.replicas' (not set) replicas must be > 0; set it",
    spinApp({ replicas: undefined, enableAutoscaling: true }),
  ],
  [
    'error spin-app-replicas',
    spinApp({ replicas: 0 }),
    "'spec.replicas' (0) replicas must be > 0; delete the app to stop it",
    spinApp({ replicas: 0, enableAutoscaling: true }),
  ],
  [
    'error spin-app-replicas',
    spinApp({ replicas: 2, enableAutoscaling: true }),
    "'spec.replicas' (2) replicas cannot be set when autoscaling is enabled; remove it",
    spinApp({ replicas: 2, enableAutoscaling: false }),
  ],
  [
    'error spin-app-annotations',
    spinApp({ podAnnotations: { a: 'b' } }),
    `'spec.podAnnotations' ({"a":"b"}) cannot be set under the executor 'shim', which makes no Deployments; remove it`,
    spinApp({ podAnnotations: {}, serviceAnnotations: { a: 'b' } }),
    [executor({ createDeployment: false })],
  ],
  [
    'error spin-app-invocation-limits',
    spinApp({ invocationLimits: { memory: '128Mi' }, resources: { limits: { memory: '0.1Gi' } } }),
    "'spec.invocationLimits.memory' (128Mi) must not be more than spec.resources.limits.memory (0.1Gi); lower it, or raise the other",
    spinApp({ invocationLimits: { memory: '128Mi' }, resources: { limits: { memory: '0.125Gi' } } }),
  ],
  [
    'error spin-app-invocation-limits',
    spinApp({ invocationLimits: { memory: '2k' }, resources: { requests: { memory: 1999 } } }),
    "'spec.invocationLimits.memory' (2k) must not be more than spec.resources.requests.memory (1999); lower it, or raise the other",
    spinApp({
      invocationLimits: { memory: '2k' },
      resources: { requests: { memory: 1999 }, limits: { memory: '2000' } },
    }),
  ],
  [
    'error spin-app-invocation-limits',
    spinApp({ invocationLimits: { memory: 'much' } }),
    "'spec.invocationLimits.memory' (much) is not a quantity; write 128Mi",
    spinApp({ invocationLimits: { memory: '1Ei' } }),
  ],
  [
    'error spin-app-probe-headers',
    spinApp({ checks: { readiness: { httpGet: { path: '/' } } } }),
    "'spec.checks.readiness.httpGet.httpHeaders' (not set) becomes null in the webhook of the operator, and is then refused: must be of type array; write 'httpHeaders: []'",
    spinApp({ checks: { readiness: PROBE } }),
  ],
  [
    'warning spin-app-executor-elsewhere',
    spinApp({}),
    "'spec.executor' (shim) executor does not exist in namespace shop, only in a, b; use one that is there, or add one",
    spinApp({ executor: 'other' }),
    [
      executor({}, { namespace: 'a' }),
      executor({}, { namespace: 'b' }),
      executor({}, { ...LEGACY, namespace: 'shop' }),
    ],
  ],
  [
    'warning spin-app-name',
    spinApp({}, { name: 'a'.repeat(53) }),
    `'metadata.name' (${'a'.repeat(53)}) is longer than 52 characters, and the operator makes it part of a label key; choose a shorter name`,
    spinApp({}, { name: 'a'.repeat(52) }),
  ],
  [
    'warning spin-app-name',
    spinApp({}, { name: '1a' }),
    "'metadata.name' (1a) must be lower-case letters, digits and dashes, begin with a letter and end with a letter or digit; the Service and the container get it as well",
    spinApp({}, { name: 'a1' }),
  ],
  [
    'warning spin-app-probe',
    spinApp({ checks: { readiness: {} } }),
    "'spec.checks.readiness.httpGet' (not set) is the only kind of probe; set it",
    spinApp({ checks: { readiness: null } }),
  ],
  [
    'warning spin-app-probe',
    spinApp({ checks: { liveness: { ...PROBE, successThreshold: 2 } } }),
    "'spec.checks.liveness.successThreshold' (2) must be 1, as Kubernetes asks of a liveness probe; remove it",
    spinApp({ checks: { readiness: { ...PROBE, successThreshold: 2 }, liveness: { ...PROBE, successThreshold: 1 } } }),
  ],
  [
    'warning spin-app-variables',
    spinApp({ variables: [{ name: 'a' }, { name: 'b' }, { name: 'A' }] }),
    "'spec.variables[2].name' (A) becomes SPIN_VARIABLE_A, as spec.variables[0] does; rename one of them",
    spinApp({ variables: [{ name: 'a' }, { name: 'b' }, {}, {}] }),
  ],
  [
    'warning spin-app-volumes',
    spinApp({ volumes: [{ name: 'spin-ca', emptyDir: {} }] }),
    "'spec.volumes[0].name' (spin-ca) is the name of a volume that the operator adds; choose another name",
    spinApp({ volumes: [{ name: 'spin', emptyDir: {} }] }),
  ],
  [
    'warning spin-app-volumes',
    spinApp({ volumes: [volume(), volume()] }),
    "'spec.volumes[1].name' (a) is the name of spec.volumes[0] as well; rename one of them",
    spinApp({ volumes: [volume(), { name: 'b', emptyDir: {} }] }),
  ],
  [
    'warning spin-app-stores',
    spinApp({ runtimeConfig: { sqliteDatabases: [{ name: 'a' }, { name: 'a' }] } }),
    "'spec.runtimeConfig.sqliteDatabases[1].name' (a) is the name of spec.runtimeConfig.sqliteDatabases[0] as well; rename one of them",
    spinApp({ runtimeConfig: { keyValueStores: [{ name: 'a' }], sqliteDatabases: [{ name: 'a' }] } }),
  ],
  [
    'error executor-runtime',
    executor({ deploymentConfig: { runtimeClassName: 'a', spinImage: 'b' } }),
    "'spec.deploymentConfig.spinImage' (b) runtimeClassName and spinImage are mutually exclusive; remove one of them",
    executor({ deploymentConfig: { runtimeClassName: null, spinImage: 'b' } }),
  ],
  [
    'error executor-runtime',
    executor({ deploymentConfig: {} }),
    "'spec.deploymentConfig.runtimeClassName' (not set) either runtimeClassName or spinImage must be set; set one of them, or nothing but createDeployment: false",
    executor({ deploymentConfig: null }),
  ],
  [
    'warning executor-deployment-config',
    executor({ createDeployment: true }, LEGACY),
    "'spec.deploymentConfig' (not set) is needed to make Deployments: without it the operator panics at each SpinApp; set it, or 'createDeployment' to false",
    executor({ createDeployment: false }, LEGACY),
  ],
  [
    'warning shim-name',
    shim({}, 'spin.v2'),
    "'metadata.name' (spin.v2) must be a DNS label: it becomes the handler in containerd and the key of a node label; use at most 63 lower-case letters, digits and dashes, beginning and ending with a letter or digit",
    shim({}, 'spin-v2'),
  ],
  [
    'warning shim-node-selector',
    shim({ nodeSelector: { 'spin-v2': 'true' } }),
    "'spec.nodeSelector.spin-v2' (true) is the label of the Shim itself, which runtime-class-manager overwrites; select by another label",
    shim({ nodeSelector: { spin: 'true' } }),
  ],
  [
    'warning shim-rollout-strategy',
    shim({ rolloutStrategy: { type: 'rolling' } }),
    "'spec.rolloutStrategy.type' (rolling) is a strategy to which runtime-class-manager v0.2.0 answers with an error; use 'recreate'",
    shim({ rolloutStrategy: { type: 'recreate' } }),
  ],
  [
    'warning shim-fetch-strategy',
    shim({ fetchStrategy: { platforms: [] } }),
    `'spec.fetchStrategy' ({"platforms":[]}) says nowhere where the shim is; give 'platforms' or 'anonHttp'`,
    shim({ fetchStrategy: { platforms: [PLATFORM] } }),
  ],
  [
    'warning shim-handler',
    shim({ runtimeClass: { name: 'spin', handler: 'spin' } }),
    "'spec.runtimeClass.handler' (spin) is not the handler that the shim gets, spin-v2; give the RuntimeClass the name of the Shim as its handler",
    shim({ runtimeClass: { name: 'spin', handler: 'spin-v2' } }),
  ],
  [
    'error spin-app-executor',
    spinApp({ executor: 'shim' }),
    "'spec.executor' (shim) executor does not exist in namespace shop; add one, or refer to it with SpinAppExecutor.fromSpinAppExecutorName if the cluster has it",
    spinApp({ executor: 'anywhere' }),
    [],
    COMPLETE,
  ],
  [
    'error spin-app-executor',
    spinApp({ executor: 'elsewhere' }),
    "'spec.executor' (elsewhere) executor does not exist in namespace shop; add one, or refer to it with SpinAppExecutor.fromSpinAppExecutorName if the cluster has it",
    spinApp({ executor: 'shim' }),
    [executor({})],
    COMPLETE,
  ],
  [
    'error spin-app-executor',
    spinApp({}),
    "'spec.executor' (shim) executor does not exist in namespace shop, only in lobby; add one, or refer to it with SpinAppExecutor.fromSpinAppExecutorName if the cluster has it",
    spinApp({ executor: 'anywhere' }),
    [executor({}, { namespace: 'lobby' })],
    COMPLETE,
  ],
  ['warning spin-app-image', spinApp({ image: '' }), "'spec.image' ('') is needed; set it", spinApp({ image: 'a' })],
  [
    'warning spin-app-image',
    spinApp({ image: 'a ' }),
    "'spec.image' (a ) must not begin or end with a space; remove it",
    spinApp({ image: 'a' }),
  ],
  [
    'warning spin-app-service-account',
    spinApp({ serviceAccountName: 'A' }),
    "'spec.serviceAccountName' (A) is no name of an object: lower-case letters, digits, dashes and dots, at most 253 characters; begin and end it with a letter or digit",
    spinApp({ serviceAccountName: 'a.b-c' }),
  ],
  [
    'warning spin-app-pod-labels',
    spinApp({ podLabels: { 'a/b/c': 'd' } }),
    "'spec.podLabels['a/b/c']' (a/b/c) has a key that must be a qualified name: at most 63 letters, digits, dashes, underscores and dots; a DNS name and a slash may stand before it",
    spinApp({ podLabels: { 'a.b/C_d.e': '' } }),
  ],
  [
    'warning spin-app-pod-labels',
    spinApp({ podLabels: { a: 'b c' } }),
    "'spec.podLabels.a' (b c) must be at most 63 letters, digits, dashes, underscores and dots, and begin and end with a letter or digit; shorten or change it, or use an annotation",
    spinApp({ podLabels: { a: 'b' } }),
  ],
  ...['deploymentAnnotations', 'podAnnotations', 'serviceAnnotations'].map((property): Case => [
    'warning spin-app-annotation-keys',
    spinApp({ [property]: { 'a b': 'c' } }),
    `'spec.${property}['a b']' (a b) has a key that must be a qualified name: at most 63 letters, digits, dashes, underscores and dots; a DNS name and a slash may stand before it`,
    spinApp({ [property]: { 'Example.com/a': 'b c' } }),
  ]),
  [
    'warning spin-app-probe',
    spinApp({ checks: { readiness: { ...PROBE, periodSeconds: -1 } } }),
    "'spec.checks.readiness.periodSeconds' (-1) must not be negative; give at least 0",
    spinApp({ checks: { readiness: { ...PROBE, periodSeconds: 0 } } }),
  ],
  [
    'warning spin-app-probe',
    spinApp({ checks: { readiness: { httpGet: { path: '/', httpHeaders: [{ name: 'a b', value: '' }] } } } }),
    "'spec.checks.readiness.httpGet.httpHeaders[0].name' (a b) is no name of an HTTP header; use letters, digits and dashes",
    spinApp({ checks: { readiness: { httpGet: { path: '/', httpHeaders: [{ name: 'X-a', value: '' }] } } } }),
  ],
  [
    'warning spin-app-variable-names',
    spinApp({ variables: [{ name: 'a-b' }] }),
    "'spec.variables[0].name' (a-b) is no name of a Spin variable: letters, digits and underscores, beginning with a letter; use the name that spin.toml has",
    spinApp({ variables: [{ name: 'a_b' }] }),
  ],
  [
    'warning spin-app-variable-sources',
    variable({ value: 'b', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }),
    "'spec.variables[0].value' (b) may not be given together with valueFrom; remove one of them",
    variable({ value: '', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }),
  ],
  [
    'warning spin-app-variable-sources',
    variable({ valueFrom: {} }),
    "'spec.variables[0].valueFrom' ({}) must have exactly one source; set one of configMapKeyRef, fieldRef, resourceFieldRef, secretKeyRef",
    variable({ valueFrom: null }),
  ],
  [
    'warning spin-app-variable-sources',
    variable({ valueFrom: { secretKeyRef: { key: 'a' } } }),
    "'spec.variables[0].valueFrom.secretKeyRef.name' (not set) is needed; set it",
    variable({ valueFrom: { secretKeyRef: { name: 'b', key: 'a' } } }),
  ],
  [
    'warning spin-app-variable-sources',
    variable({ valueFrom: { configMapKeyRef: { name: 'a', key: '..' } } }),
    "'spec.variables[0].valueFrom.configMapKeyRef.key' (..) is no key of a Secret or ConfigMap: letters, digits, dashes, underscores and dots; name a key that it has",
    variable({ valueFrom: { configMapKeyRef: { name: 'a', key: 'a.b' } } }),
  ],
  [
    'warning spin-app-variable-sources',
    variable({ valueFrom: { fieldRef: { fieldPath: 'metadata.labels' } } }),
    "'spec.variables[0].valueFrom.fieldRef.fieldPath' (metadata.labels) is no field that a variable can have; name one such as metadata.name, status.podIP or metadata.labels['app']",
    variable({ valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']", apiVersion: 'v1' } } }),
  ],
  [
    'warning spin-app-variable-sources',
    variable({ valueFrom: { resourceFieldRef: { resource: 'cpu' } } }),
    "'spec.variables[0].valueFrom.resourceFieldRef.resource' (cpu) is no resource of a container; name one such as limits.cpu or requests.memory",
    variable({ valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } }),
  ],
  [
    'warning spin-app-variable-sources',
    variable({ valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1m' } } }),
    `'spec.variables[0].valueFrom.resourceFieldRef' ({"resource":"limits.memory","divisor":"1m"}) has a divisor that is no unit of it: 1m or 1 for CPU, 1, 1k, 1M, 1Ki, 1Mi and so on for the others; choose one of them`,
    variable({ valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } }),
  ],
  [
    'warning spin-app-variable-references',
    variable({ valueFrom: { secretKeyRef: { name: 'redis', key: 'urll' } } }),
    "'spec.variables[0].valueFrom.secretKeyRef.key' (urll) is no key of the Secret 'redis'; did you mean 'url'?",
    variable({ valueFrom: { secretKeyRef: { name: 'redis', key: 'urll', optional: true } } }),
    [SECRET],
  ],
  [
    'warning spin-app-volumes',
    spinApp({ volumes: [{ emptyDir: {} }] }),
    "'spec.volumes[0].name' (not set) is needed; set it",
    spinApp({ volumes: [volume()] }),
  ],
  [
    'warning spin-app-volumes',
    spinApp({ volumes: [{ name: 'A', emptyDir: {} }] }),
    "'spec.volumes[0].name' (A) must be a DNS label: lower-case letters, digits and dashes, at most 63 characters; begin and end it with a letter or digit",
    spinApp({ volumes: [volume()] }),
  ],
  [
    'warning spin-app-volume-sources',
    spinApp({ volumes: [{ name: 'a' }] }),
    `'spec.volumes[0]' ({"name":"a"}) has no source, and becomes an empty directory; say so with 'emptyDir: {}'`,
    spinApp({ volumes: [volume({ emptyDir: {}, hostPath: null })] }),
  ],
  [
    'warning spin-app-volume-sources',
    spinApp({ volumes: [volume({ emptyDir: {}, hostPath: { path: '/a' } })] }),
    `'spec.volumes[0]' ({"name":"a","emptyDir":{},"hostPath":{"path":"/a"}}) must have one source only, and has hostPath, emptyDir; keep one`,
    spinApp({ volumes: [volume({ hostPath: { path: '/a' } })] }),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ name: 'b' }),
    "'spec.volumeMounts[0].name' (b) is no volume of the app; add one to 'spec.volumes'",
    mounted({ name: 'spin-runtime-config' }),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ mountPath: '' }),
    "'spec.volumeMounts[0].mountPath' ('') is needed; set it",
    mounted({}),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ mountPath: '/runtime-config.toml' }),
    "'spec.volumeMounts[0].mountPath' (/runtime-config.toml) is where the operator mounts the runtime configuration; choose another path",
    mounted({ mountPath: '/runtime-config' }),
  ],
  [
    'warning spin-app-volume-mounts',
    spinApp({ volumes: [volume()], volumeMounts: [mount(), mount({ readOnly: true })] }),
    "'spec.volumeMounts[1].mountPath' (/a) is where spec.volumeMounts[0] is mounted as well; choose another path",
    spinApp({ volumes: [volume()], volumeMounts: [mount(), mount({ mountPath: '/a/' })] }),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ subPath: 'a/../b' }),
    "'spec.volumeMounts[0].subPath' (a/../b) must be a relative path without '..'; it is below where the volume is mounted",
    mounted({ subPath: 'a/..b' }),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ subPath: 'a', subPathExpr: 'b' }),
    "'spec.volumeMounts[0].subPathExpr' (b) may not be given together with subPath; remove one of them",
    mounted({ subPath: '', subPathExpr: 'b' }),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ mountPropagation: 'Bidirectional' }),
    "'spec.volumeMounts[0].mountPropagation' (Bidirectional) must be one of None, HostToContainer; choose one of them",
    mounted({ mountPropagation: 'HostToContainer' }),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ recursiveReadOnly: 'Enabled' }),
    "'spec.volumeMounts[0].recursiveReadOnly' (Enabled) may only be given to a mount that is read-only; set readOnly",
    mounted({ recursiveReadOnly: 'Enabled', readOnly: true, mountPropagation: 'None' }),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ recursiveReadOnly: 'IfPossible', readOnly: true, mountPropagation: 'HostToContainer' }),
    "'spec.volumeMounts[0].recursiveReadOnly' (IfPossible) may not be given with mount propagation; remove one of them",
    mounted({ recursiveReadOnly: 'Disabled', mountPropagation: 'HostToContainer' }),
  ],
  [
    'warning spin-app-resources',
    spinApp({ resources: { requests: { cpu: '500m' }, limits: { cpu: '0.4' } } }),
    "'spec.resources.requests.cpu' (500m) must not be more than the limit (0.4); lower it, or raise the limit",
    spinApp({ resources: { requests: { cpu: '500m' }, limits: { cpu: '0.5' } } }),
  ],
  [
    'warning spin-app-resources',
    spinApp({ resources: { requests: { memory: '-1Mi' } } }),
    "'spec.resources.requests.memory' (-1Mi) must not be negative; give at least 0",
    spinApp({ resources: { requests: { memory: '0' } } }),
  ],
  [
    'warning spin-app-extended-resources',
    spinApp({ resources: { requests: { 'nvidia.com/gpu': 1 } } }),
    "'spec.resources.requests['nvidia.com/gpu']' (1) needs a limit: there cannot be more of it than there is; set it",
    spinApp({ resources: { limits: { 'nvidia.com/gpu': 1 } } }),
  ],
  [
    'warning spin-app-extended-resources',
    spinApp({ resources: { requests: { 'nvidia.com/gpu': 1 }, limits: { 'nvidia.com/gpu': 2 } } }),
    "'spec.resources.requests['nvidia.com/gpu']' (1) must be the same as the limit (2); remove it",
    spinApp({ resources: { requests: { 'nvidia.com/gpu': 2 }, limits: { 'nvidia.com/gpu': '2' } } }),
  ],
  [
    'warning spin-app-extended-resources',
    spinApp({ resources: { limits: { 'nvidia.com/gpu': '500m' } } }),
    "'spec.resources.limits['nvidia.com/gpu']' (500m) must be a whole number; round it",
    spinApp({ resources: { limits: { 'nvidia.com/gpu': '2000m' } } }),
  ],
  [
    'warning spin-app-extended-resources',
    spinApp({ resources: { limits: { gpu: 1 } } }),
    "'spec.resources.limits.gpu' (1) is no resource of containers; name cpu, memory, ephemeral-storage, or one with a domain",
    spinApp({ resources: { limits: { 'example.com/gpu': 1 } } }),
  ],
  [
    'warning spin-app-runtime-options',
    store('redis'),
    "'spec.runtimeConfig.keyValueStores[0].options' (not set) lacks the option 'url', which the type redis needs; add it",
    store('redis', [{ name: 'url', value: 'a' }]),
  ],
  [
    'warning spin-app-runtime-types',
    store('rediss', []),
    "'spec.runtimeConfig.keyValueStores[0].type' (rediss) is no type of Spin's: spin, redis, azure_cosmos, aws_dynamo; did you mean 'redis'?",
    store('etcd', []),
  ],
  [
    'warning spin-app-runtime-text',
    store('aws_dynamo', [
      { name: 'region', value: 'a' },
      { name: 'table', value: 'b' },
      { name: 'consistent_read', value: 'true' },
    ]),
    "'spec.runtimeConfig.keyValueStores[0].options[2].name' (consistent_read) is no text for Spin, and the operator writes all options as text: the app would not start; write a whole runtime-config.toml, and name its Secret in 'loadFromSecret'",
    store('aws_dynamo', [
      { name: 'region', value: 'a' },
      { name: 'table', value: 'b' },
      { name: 'access_key', valueFrom: { secretKeyRef: { name: 'redis', key: 'c' } } },
    ]),
  ],
  [
    'warning spin-app-runtime-options',
    database('spin', [{ name: 'paths', value: 'a' }]),
    "'spec.runtimeConfig.sqliteDatabases[0].options[0].name' (paths) is no option of the type spin, which refuses others; did you mean 'path'?",
    database('spin', [{ name: 'path', value: 'a' }]),
  ],
  [
    'warning spin-app-runtime-options',
    database('libsql', [{ name: 'url', value: 'a' }, TOKEN, { name: 'replica', value: 'c' }]),
    "'spec.runtimeConfig.sqliteDatabases[0].options[2].name' (replica) is no option of the type libsql, which refuses others; remove it",
    database('libsql', [{ name: 'url', value: 'a' }, TOKEN]),
  ],
  [
    'warning spin-app-runtime-options',
    spinApp({ runtimeConfig: { llmCompute: { type: 'remote_http', options: [{ name: 'url', value: 'a' }] } } }),
    `'spec.runtimeConfig.llmCompute.options' ([{"name":"url","value":"a"}]) lacks the option 'auth_token', which the type remote_http needs; add it`,
    spinApp({ runtimeConfig: { llmCompute: { type: 'spin' } } }),
  ],
  [
    'warning spin-app-runtime-references',
    stored({ secretKeyRef: { name: 'redis', key: 'address' } }),
    "'spec.runtimeConfig.keyValueStores[0].options[0].valueFrom.secretKeyRef.key' (address) is no key of the Secret 'redis'; it has url",
    stored({ secretKeyRef: { name: 'redis', key: 'url' } }),
    [SECRET],
  ],
  [
    'warning spin-app-runtime-references',
    stored({ configMapKeyRef: { name: 'redis', key: 'url' } }),
    "'spec.runtimeConfig.keyValueStores[0].options[0].valueFrom.configMapKeyRef.name' (redis) is no ConfigMap of the namespace shop; add one",
    stored({ secretKeyRef: { name: 'redis', key: 'url' } }),
    [SECRET, executor({})],
    COMPLETE,
  ],
  [
    'warning spin-app-runtime-references',
    stored({ secretKeyRef: { key: 'url' } }),
    "'spec.runtimeConfig.keyValueStores[0].options[0].valueFrom.secretKeyRef.name' (not set) is needed; set it",
    stored({ secretKeyRef: { name: 'other', key: 'url' } }),
  ],
  [
    'warning spin-app-runtime-secret',
    spinApp({ runtimeConfig: { loadFromSecret: 'a', llmCompute: { type: 'spin' } } }),
    `'spec.runtimeConfig.llmCompute' ({"type":"spin"}) is not looked at beside loadFromSecret; move it into the file that the Secret holds`,
    spinApp({ runtimeConfig: { loadFromSecret: 'a', keyValueStores: [] } }),
  ],
  [
    'warning executor-names',
    executor({ deploymentConfig: { runtimeClassName: 'A' } }),
    "'spec.deploymentConfig.runtimeClassName' (A) is no name of an object: lower-case letters, digits, dashes and dots, at most 253 characters; begin and end it with a letter or digit",
    executor({ deploymentConfig: { runtimeClassName: 'a' } }),
  ],
  [
    'warning executor-runtime-class',
    executor({ deploymentConfig: { runtimeClassName: 'wasm' } }),
    "'spec.deploymentConfig.runtimeClassName' (wasm) RuntimeClass does not exist: pods are refused; add it, or refer to it with RuntimeClass.fromRuntimeClassName if the cluster has it",
    executor({ deploymentConfig: { runtimeClassName: 'external' } }),
    [],
    COMPLETE,
  ],
  [
    'warning executor-runtime-class',
    executor({ deploymentConfig: { runtimeClassName: 'wasm' } }),
    "'spec.deploymentConfig.runtimeClassName' (wasm) RuntimeClass does not exist: pods are refused; add it, or refer to it with RuntimeClass.fromRuntimeClassName if the cluster has it",
    executor({ deploymentConfig: { runtimeClassName: 'spin' } }),
    [shim({})],
    COMPLETE,
  ],
  [
    'warning executor-handler',
    executor({ deploymentConfig: { runtimeClassName: 'wasm' } }),
    "'spec.deploymentConfig.runtimeClassName' (wasm) is a RuntimeClass with the handler 'spin', which no node installer here sets up (spin-v2); give the RuntimeClass the handler 'spin-v2'",
    executor({ deploymentConfig: { runtimeClassName: 'other' } }),
    [runtimeClass('spin'), shim({})],
  ],
  [
    'warning executor-handler',
    executor({ deploymentConfig: { runtimeClassName: 'wasm' } }),
    "'spec.deploymentConfig.runtimeClassName' (wasm) is a RuntimeClass with the handler 'spin-v2', which no node installer here sets up (spin); give the RuntimeClass the handler 'spin'",
    executor({ deploymentConfig: { spinImage: 'a' } }),
    [runtimeClass('spin-v2'), KWASM],
  ],
  [
    'warning shim-fetch-strategy',
    shim({ fetchStrategy: { platforms: [{ ...PLATFORM, arch: 'riscv64' }] } }),
    "'spec.fetchStrategy.platforms[0].arch' (riscv64) must be one of amd64, arm64, x86_64, aarch64; choose one of them",
    shim({ fetchStrategy: { platforms: [PLATFORM] } }),
  ],
  ...(
    [
      ['Issuer', 'issuer-venafi'],
      ['ClusterIssuer', 'cluster-issuer-venafi'],
    ] as const
  ).flatMap(([kind, rule]): Case[] => [
    [
      `error ${rule}`,
      issuer(kind, { zone: 'a' }),
      `'spec.venafi' ({"zone":"a"}) must have exactly one of tpp, cloud and ngts; set one of them`,
      issuer(kind, { zone: 'a', tpp: {} }),
    ],
    [
      `error ${rule}`,
      issuer(kind, { tpp: {}, cloud: {} }),
      `'spec.venafi' ({"tpp":{},"cloud":{}}) must have exactly one of tpp, cloud and ngts; set one of them`,
      issuer(kind, { cloud: {} }),
    ],
  ]),
  [
    'error secret-plaintext',
    SECRET,
    "'stringData.url' (…) is a secret for everybody who reads the manifest; let an ExternalSecret or SealedSecret make the Secret, through ApiObject or Include, or set 'allowPlaintextSecrets'",
    { ...SECRET, stringData: {}, type: 'Opaque' },
  ],
  [
    'error secret-plaintext',
    { ...SECRET, stringData: undefined, data: { 'a.b': 'Yw==' } },
    "'data['a.b']' (…) is a secret for everybody who reads the manifest; let an ExternalSecret or SealedSecret make the Secret, through ApiObject or Include, or set 'allowPlaintextSecrets'",
    { ...SECRET, kind: 'ExternalSecret' },
  ],
  [
    'error spin-app-plaintext-secrets',
    spinApp({ variables: [{ name: 'db_password', value: 'a' }] }),
    "'spec.variables[0].value' (…) is a secret by its name, 'db_password', and for everybody to read; take it from a Secret, or set 'allowPlaintextSecrets'",
    spinApp({ variables: [{ name: 'db_password', value: '' }] }),
  ],
  [
    'error spin-app-plaintext-secrets',
    store('redis', [{ name: 'url', value: 'redis://user:word@example.com' }]),
    "'spec.runtimeConfig.keyValueStores[0].options[0].value' (…) is a URL with a password, for everybody to read; take it from a Secret",
    store('redis', [{ name: 'url', value: 'redis://example.com:6379/a:b@c' }]),
  ],
  [
    'error spin-app-plaintext-secrets',
    store('azure_cosmos', [
      ...['account', 'database', 'container'].map((name) => ({ name, value: 'a' })),
      { name: 'key', value: 'b' },
    ]),
    "'spec.runtimeConfig.keyValueStores[0].options[3].value' (…) is a secret by its name, 'key', and for everybody to read; take it from a Secret, or set 'allowPlaintextSecrets'",
    spinApp({ variables: [{ name: 'key', value: 'b' }] }),
  ],
  [
    'warning spin-app-variable-sources',
    variable({ valueFrom: { fieldRef: { fieldPath: "metadata.labels['a b']" } } }),
    "'spec.variables[0].valueFrom.fieldRef.fieldPath' (metadata.labels['a b']) is no field that a variable can have; name one such as metadata.name, status.podIP or metadata.labels['app']",
    variable({ valueFrom: { fieldRef: { fieldPath: "metadata.annotations['A.b/c']" } } }),
  ],
  [
    'warning spin-app-executor-default',
    spinApp({ executor: '' }),
    "'spec.executor' ('') is the first one of the cluster by its name; name one",
    spinApp({ executor: 'any' }),
  ],
  [
    'error spin-app-null-fields',
    spinApp({ volumes: [volume({ projected: {} })] }),
    "'spec.volumes[0].projected.sources' (not set) becomes null in the webhook of the operator, and is then refused; write 'sources: []'",
    spinApp({ volumes: [volume({ projected: { sources: [] } })] }),
  ],
  [
    'error spin-app-null-fields',
    spinApp({ volumes: [claim({ dataSource: { kind: 'a', name: 'b' } })] }),
    `'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.dataSource.apiGroup' (not set) becomes null in the webhook of the operator, and is then refused; write 'apiGroup: ""' for the core group`,
    spinApp({ volumes: [claim({ dataSource: { apiGroup: '', kind: 'a', name: 'b' } })] }),
  ],
  [
    'warning spin-app-image-pull-secrets',
    spinApp({ imagePullSecrets: [{ name: 'a' }, { name: 'a' }] }),
    "'spec.imagePullSecrets[1].name' (a) is the name of spec.imagePullSecrets[0] as well; rename one of them",
    spinApp({ imagePullSecrets: [{ name: 'a' }, { name: 'b' }] }),
  ],
  [
    'warning spin-app-pod-labels',
    spinApp({ podLabels: { '': 'a' } }),
    "'spec.podLabels['']' ('') has a key that must be a qualified name: at most 63 letters, digits, dashes, underscores and dots; a DNS name and a slash may stand before it",
    spinApp({ podLabels: { a: '' } }),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ recursiveReadOnly: '' }),
    "'spec.volumeMounts[0].recursiveReadOnly' ('') must be one of Disabled, IfPossible, Enabled; choose one of them",
    mounted({ recursiveReadOnly: null }),
  ],
  [
    'warning spin-app-extended-resources',
    spinApp({ resources: { limits: { cpu: 1, 'hugepages-2Mi': '3Mi' } } }),
    "'spec.resources.limits.hugepages-2Mi' (3Mi) must be a multiple of the size of the pages; give as many bytes as pages have, such as 4Mi of hugepages-2Mi",
    spinApp({ resources: { limits: { cpu: 1, 'hugepages-2Mi': '4Mi' } } }),
  ],
  [
    'warning spin-app-extended-resources',
    spinApp({ resources: { limits: { cpu: 1, 'hugepages-x': '2Mi' } } }),
    "'spec.resources.limits.hugepages-x' (2Mi) is of pages without a size; give as many bytes as pages have, such as 4Mi of hugepages-2Mi",
    spinApp({ resources: { limits: { cpu: 1, 'hugepages-1Gi': '2Gi' } } }),
  ],
  [
    'warning spin-app-extended-resources',
    spinApp({ resources: { limits: { 'hugepages-2Mi': '4Mi' } } }),
    "'spec.resources.limits.hugepages-2Mi' (4Mi) needs cpu or memory beside it; add a request or limit of one of them",
    spinApp({ resources: { requests: { memory: '1Mi' }, limits: { 'hugepages-2Mi': '4Mi' } } }),
  ],
  [
    'error spin-app-null-fields',
    spinApp({ volumes: [claim({ dataSourceRef: { kind: 'a', name: 'b' } })] }),
    `'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.dataSourceRef.apiGroup' (not set) becomes null in the webhook of the operator, and is then refused; write 'apiGroup: ""' for the core group`,
    spinApp({ volumes: [claim({ dataSourceRef: { apiGroup: 'a', kind: 'a', name: 'b' } })] }),
  ],
  [
    'warning spin-app-image-pull-secrets',
    spinApp({ imagePullSecrets: [{}, { name: null }] }),
    "'spec.imagePullSecrets[1].name' ('') is the name of spec.imagePullSecrets[0] as well; rename one of them",
    spinApp({ imagePullSecrets: [{}, { name: 'b' }] }),
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ name: 'spin-ca' }),
    "'spec.volumeMounts[0].name' (spin-ca) is no volume of the app; add one to 'spec.volumes'",
    mounted({ name: 'spin-runtime-config' }),
    [executor({ deploymentConfig: { runtimeClassName: 'a' } })],
  ],
  [
    'warning spin-app-volume-mounts',
    mounted({ name: 'spin' }),
    "'spec.volumeMounts[0].name' (spin) is no volume of the app; add one to 'spec.volumes'",
    mounted({ name: 'spin-ca' }),
    [executor({ deploymentConfig: { runtimeClassName: 'a', installDefaultCACerts: true } })],
  ],
  [
    'warning spin-app-probe',
    spinApp({ checks: { readiness: { httpGet: { path: '/', httpHeaders: [{ name: 'X_a', value: '' }] } } } }),
    "'spec.checks.readiness.httpGet.httpHeaders[0].name' (X_a) is no name of an HTTP header; use letters, digits and dashes",
    spinApp({ checks: { readiness: { httpGet: { path: '/', httpHeaders: [{ name: 'X-a', value: '' }] } } } }),
  ],
  [
    'error spin-app-annotations',
    spinApp({ deploymentAnnotations: { a: 'b', c: null } }),
    `'spec.deploymentAnnotations' ({"a":"b","c":null}) cannot be set under the executor 'shim', which makes no Deployments; remove it`,
    spinApp({ deploymentAnnotations: { c: null } }),
    [executor({ createDeployment: false })],
  ],
  [
    'error spin-app-invocation-limits',
    spinApp({
      invocationLimits: { memory: '2Mi' },
      resources: { limits: { memory: null }, requests: { memory: '1Mi' } },
    }),
    "'spec.invocationLimits.memory' (2Mi) must not be more than spec.resources.requests.memory (1Mi); lower it, or raise the other",
    spinApp({ invocationLimits: { memory: '2Mi' }, resources: { limits: { memory: null } } }),
  ],
  [
    'warning spin-app-config-maps',
    stored({ configMapKeyRef: { name: 'a', key: 'b' } }),
    `'spec.runtimeConfig.keyValueStores[0].options[0].valueFrom.configMapKeyRef' ({"name":"a","key":"b"}) is of a ConfigMap, which the operator here may not read: it stops for the whole cluster; let its ClusterRole get, list and watch configmaps, or use a Secret`,
    stored({ secretKeyRef: { name: 'a', key: 'b' } }),
    [managerRole()],
  ],
  [
    'warning spin-app-runtime-secret',
    spinApp({ runtimeConfig: { loadFromSecret: 'redis' } }),
    "'spec.runtimeConfig.loadFromSecret' (runtime-config.toml) is no key of the Secret 'redis'; it has url",
    spinApp({ runtimeConfig: { loadFromSecret: 'other' } }),
    [SECRET],
  ],
  [
    'warning spin-app-runtime-secret',
    spinApp({ runtimeConfig: { loadFromSecret: 'nowhere' } }),
    "'spec.runtimeConfig.loadFromSecret' (nowhere) is no Secret of the namespace shop; add one",
    spinApp({ runtimeConfig: {} }),
    [executor({})],
    COMPLETE,
  ],
  [
    'warning spin-app-service-account',
    spinApp({ serviceAccountName: 'runner' }),
    "'spec.serviceAccountName' (runner) is no ServiceAccount of the namespace shop; add one",
    spinApp({ serviceAccountName: 'default' }),
    [executor({})],
    COMPLETE,
  ],
];
