import { APPLICATIONS, object, Stages, stagesThatChange } from './trees';

/** The risks of the change of an object, as `name: text`. */
function risksOf(before: object | undefined, after: object | undefined, around: Stages = {}): string[] {
  const stages = (one: object | undefined) => ({ apps: one ? [one] : [], ...around });
  return stagesThatChange(stages(before), stages(after)).flatMap(({ changes }) =>
    changes.flatMap(({ risks }) => risks.map(({ name, text }) => `${name}: ${text}`)),
  );
}

const RBAC = 'rbac.authorization.k8s.io/v1';
const SPIN = 'core.spinkube.dev/v1alpha1';

const pod = (more: object = {}, container: object = {}) => ({
  metadata: { labels: { app: 'a' } },
  spec: { containers: [{ name: 'main', image: 'example.com/a:v1', ...container }], ...more },
});

const workload = (kind: string, template = pod(), more: object = {}) =>
  object(kind, 'apps/v1', { spec: { selector: { matchLabels: { app: 'a' } }, template, ...more } });

const app = (spec: object = {}, apiVersion = SPIN) =>
  object('SpinApp', apiVersion, { spec: { image: 'example.com/a:v1', executor: 'shim', replicas: 1, ...spec } });

const executor = (deploymentConfig: object, metadata: object = {}) =>
  object(
    'SpinAppExecutor',
    SPIN,
    { spec: { createDeployment: true, deploymentConfig } },
    { name: 'shim', ...metadata },
  );

const definition = (
  spec: object,
  schema: object = {},
  versions: readonly object[] = [{ name: 'v1', served: true, storage: true }],
) =>
  object('CustomResourceDefinition', 'apiextensions.k8s.io/v1', {
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Thing', plural: 'things' },
      ...spec,
      versions: versions.map((version) => ({
        schema: { openAPIV3Schema: { type: 'object', properties: schema } },
        ...version,
      })),
    },
  });

const role = (rules: object[], kind = 'ClusterRole') => object(kind, RBAC, { rules });
const rule = (verbs: string[], resources: string[], more: object = {}) => ({
  apiGroups: [''],
  resources,
  verbs,
  ...more,
});

const binding = (subjects: object[], name = 'a') =>
  object('ClusterRoleBinding', RBAC, {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects,
  });

const account = (name: string) => ({ kind: 'ServiceAccount', name, namespace: 'shop' });

const project = (spec: object) =>
  object('AppProject', 'argoproj.io/v1alpha1', { spec: { namespaceResourceWhitelist: [], ...spec } });

const namespace = (standard?: string) =>
  object(
    'Namespace',
    'v1',
    {},
    { labels: { team: 'a', ...(standard && { 'pod-security.kubernetes.io/enforce': standard }) } },
  );

const shoot = (kubernetes: string, worker: object = {}, more: object = {}) =>
  object('Shoot', 'core.gardener.cloud/v1beta1', {
    spec: {
      kubernetes: { version: kubernetes },
      provider: { workers: [{ name: 'spin', maximum: 2, machine: { type: 'm' }, ...worker }] },
      ...more,
    },
  });

type Case = readonly [title: string, before: object | undefined, after: object | undefined, ...risks: string[]];

/** Each risk, and the nearest change that has none. */
const CASES: readonly Case[] = [
  [
    'refuses another handler',
    object('RuntimeClass', 'node.k8s.io/v1', { handler: 'a' }),
    object('RuntimeClass', 'node.k8s.io/v1', { handler: 'b' }),
    `refused: 'handler' changes from "a" to "b", but it is immutable: the API server rejects the change if the object exists already`,
  ],
  [
    'accepts another overhead, which is for new pods',
    object('RuntimeClass', 'node.k8s.io/v1', { handler: 'a' }),
    object('RuntimeClass', 'node.k8s.io/v1', { handler: 'a', overhead: { podFixed: { memory: '1Mi' } } }),
  ],

  [
    'loses the objects of a definition',
    definition({}),
    undefined,
    'loss: it is removed: Argo CD and Flux delete it where they prune its stage, and with it all objects of its kind',
  ],
  [
    'loses the content of a namespace',
    namespace(),
    undefined,
    'loss: it is removed: Argo CD and Flux delete it where they prune its stage, and with it everything in it',
  ],
  ...['PersistentVolumeClaim', 'PersistentVolume'].map((kind): Case => [
    `loses the data of a ${kind}`,
    object(kind, 'v1'),
    undefined,
    expect.stringMatching(/^loss: it is removed.*data may be lost/) as string,
  ]),
  [
    'loses a cluster',
    shoot('1.34.1'),
    undefined,
    expect.stringMatching(/^loss: .* and with it the whole cluster$/) as string,
  ],
  ['loses an app', app(), undefined, expect.stringMatching(/^loss: .* and the app stops$/) as string],
  ['loses nothing with a ConfigMap', object('ConfigMap', 'v1'), undefined],
  ['loses nothing with a kind of the same name', object('Namespace', 'example.com/v1'), undefined],
  ['loses nothing with a new namespace', undefined, namespace()],
  [
    'loses an app that changes its group',
    app({}, 'core.spinoperator.dev/v1alpha1'),
    app(),
    'loss: it is another object for the API server: SpinApp.core.spinoperator.dev/a is removed, with everything that it owns',
  ],
  ['loses nothing with another version of the group', app({}, 'core.spinkube.dev/v1'), app()],
  [
    'loses a version',
    definition({}, {}, [
      { name: 'v1', storage: true },
      { name: 'v1beta1', storage: false },
    ]),
    definition({}, {}, [
      { name: 'v1', storage: true },
      { name: 'v1beta1', storage: false, served: false },
    ]),
    'loss: its version v1beta1 is no longer served: manifests and clients that use it fail',
  ],
  [
    'loses nothing with a new version',
    definition({}),
    definition({}, {}, [
      { name: 'v1', storage: true },
      { name: 'v2', storage: false },
    ]),
  ],
  [
    'loses a conversion',
    definition({ conversion: { strategy: 'Webhook' } }),
    definition({ conversion: { strategy: 'None' } }),
    'loss: its objects are no longer converted: fields that are stored in another version are dropped',
  ],
  ['loses nothing with a new conversion', definition({}), definition({ conversion: { strategy: 'Webhook' } })],
  [
    'loses fields of a schema',
    definition({}, { size: { type: 'string' }, color: {} }),
    definition({}, { color: {} }),
    'loss: its schema loses fields (size): the API server drops them from objects that have them',
  ],
  [
    'has a stricter schema',
    definition({}, { size: { type: 'integer', maximum: 3 } }),
    definition({}, { size: { type: 'integer', maximum: 2 } }),
    'loss: its schema gets stricter (size maximum): objects that no longer meet it cannot be changed',
  ],
  ['has a wider schema', definition({}, { size: { maximum: 3 } }), definition({}, { size: { maximum: 4 }, color: {} })],

  ...['DaemonSet', 'Deployment', 'StatefulSet'].flatMap((kind): Case[] => [
    [
      `restarts a ${kind}`,
      workload(kind),
      workload(kind, pod({ priority: 1 })),
      'restart: its pod template changes: its pods are replaced',
    ],
    [`restarts no ${kind} with other replicas`, workload(kind), workload(kind, pod(), { replicas: 3 })],
    [`restarts no ${kind} with a default`, workload(kind), workload(kind, pod({ dnsPolicy: 'ClusterFirst' }))],
  ]),
  [
    'restarts no DaemonSet that is updated by hand',
    workload('DaemonSet', pod(), { updateStrategy: { type: 'OnDelete' } }),
    workload('DaemonSet', pod({ priority: 1 }), { updateStrategy: { type: 'OnDelete' } }),
  ],
  [
    'restarts an app',
    app(),
    app({ variables: [{ name: 'a', value: 'b' }] }),
    'restart: its pods change: the operator replaces them',
  ],
  ['restarts no app with other replicas', app(), app({ replicas: 2, serviceAnnotations: { a: 'b' } })],
  [
    'restarts the apps of an executor',
    executor({ runtimeClassName: 'a' }),
    executor({ runtimeClassName: 'b' }),
    'restart: the pods of all SpinApps that use it are replaced',
  ],
  ['restarts nothing with a label of an executor', executor({}), executor({}, { labels: { a: 'b' } })],
  [
    'restarts the pods of a cluster whose nodes are replaced',
    shoot('1.34.1'),
    shoot('1.35.0'),
    'restart: Gardener replaces the nodes of its worker pools (spin), and with them all pods',
  ],
  [
    'restarts the pods of a pool with other machines',
    shoot('1.34.1'),
    shoot('1.34.1', { machine: { type: 'n' } }),
    expect.stringMatching(/^restart: Gardener/) as string,
  ],
  ['restarts nothing when a pool may grow', shoot('1.34.1'), shoot('1.34.1', { maximum: 3 })],
  ['restarts nothing with a new pool', shoot('1.34.1'), shoot('1.34.1', { name: 'other' })],

  [
    'allows more verbs',
    role([rule(['get'], ['pods'])]),
    role([rule(['get', 'list'], ['pods'])]),
    'rights: it allows more: list on pods',
  ],
  [
    'allows Secrets',
    role([rule(['get'], ['pods'])], 'Role'),
    role([rule(['get'], ['pods', 'secrets'])], 'Role'),
    'rights: it allows more: get on secrets',
  ],
  [
    'names the most dangerous rights first',
    role([]),
    role([rule(['get'], ['a', 'b', 'c']), rule(['escalate'], ['clusterroles'])]),
    'rights: it allows more: escalate on clusterroles; get on a; get on b and 1 more',
  ],
  ['allows what a role is new for', undefined, role([rule(['*'], ['*'])]), 'rights: it allows more: * on *'],
  [
    'allows objects of other names',
    role([rule(['get'], ['secrets'], { resourceNames: ['a'] })]),
    role([rule(['get'], ['secrets'])]),
    'rights: it allows more: get on secrets',
  ],
  [
    'allows a URL',
    role([]),
    role([{ nonResourceURLs: ['/metrics'], verbs: ['get'] }]),
    'rights: it allows more: get on /metrics',
  ],
  [
    'allows other roles',
    object('ClusterRole', RBAC, {}),
    object('ClusterRole', RBAC, { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] } }),
    'rights: it allows more: everything in ClusterRoles that match {"matchLabels":{"a":"b"}}',
  ],
  ['allows nothing that a wildcard did not', role([rule(['*'], ['*'])]), role([rule(['get'], ['secrets'])])],
  ['allows nothing with fewer verbs', role([rule(['get', 'list'], ['pods'])]), role([rule(['list'], ['pods'])])],
  [
    'allows nothing in other words',
    role([rule(['get', 'list'], ['pods'])]),
    role([rule(['list'], ['pods']), rule(['get'], ['pods'])]),
  ],
  [
    'allows another account',
    binding([account('a')]),
    binding([account('a'), account('b')]),
    'rights: it allows more: ClusterRole a to ServiceAccount/shop/b',
  ],
  ['allows nothing to fewer accounts', binding([account('a'), account('b')]), binding([account('b')])],
  [
    'allows a privileged container of a CronJob',
    object('CronJob', 'batch/v1', { spec: { jobTemplate: { spec: { template: pod() } } } }),
    object('CronJob', 'batch/v1', {
      spec: { jobTemplate: { spec: { template: pod({}, { securityContext: { privileged: true } }) } } },
    }),
    'rights: it allows more: privileged for the container main',
  ],
  ...(
    [
      [
        'a privileged container',
        pod({}, { securityContext: { privileged: true } }),
        'privileged for the container main',
      ],
      [
        'a capability',
        pod({}, { securityContext: { capabilities: { add: ['NET_ADMIN'] } } }),
        'capability NET_ADMIN for the container main',
      ],
      ['the network of the node', pod({ hostNetwork: true }), 'hostNetwork for its pods'],
      ['a directory of the node', pod({ volumes: [{ name: 'a', hostPath: { path: '/etc' } }] }), 'hostPath /etc'],
      [
        'a privileged init container',
        pod({ initContainers: [{ name: 'init', securityContext: { privileged: true } }] }),
        'privileged for the container init',
      ],
    ] as const
  ).map(([what, template, right]): Case => [
    `allows ${what}`,
    workload('Deployment'),
    workload('Deployment', template),
    `rights: it allows more: ${right}`,
    'restart: its pod template changes: its pods are replaced',
  ]),
  [
    'allows nothing with a container that may do less',
    workload('Deployment', pod({}, { securityContext: { privileged: true } })),
    workload('Deployment', pod({}, { securityContext: { privileged: false, capabilities: { drop: ['ALL'] } } })),
    'restart: its pod template changes: its pods are replaced',
  ],
  [
    'allows an app a directory of the node',
    app(),
    app({ volumes: [{ name: 'a', hostPath: { path: '/etc' } }] }),
    'rights: it allows more: hostPath /etc',
    'restart: its pods change: the operator replaces them',
  ],
  [
    'allows pods of another standard',
    namespace('restricted'),
    namespace('baseline'),
    'rights: it allows more: pods of the standard baseline',
  ],
  [
    'allows all pods without a standard',
    namespace('baseline'),
    namespace(),
    'rights: it allows more: pods of the standard privileged',
  ],
  [
    'allows all pods in a new namespace',
    undefined,
    namespace('privileged'),
    'rights: it allows more: pods of the standard baseline; pods of the standard privileged',
  ],
  ['allows nothing with a stricter standard', namespace(), namespace('restricted')],
  [
    'allows another destination',
    project({}),
    project({ destinations: [{ server: 's', namespace: 'a' }] }),
    'rights: it allows more: apply to s/a',
  ],
  [
    'allows no destination that a wildcard did not',
    project({ destinations: [{ server: 's', namespace: '*' }] }),
    project({ destinations: [{ server: 's', namespace: 'a' }] }),
  ],
  [
    'allows another kind',
    project({}),
    project({ clusterResourceWhitelist: [{ group: '', kind: 'Namespace' }] }),
    'rights: it allows more: apply Namespace',
  ],
  [
    'allows all kinds without a list',
    project({}),
    object('AppProject', 'argoproj.io/v1alpha1', { spec: {} }),
    'rights: it allows more: apply *.*',
  ],
  [
    'allows a kind that was forbidden',
    project({ clusterResourceBlacklist: [{ group: 'a', kind: 'B' }] }),
    project({}),
    'rights: it allows more: apply B.a',
  ],
  [
    'allows nothing when a kind is forbidden',
    project({}),
    project({ namespaceResourceBlacklist: [{ group: 'a', kind: 'B' }] }),
  ],
  [
    'allows another repository',
    project({}),
    project({ sourceRepos: ['https://example.com'] }),
    'rights: it allows more: apply from https://example.com',
  ],

  [
    'runs another image',
    workload('Deployment'),
    workload('Deployment', pod({}, { image: 'example.com/a:v2' })),
    'restart: its pod template changes: its pods are replaced',
    "image: 'spec.template.spec.containers[name=main].image' changes from example.com/a:v1 to example.com/a:v2",
  ],
  [
    'runs another app',
    app(),
    app({ image: 'example.com/a:v2' }),
    'restart: its pods change: the operator replaces them',
    "image: 'spec.image' changes from example.com/a:v1 to example.com/a:v2",
  ],
  [
    'runs another spinImage',
    executor({ spinImage: 'a' }),
    executor({ spinImage: 'b' }),
    'restart: the pods of all SpinApps that use it are replaced',
    "image: 'spec.deploymentConfig.spinImage' changes from a to b",
  ],
  [
    'runs no other image in an annotation',
    object('ConfigMap', 'v1', { data: { images: 'a' } }),
    object('ConfigMap', 'v1', { data: { images: 'b' } }),
  ],
];

test.each(CASES.map(([title, ...change]) => ({ title, change })))('$title', ({ change: [before, after, ...risks] }) => {
  expect(risksOf(before, after)).toEqual(risks);
});

test('names the apps of an executor', () => {
  const apps: Stages = { more: [app(), app({ executor: 'other' })] };
  expect(risksOf(executor({ runtimeClassName: 'a' }), executor({ runtimeClassName: 'b' }), apps)).toEqual([
    'restart: the pods of all SpinApps that use it are replaced (a)',
  ]);
});

describe('an object that moves to another stage', () => {
  const config = object('ConfigMap', 'v1');
  const move = (around: Stages) =>
    stagesThatChange({ one: [config], two: [], ...around }, { one: [], two: [config], ...around }).flatMap(
      ({ changes }) => changes.flatMap(({ risks }) => risks.map(({ name, text }) => `${name}: ${text}`)),
    );

  test('may be pruned', () => {
    expect(move(APPLICATIONS)).toEqual([
      'loss: it moves from the stage one, which may prune it before or after its new stage applies it',
    ]);
  });

  test('is not pruned by kubectl, or by a single Application', () => {
    expect(move({})).toEqual([]);
    expect(move({ 'argo-cd/': [object('Application', 'argoproj.io/v1alpha1')] })).toEqual([]);
  });
});
