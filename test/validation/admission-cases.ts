import { Manifest } from '../../lib/synth/manifest';

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

const PROBE = { httpGet: { path: '/', httpHeaders: [] } };
/** The group of the operator until v0.3.0. */
export const LEGACY = { group: 'core.spinoperator.dev' };

/**
 * Level and name of a rule, an object that it finds something in, what it says, the nearest object that is right, and
 * what else there is.
 */
export type Case = [rule: string, wrong: Manifest, words: string, right: Manifest, others?: Manifest[]];

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
    "'spec.invocationLimits.memory' (128Mi) must not be more than spec.resources.limits.memory (0.1Gi); lower it",
    spinApp({ invocationLimits: { memory: '128Mi' }, resources: { limits: { memory: '0.125Gi' } } }),
  ],
  [
    'error spin-app-invocation-limits',
    spinApp({ invocationLimits: { memory: '2k' }, resources: { requests: { memory: 1999 } } }),
    "'spec.invocationLimits.memory' (2k) must not be more than spec.resources.requests.memory (1999); lower it",
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
    'warning spin-app-executor',
    spinApp({}),
    "'spec.executor' (shim) executor does not exist in namespace shop, only in a, b; add one, unless the cluster has it there",
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
    spinApp({ volumes: [{ name: 'spin-ca' }] }),
    "'spec.volumes[0].name' (spin-ca) is the name of a volume that the operator adds; choose another name",
    spinApp({ volumes: [{ name: 'spin' }] }),
  ],
  [
    'warning spin-app-volumes',
    spinApp({ volumes: [{ name: 'a' }, { name: 'a' }] }),
    "'spec.volumes[1].name' (a) is the name of spec.volumes[0] as well; rename one of them",
    spinApp({ volumes: [{ name: 'a' }, { name: 'A' }] }),
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
    "'spec.deploymentConfig.runtimeClassName' (not set) either runtimeClassName or spinImage must be set; set one of them",
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
    shim({ fetchStrategy: { platforms: [{ os: 'linux' }] } }),
  ],
  [
    'warning shim-handler',
    shim({ runtimeClass: { name: 'spin', handler: 'spin' } }),
    "'spec.runtimeClass.handler' (spin) is not the handler that the shim gets, spin-v2; give the RuntimeClass the name of the Shim as its handler",
    shim({ runtimeClass: { name: 'spin', handler: 'spin-v2' } }),
  ],
];
