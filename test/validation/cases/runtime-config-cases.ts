import { Case } from './case';
import { COMPLETE, SECRET, TOKEN, database, executor, managerRole, spinApp, store, stored } from './objects';

export const RUNTIME_CONFIG_CASES: readonly Case[] = [
  [
    'warning spin-app-stores',
    spinApp({ runtimeConfig: { sqliteDatabases: [{ name: 'a' }, { name: 'a' }] } }),
    "'spec.runtimeConfig.sqliteDatabases[1].name' (a) is used twice, also by spec.runtimeConfig.sqliteDatabases[0]; rename one of them",
    spinApp({ runtimeConfig: { keyValueStores: [{ name: 'a' }], sqliteDatabases: [{ name: 'a' }] } }),
  ],
  [
    'warning spin-app-runtime-options',
    store('redis'),
    "'spec.runtimeConfig.keyValueStores[0].options' must contain the option 'url', which the type redis requires; add it",
    store('redis', [{ name: 'url', value: 'a' }]),
  ],
  [
    'warning spin-app-runtime-options',
    database('spin', [{ name: 'paths', value: 'a' }]),
    "'spec.runtimeConfig.sqliteDatabases[0].options[0].name' (paths) is not an option of the type spin, and Spin rejects unknown ones; did you mean 'path'?",
    database('spin', [{ name: 'path', value: 'a' }]),
  ],
  [
    'warning spin-app-runtime-options',
    database('libsql', [{ name: 'url', value: 'a' }, TOKEN, { name: 'replica', value: 'c' }]),
    "'spec.runtimeConfig.sqliteDatabases[0].options[2].name' (replica) is not an option of the type libsql, and Spin rejects unknown ones; remove it",
    database('libsql', [{ name: 'url', value: 'a' }, TOKEN]),
  ],
  [
    'warning spin-app-runtime-options',
    spinApp({ runtimeConfig: { llmCompute: { type: 'remote_http', options: [{ name: 'url', value: 'a' }] } } }),
    `'spec.runtimeConfig.llmCompute.options' ([{"name":"url","value":"a"}]) must contain the option 'auth_token', which the type remote_http requires; add it`,
    spinApp({ runtimeConfig: { llmCompute: { type: 'spin' } } }),
  ],
  [
    'warning spin-app-runtime-types',
    store('rediss', []),
    "'spec.runtimeConfig.keyValueStores[0].type' (rediss) is not one of Spin's types: spin, redis, azure_cosmos, aws_dynamo; did you mean 'redis'?",
    store('etcd', []),
  ],
  [
    'warning spin-app-runtime-text',
    store('aws_dynamo', [
      { name: 'region', value: 'a' },
      { name: 'table', value: 'b' },
      { name: 'consistent_read', value: 'true' },
    ]),
    "'spec.runtimeConfig.keyValueStores[0].options[2].name' (consistent_read) is not a string in Spin, but the operator writes every option as a string, so the app would not start; put a complete runtime-config.toml in a Secret, and set 'loadFromSecret' to its name",
    store('aws_dynamo', [
      { name: 'region', value: 'a' },
      { name: 'table', value: 'b' },
      { name: 'access_key', valueFrom: { secretKeyRef: { name: 'redis', key: 'c' } } },
    ]),
  ],
  [
    'warning spin-app-runtime-references',
    stored({ secretKeyRef: { name: 'redis', key: 'address' } }),
    "'spec.runtimeConfig.keyValueStores[0].options[0].valueFrom.secretKeyRef.key' (address) is not a key of the Secret 'redis'; use one of its keys: url",
    stored({ secretKeyRef: { name: 'redis', key: 'url' } }),
    [SECRET],
  ],
  [
    'warning spin-app-runtime-references',
    stored({ configMapKeyRef: { name: 'redis', key: 'url' } }),
    "'spec.runtimeConfig.keyValueStores[0].options[0].valueFrom.configMapKeyRef.name' (redis) does not exist in namespace shop; add the ConfigMap",
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
    `'spec.runtimeConfig.llmCompute' ({"type":"spin"}) has no effect when loadFromSecret is set; move it into the file in the Secret`,
    spinApp({ runtimeConfig: { loadFromSecret: 'a', keyValueStores: [] } }),
  ],
  [
    'warning spin-app-runtime-secret',
    spinApp({ runtimeConfig: { loadFromSecret: 'redis' } }),
    "'spec.runtimeConfig.loadFromSecret' (runtime-config.toml) is not a key of the Secret 'redis'; use one of its keys: url",
    spinApp({ runtimeConfig: { loadFromSecret: 'other' } }),
    [SECRET],
  ],
  [
    'warning spin-app-runtime-secret',
    spinApp({ runtimeConfig: { loadFromSecret: 'nowhere' } }),
    "'spec.runtimeConfig.loadFromSecret' (nowhere) does not exist in namespace shop; add the Secret",
    spinApp({ runtimeConfig: {} }),
    [executor({})],
    COMPLETE,
  ],
  [
    'warning spin-app-config-maps',
    stored({ configMapKeyRef: { name: 'a', key: 'b' } }),
    `'spec.runtimeConfig.keyValueStores[0].options[0].valueFrom.configMapKeyRef' ({"name":"a","key":"b"}) refers to a ConfigMap, but the operator is not allowed to read ConfigMaps and would stop for the whole cluster; allow its ClusterRole to get, list and watch configmaps, or use a Secret`,
    stored({ secretKeyRef: { name: 'a', key: 'b' } }),
    [managerRole()],
  ],
];
