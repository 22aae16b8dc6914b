import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AwsDynamoKeyValueStoreOptions,
  AzureCosmosKeyValueStoreOptions,
  KeyValueStore,
  LibsqlSqliteDatabaseOptions,
  LlmApiType,
  LlmCompute,
  OptionValue,
  RedisKeyValueStoreOptions,
  RemoteHttpLlmComputeOptions,
  RuntimeConfig,
  RuntimeConfigOptions,
  SpinApp,
  SpinAppExecutor,
  SpinKeyValueStoreOptions,
  SpinSqliteDatabaseOptions,
  SqliteDatabase,
} from '../../lib';
import { setPlaintextSecrets } from '../../lib/private/plaintext-secrets';
import { only, synth, testChart } from '../testing';

let chart: Chart;

beforeEach(() => {
  chart = testChart();
  setPlaintextSecrets(chart, true); // So that every option can have a value.
});

function render(runtimeConfig: RuntimeConfig): unknown {
  const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'shim', 'shim');
  new SpinApp(chart, 'app', { image: 'image', executor, runtimeConfig });
  return (only(synth(chart), 'SpinApp').spec as { runtimeConfig: unknown }).runtimeConfig;
}

const value = (text: string) => OptionValue.fromValue(text);
const option = (name: string, text: string) => ({ name, value: text });

// Typed as required, so that a new option without a test does not compile.
const REDIS: Required<RedisKeyValueStoreOptions> = { url: value('redis://example.com') };
const FILE: Required<SpinKeyValueStoreOptions & SpinSqliteDatabaseOptions> = { path: value('/data/file.db') };
const COSMOS: Required<AzureCosmosKeyValueStoreOptions> = {
  account: value('account'),
  database: value('database'),
  container: value('container'),
  key: value('key'),
};
const DYNAMO: Required<AwsDynamoKeyValueStoreOptions> = {
  region: value('eu-central-1'),
  table: value('table'),
  accessKey: value('access'),
  secretKey: value('secret'),
  token: value('token'),
};
const LIBSQL: Required<LibsqlSqliteDatabaseOptions> = { url: value('https://example.com'), token: value('token') };
const REMOTE: Required<RemoteHttpLlmComputeOptions> = {
  url: value('https://example.com'),
  authToken: value('token'),
  apiType: LlmApiType.OPEN_AI,
};

test.each<[string, KeyValueStore, object]>([
  ['spin, in memory', KeyValueStore.spin(), { type: 'spin' }],
  ['spin', KeyValueStore.spin(FILE), { type: 'spin', options: [option('path', '/data/file.db')] }],
  ['redis', KeyValueStore.redis(REDIS), { type: 'redis', options: [option('url', 'redis://example.com')] }],
  [
    'azure_cosmos',
    KeyValueStore.azureCosmos(COSMOS),
    {
      type: 'azure_cosmos',
      options: [
        option('account', 'account'),
        option('database', 'database'),
        option('container', 'container'),
        option('key', 'key'),
      ],
    },
  ],
  [
    'azure_cosmos, by the identity of the pod',
    KeyValueStore.azureCosmos({ account: value('a'), database: value('d'), container: value('c') }),
    { type: 'azure_cosmos', options: [option('account', 'a'), option('database', 'd'), option('container', 'c')] },
  ],
  [
    'aws_dynamo',
    KeyValueStore.awsDynamo(DYNAMO),
    {
      type: 'aws_dynamo',
      options: [
        option('region', 'eu-central-1'),
        option('table', 'table'),
        option('access_key', 'access'),
        option('secret_key', 'secret'),
        option('token', 'token'),
      ],
    },
  ],
  [
    'aws_dynamo, by the identity of the pod',
    KeyValueStore.awsDynamo({ region: value('r'), table: value('t') }),
    { type: 'aws_dynamo', options: [option('region', 'r'), option('table', 't')] },
  ],
  ['a type of its own', KeyValueStore.custom('own'), { type: 'own' }],
])('renders a key-value store of type %s', (_, store, rendered) => {
  expect(render(RuntimeConfig.of({ keyValueStores: { cache: store } }))).toEqual({
    keyValueStores: [{ name: 'cache', ...rendered }],
  });
});

test.each<[string, SqliteDatabase, object]>([
  ['spin, in memory', SqliteDatabase.spin(), { type: 'spin' }],
  ['spin', SqliteDatabase.spin(FILE), { type: 'spin', options: [option('path', '/data/file.db')] }],
  [
    'libsql',
    SqliteDatabase.libsql(LIBSQL),
    { type: 'libsql', options: [option('url', 'https://example.com'), option('token', 'token')] },
  ],
  ['a type of its own', SqliteDatabase.custom('own'), { type: 'own' }],
])('renders an SQLite database of type %s', (_, database, rendered) => {
  expect(render(RuntimeConfig.of({ sqliteDatabases: { shop: database } }))).toEqual({
    sqliteDatabases: [{ name: 'shop', ...rendered }],
  });
});

test.each<[string, LlmCompute, object]>([
  ['spin', LlmCompute.spin(), { type: 'spin' }],
  [
    'remote_http',
    LlmCompute.remoteHttp(REMOTE),
    {
      type: 'remote_http',
      options: [option('url', 'https://example.com'), option('auth_token', 'token'), option('api_type', 'open_ai')],
    },
  ],
  [
    'remote_http, with the default API of Spin',
    LlmCompute.remoteHttp({ url: value('u'), authToken: value('t') }),
    { type: 'remote_http', options: [option('url', 'u'), option('auth_token', 't')] },
  ],
  ['a type of its own', LlmCompute.custom('own'), { type: 'own' }],
])('renders an LLM backend of type %s', (_, llmCompute, rendered) => {
  expect(render(RuntimeConfig.of({ llmCompute }))).toEqual({ llmCompute: rendered });
});

test('sorts stores by name', () => {
  const keyValueStores = { default: KeyValueStore.spin(), cache: KeyValueStore.redis(REDIS) };
  expect(render(RuntimeConfig.of({ keyValueStores }))).toMatchObject({
    keyValueStores: [{ name: 'cache' }, { name: 'default' }],
  });
});

test('takes required values from a Secret and a ConfigMap', () => {
  const secret = kplus.Secret.fromSecretName(chart, 'secret', 'secret');
  const config = kplus.ConfigMap.fromConfigMapName(chart, 'config', 'config');
  const options = { a: OptionValue.fromSecret(secret, 'key'), b: OptionValue.fromConfigMap(config, 'key') };
  expect(render(RuntimeConfig.of({ llmCompute: LlmCompute.custom('own', options) }))).toEqual({
    llmCompute: {
      type: 'own',
      options: [
        { name: 'a', valueFrom: { secretKeyRef: { name: 'secret', key: 'key' } } },
        { name: 'b', valueFrom: { configMapKeyRef: { name: 'config', key: 'key' } } },
      ],
    },
  });
});

test('takes the whole configuration from a Secret, and renders nothing else', () => {
  const secret = kplus.Secret.fromSecretName(chart, 'secret', 'shop-runtime-config');
  expect(render(RuntimeConfig.fromSecret(secret))).toEqual({ loadFromSecret: 'shop-runtime-config' });
});

test('copies what the caller may change later', () => {
  const keyValueStores: Required<RuntimeConfigOptions>['keyValueStores'] = { default: KeyValueStore.spin() };
  const runtimeConfig = RuntimeConfig.of({ keyValueStores });
  keyValueStores.later = KeyValueStore.spin();
  expect(render(runtimeConfig)).toEqual({ keyValueStores: [{ name: 'default', type: 'spin' }] });
});

test('exposes the types of stores, databases and LLM backends', () => {
  expect([KeyValueStore.redis(REDIS).type, SqliteDatabase.libsql(LIBSQL).type, LlmCompute.spin().type]).toEqual([
    'redis',
    'libsql',
    'spin',
  ]);
});
