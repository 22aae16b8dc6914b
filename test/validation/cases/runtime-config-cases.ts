import { Case } from './case';
import { COMPLETE, SECRET, TOKEN, database, executor, managerRole, spinApp, store, stored } from './objects';

export const RUNTIME_CONFIG_CASES: readonly Case[] = [
  [
    'warning spin-app-stores',
    spinApp({ runtimeConfig: { sqliteDatabases: [{ name: 'a' }, { name: 'a' }] } }),
    "'spec.runtimeConfig.sqliteDatabases[1].name' (a) is the name of spec.runtimeConfig.sqliteDatabases[0] as well; rename one of them",
    spinApp({ runtimeConfig: { keyValueStores: [{ name: 'a' }], sqliteDatabases: [{ name: 'a' }] } }),
  ],
  [
    'warning spin-app-runtime-options',
    store('redis'),
    "'spec.runtimeConfig.keyValueStores[0].options' lacks the option 'url', which the type redis needs; add it",
    store('redis', [{ name: 'url', value: 'a' }]),
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
    "'spec.runtimeConfig.keyValueStores[0].options[0].valueFrom.secretKeyRef.name' is required; set it",
    stored({ secretKeyRef: { name: 'other', key: 'url' } }),
  ],
  [
    'warning spin-app-runtime-secret',
    spinApp({ runtimeConfig: { loadFromSecret: 'a', llmCompute: { type: 'spin' } } }),
    `'spec.runtimeConfig.llmCompute' ({"type":"spin"}) is not looked at beside loadFromSecret; move it into the file that the Secret holds`,
    spinApp({ runtimeConfig: { loadFromSecret: 'a', keyValueStores: [] } }),
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
    'warning spin-app-config-maps',
    stored({ configMapKeyRef: { name: 'a', key: 'b' } }),
    `'spec.runtimeConfig.keyValueStores[0].options[0].valueFrom.configMapKeyRef' ({"name":"a","key":"b"}) is of a ConfigMap, which the operator here may not read: it stops for the whole cluster; let its ClusterRole get, list and watch configmaps, or use a Secret`,
    stored({ secretKeyRef: { name: 'a', key: 'b' } }),
    [managerRole()],
  ],
];
