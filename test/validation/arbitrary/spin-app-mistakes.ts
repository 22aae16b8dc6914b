import { appending, Edit, setting, together } from './json';

/** Placeholder for the unique part of a name. */
export const UNIQUE = '#';

/** A name of the given length, with a unique part. */
function long(length: number): string {
  return `${'a'.repeat(length - 5)}-${UNIQUE}`;
}

/** Edge cases of single fields. */
const VALUES: readonly (readonly [path: string, ...values: unknown[]])[] = [
  ['metadata/name', ...[52, 53, 54, 63, 64, 253, 254].map(long)],
  ['metadata/name', `a.${UNIQUE}`, `${UNIQUE}-a`, `A-${UNIQUE}`, `a_${UNIQUE}`, `-a${UNIQUE}`, `a${UNIQUE}-`],
  ['metadata/name', `a..${UNIQUE}`, `ä-${UNIQUE}`, `a/${UNIQUE}`, `a %${UNIQUE}`, '', null],
  ['metadata/labels', { 'a b': 'c' }, { a: 'b c' }, { a: 'x'.repeat(64) }, { 'A/b': 'c' }, { a: 1 }, { '': '' }, ['a']],
  ['metadata/annotations', { 'a b': 'c' }, { 'A/b': 'c' }, { a: true }, { a: null }, { 'a/b/c': '' }],
  ['spec/executor', 'nope', '', null, 1, 'containerd', 'external'],
  ['spec/image', '', ' ', ' a', 'a b', 'A', null, 1, 'a@sha256:1'],
  ['spec/replicas', 0, -1, null, 2 ** 31 - 1, 2 ** 31, 1.5, '2', true, 1e3],
  ['spec/enableAutoscaling', true, 'true', 1, null],
  ['spec/components', [], [''], [null], 'cart', ['a', 'a'], ['a,b']],
  ['spec/serviceAccountName', '', 'A', 'a_b', '-a', 'a..b', 'x'.repeat(254), null],
  [
    'spec/imagePullSecrets',
    [{ name: '' }],
    [{}],
    [{ name: 'A_b' }],
    [{ name: 'a' }, { name: 'a' }],
    [{}, {}],
    ['a'],
    [null],
  ],
  ['spec/podLabels', { 'a b': 'c' }, { a: 'b c' }, { a: '-b' }, { 'a/b/c': '' }, { 'A.b/c': '' }, { '': 'a' }],
  ['spec/podLabels', { 'core.spinkube.dev/app-name': 'mine' }, { a: null }, { a: true }, { ['x'.repeat(64)]: '' }],
  ...['podAnnotations', 'deploymentAnnotations', 'serviceAnnotations'].map((name): [string, ...unknown[]] => [
    `spec/${name}`,
    ...[{ 'a b': 'c' }, { 'a/b/c': '' }, { '': 'a' }, { a: 1 }, { a: null }, { '-a': '' }, { 'UP.per/Case': '' }],
    ...[{ ['x'.repeat(64)]: '' }, { 'a_b/c': '' }, 'a', [], { '/a': '' }, { 'a/': '' }],
  ]),
  ['spec/invocationLimits', { memory: '' }, { memory: 'much' }, { memory: 64 }, { memory: null }, { memory: '-1' }],
  [
    'spec/invocationLimits',
    { memory: '1Ei' },
    { memory: '1e3Mi' },
    { cpu: 'x' },
    { memory: '0.5Mi' },
    { memory: ' 1' },
  ],
  ['spec/resources/requests', { cpu: '1' }, { cpu: '1Ti' }, { memory: '-1' }, { memory: '' }, { memory: null }],
  [
    'spec/resources/requests',
    { memory: '1.5.2' },
    { memory: '1 Gi' },
    { memory: 1.5 },
    { memory: true },
    { cpu: '1e' },
  ],
  [
    'spec/resources/requests',
    { cpu: '0.0000000001' },
    { cpu: '1E400' },
    { memory: '1KiB' },
    { memory: '1e-3' },
    { cpu: 'NaN' },
  ],
  ['spec/resources/requests', { memory: '١' }, { memory: '0x1' }, { memory: '1k' }, { memory: '1K' }, { cpu: '1,5' }],
  [
    'spec/resources/limits',
    { cpu: '1m' },
    { memory: '1' },
    { memory: '100m' },
    { cpu: 0 },
    { cpu: '-0' },
    { memory: '1e1.5' },
  ],
  ...[
    { 'nvidia.com/gpu': 1 },
    { 'nvidia.com/gpu': '1.5' },
    { gpu: 1 },
    { 'hugepages-2Mi': '4Mi' },
    { 'a b/c': 1 },
  ].flatMap((amounts): [string, ...unknown[]][] => [
    ['spec/resources/limits', amounts],
    ['spec/resources/requests', amounts],
    ['spec/resources', { limits: amounts, requests: amounts }],
  ]),
  ['spec/resources', { limits: { 'example.com/a': 2 }, requests: { 'example.com/a': 1 } }, { claims: [{ name: 'a' }] }],
  [
    'spec/resources',
    { limits: { 'kubernetes.io/a': 1 } },
    { limits: { 'requests.example.com/a': 1 } },
    { limits: { storage: 1 } },
  ],
  [
    'spec/resources',
    { limits: { 'hugepages-2Mi': '3Mi', memory: '1Gi' } },
    { limits: { 'hugepages-2Mi': '4Mi', cpu: 1 } },
  ],
  ['spec/resources', { limits: { 'hugepages-x': '2Mi', cpu: 1 } }, { requests: { 'ephemeral-storage': '-1Mi' } }],
  ...['liveness', 'readiness'].flatMap((probe): [string, ...unknown[]][] => [
    [
      `spec/checks/${probe}`,
      {},
      { httpGet: { path: '/' } },
      { httpGet: { path: '/', httpHeaders: null } },
      { httpGet: null },
    ],
    [`spec/checks/${probe}`, { httpGet: {} }, { periodSeconds: 3 }, { httpGet: { httpHeaders: [] } }, null, []],
    [`spec/checks/${probe}`, ...probes({ successThreshold: 2 }, { successThreshold: 0 }, { successThreshold: -1 })],
    [
      `spec/checks/${probe}`,
      ...probes({ periodSeconds: 0 }, { periodSeconds: -1 }, { timeoutSeconds: -1 }, { timeoutSeconds: 0 }),
    ],
    [
      `spec/checks/${probe}`,
      ...probes({ initialDelaySeconds: -1 }, { failureThreshold: -1 }, { failureThreshold: null }),
    ],
    [
      `spec/checks/${probe}`,
      ...probes({ periodSeconds: '1' }, { periodSeconds: 1.5 }, { periodSeconds: 2 ** 31 }, { tcpSocket: {} }),
    ],
    [
      `spec/checks/${probe}`,
      ...headers(
        { name: '', value: '' },
        { name: 'a b', value: '' },
        { name: 'ä', value: 'a' },
        { name: 'A_b', value: '' },
        { name: 'a' },
      ),
    ],
    [
      `spec/checks/${probe}`,
      ...headers({ name: 'a:', value: '\n' }, { value: 'a' }, { name: 1, value: 'a' }, { name: 'a', value: 1 }),
    ],
  ]),
  ['spec/runtimeConfig', { loadFromSecret: 'A_b' }, { loadFromSecret: '' }, { loadFromSecret: 1 }, { llmCompute: {} }],
  ['spec/runtimeConfig', { loadFromSecret: 'toml', keyValueStores: [{ name: 'a', type: 'spin' }] }],
  ['spec/runtimeConfig', { llmCompute: { type: '' } }, { llmCompute: { type: 'spin', options: [{}] } }],
];

function probes(...fields: object[]): object[] {
  return fields.map((rest) => ({ httpGet: { path: '/', httpHeaders: [] }, ...rest }));
}

function headers(...all: object[]): object[] {
  return all.map((header) => ({ httpGet: { path: '/', httpHeaders: [header] } }));
}

const KEYS = [
  { name: 'keys', key: 'nope' },
  { name: 'nope', key: 'url' },
  { name: 'nope', key: 'url', optional: true },
  { name: '', key: 'url' },
  { key: 'url' },
  { name: 'A_b', key: 'url' },
  { name: 'keys' },
  { name: 'keys', key: '' },
  { name: 'keys', key: 'a b' },
  { name: 'keys', key: '..' },
  { name: 'keys', key: 'x'.repeat(254) },
  { name: 'keys', key: 'url', optional: 'yes' },
  { name: null, key: 'url' },
];

const SOURCES: readonly unknown[] = [
  ...KEYS.flatMap((reference) => [{ secretKeyRef: reference }, { configMapKeyRef: reference }]),
  ...[{}, null, [], 'a', { fieldRef: {} }, { fieldRef: { fieldPath: '' } }, { fieldRef: { fieldPath: 'spec.a' } }],
  ...[{ fieldRef: { fieldPath: 'metadata.labels' } }, { fieldRef: { fieldPath: "metadata.labels['a b']" } }],
  ...[
    { fieldRef: { apiVersion: 'v2', fieldPath: 'metadata.name' } },
    { fieldRef: { fieldPath: "metadata.annotations['A/b']" } },
  ],
  ...[
    { resourceFieldRef: {} },
    { resourceFieldRef: { resource: 'limits.gpu' } },
    { resourceFieldRef: { resource: '' } },
  ],
  ...[
    { resourceFieldRef: { resource: 'limits.cpu', divisor: '2m' } },
    { resourceFieldRef: { resource: 'limits.memory', divisor: '1m' } },
  ],
  ...[
    { resourceFieldRef: { resource: 'limits.cpu', divisor: '1Mi' } },
    { resourceFieldRef: { resource: 'limits.cpu', divisor: 'x' } },
  ],
  ...[
    { resourceFieldRef: { resource: 'limits.ephemeral-storage', divisor: '1Ki' } },
    { resourceFieldRef: { resource: 'limits.cpu', divisor: '' } },
  ],
  { secretKeyRef: { name: 'keys', key: 'url' }, fieldRef: { fieldPath: 'metadata.name' } },
  { fileKeyRef: { path: 'a', volumeName: 'b', key: 'c' } },
];

const VARIABLES: readonly (readonly unknown[])[] = [
  ...['', 'a b', 'a.b', 'a-b', '1a', 'a=b', 'ä', 'a\nb', 'A', '_', null, 1].map((name) => [{ name, value: 'a' }]),
  ...[1, true, null, [], {}].map((value) => [{ name: 'extra', value }]),
  [{ value: 'a' }],
  [{ name: 'extra' }],
  [{ name: 'twice' }, { name: 'twice' }],
  [{ name: 'twice' }, { name: 'TWICE' }],
  [{ name: 'both', value: 'a', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
  [{ name: 'both', value: '', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
  ...SOURCES.map((valueFrom) => [{ name: 'extra', valueFrom }]),
];

/** Options of a store, and of a database and an LLM alike. */
const OPTIONS: readonly unknown[] = [
  ...SOURCES.map((valueFrom) => ({ name: 'url', valueFrom })),
  ...[
    { name: 'url', value: 1 },
    { name: 'url', value: null },
    { value: 'a' },
    { name: '' },
    { name: 'a b', value: '"' },
    null,
  ],
  { name: 'url', value: 'a', valueFrom: { secretKeyRef: { name: 'nope', key: 'a' } } },
];

const STORES: readonly (readonly unknown[])[] = [
  [
    { name: 'twice', type: 'spin' },
    { name: 'twice', type: 'spin' },
  ],
  [
    { name: 'twice', type: 'spin' },
    { name: 'TWICE', type: 'spin' },
  ],
  [{ name: '', type: 'spin' }],
  [{ name: 'a', type: '' }],
  [{ name: 'a' }],
  [{ type: 'spin' }],
  [{ name: 'a', type: 'rediss' }],
  [{ name: 'a', type: 'spin', options: [{ name: 'path' }, { name: 'path', value: 'a' }] }],
];

/** Common mistakes in SpinApps, and edge cases that are valid. */
export const SPIN_APP_MISTAKES: readonly Edit[] = [
  ...VALUES.flatMap(([path, ...values]) => values.map((value) => setting(path, value))),
  ...VARIABLES.map((items) => appending('spec/variables', ...items)),
  ...STORES.flatMap((items) => [
    appending('spec/runtimeConfig/keyValueStores', ...items),
    appending('spec/runtimeConfig/sqliteDatabases', ...items),
  ]),
  ...OPTIONS.flatMap((option) => [
    appending('spec/runtimeConfig/keyValueStores', { name: 'extra', type: 'redis', options: [option] }),
    appending('spec/runtimeConfig/sqliteDatabases', { name: 'extra', type: 'libsql', options: [option] }),
    setting('spec/runtimeConfig/llmCompute', { type: 'remote_http', options: [option] }),
  ]),
  together(setting('spec/resources', { limits: { memory: '64Mi' } }), setting('spec/invocationLimits/memory', '65Mi')),
  together(
    setting('spec/resources', { limits: { memory: '64Mi' } }),
    setting('spec/invocationLimits/memory', '65536Ki'),
  ),
  together(setting('spec/resources', { requests: { memory: 1000 } }), setting('spec/invocationLimits/memory', '1001')),
  together(setting('spec/resources', { limits: { memory: null } }), setting('spec/invocationLimits/memory', '1Mi')),
  together(setting('spec/executor', 'external'), setting('spec/podAnnotations', { a: 'b' })),
  together(setting('spec/executor', 'external'), setting('spec/deploymentAnnotations', { a: 'b' })),
  together(setting('spec/executor', 'external'), setting('spec/serviceAnnotations', { a: 'b' })),
  together(setting('spec/executor', 'external'), setting('spec/podLabels', { 'a b': '' })),
  together(setting('spec/enableAutoscaling', true), setting('spec/replicas', 0)),
];
