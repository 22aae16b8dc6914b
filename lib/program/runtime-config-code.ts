import { LlmApiType } from '../app/llm-compute';
import { Call, Code, CodeMap, Member } from './code';
import { Context, hasOnly, isJson, isText, Json, mapOf, mapsIn, memberName } from './context';
import { keySource } from './key-source';

/** A factory for a type of store, database or backend: its properties by the names of their options in Spin. */
interface Factory {
  readonly method: string;
  readonly options: { readonly [option: string]: string };

  /** The options that must be there. */
  readonly required: readonly string[];
}

interface Factories {
  readonly [type: string]: Factory | undefined;
}

const KEY_VALUE_STORES: Factories = {
  spin: { method: 'spin', options: { path: 'path' }, required: [] },
  redis: { method: 'redis', options: { url: 'url' }, required: ['url'] },
  azure_cosmos: {
    method: 'azureCosmos',
    options: { account: 'account', database: 'database', container: 'container', key: 'key' },
    required: ['account', 'database', 'container'],
  },
  aws_dynamo: {
    method: 'awsDynamo',
    options: { region: 'region', table: 'table', access_key: 'accessKey', secret_key: 'secretKey', token: 'token' },
    required: ['region', 'table'],
  },
};

const SQLITE_DATABASES: Factories = {
  spin: { method: 'spin', options: { path: 'path' }, required: [] },
  libsql: { method: 'libsql', options: { url: 'url', token: 'token' }, required: ['url', 'token'] },
};

const LLM_BACKENDS: Factories = {
  spin: { method: 'spin', options: {}, required: [] },
  remote_http: {
    method: 'remoteHttp',
    options: { url: 'url', auth_token: 'authToken', api_type: 'apiType' },
    required: ['url', 'auth_token'],
  },
};

/** `spec.runtimeConfig` as a `RuntimeConfig`; undefined if it has another form. */
export function runtimeConfigCode(config: Json, context: Context): Code | undefined {
  const { keyValueStores, llmCompute, loadFromSecret, sqliteDatabases } = config;
  if (isText(loadFromSecret) && hasOnly(config, 'loadFromSecret')) {
    return new Call('RuntimeConfig.fromSecret', new Call('Existing.secret', context.name('Secret', loadFromSecret)));
  }
  const all = (value: unknown, owner: string, factories: Factories) =>
    mapOf(mapsIn(value), (item) => backend(item, owner, factories, context));
  const options = {
    keyValueStores: all(keyValueStores, 'KeyValueStore', KEY_VALUE_STORES),
    sqliteDatabases: all(sqliteDatabases, 'SqliteDatabase', SQLITE_DATABASES),
    llmCompute: isJson(llmCompute) ? backend(llmCompute, 'LlmCompute', LLM_BACKENDS, context) : undefined,
  };
  return Object.values(options).some((option) => option !== undefined)
    ? new Call('RuntimeConfig.of', options)
    : undefined;
}

function backend(item: Json, owner: string, factories: Factories, context: Context): Code | undefined {
  const { options = [], type } = item;
  const values = mapOf(mapsIn(options), (option) => optionValue(option, context));
  if (!isText(type) || !values) {
    return undefined;
  }
  const factory = Object.hasOwn(factories, type) ? factories[type] : undefined;
  const typed = factory && typedOptions(factory, values, options as readonly Json[]);
  const isEmpty = Object.keys(values).length === 0;
  return typed
    ? new Call(`${owner}.${factory.method}`, isEmpty ? undefined : typed)
    : new Call(`${owner}.custom`, type, isEmpty ? undefined : values);
}

/** The options as properties; undefined if there are others, or too few. */
function typedOptions(
  { options: names, required }: Factory,
  values: CodeMap,
  options: readonly Json[],
): CodeMap | undefined {
  if (!hasOnly(values, ...Object.keys(names)) || required.some((name) => values[name] === undefined)) {
    return undefined;
  }
  const apiType = options.find(({ name }) => name === 'api_type');
  const member = memberName(LlmApiType, apiType?.value);
  if (apiType && member === undefined) {
    return undefined;
  }
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      names[name],
      name === 'api_type' && member !== undefined ? new Member('LlmApiType', member) : value,
    ]),
  );
}

function optionValue({ value, valueFrom, ...others }: Json, context: Context): Code | undefined {
  if (!hasOnly(others, 'name') || (value !== undefined) === (valueFrom !== undefined)) {
    return undefined;
  }
  return isText(value) ? new Call('OptionValue.fromValue', value) : keySource('OptionValue', valueFrom, context);
}
