import { NamedOptions, OptionValue, renderTypedOptions, TypedOptions } from './option-value';

/** Options of the key value store that Spin itself brings. */
export interface SpinKeyValueStoreOptions {
  /**
   * File of the SQLite database in the container. Mount a volume there, or the data goes with the pod.
   *
   * @default - in memory
   */
  readonly path?: OptionValue;
}

/** Options of a key value store in Redis. */
export interface RedisKeyValueStoreOptions {
  /** URL of the server, for example `redis://user:password@redis.example.com:6379`. */
  readonly url: OptionValue;
}

/** Options of a key value store in Azure Cosmos DB. */
export interface AzureCosmosKeyValueStoreOptions {
  /** Name of the account. */
  readonly account: OptionValue;

  /** Name of the database. */
  readonly database: OptionValue;

  /** Name of the container; its partition key must be `/id`. */
  readonly container: OptionValue;

  /**
   * Key of the account.
   *
   * @default - the workload identity of the pod
   */
  readonly key?: OptionValue;
}

/**
 * Options of a key value store in AWS DynamoDB.
 *
 * Spin's `consistent_read` is missing: it wants a boolean, and the operator writes strings only. Take
 * `RuntimeConfig.fromSecret()` where it is needed.
 */
export interface AwsDynamoKeyValueStoreOptions {
  /** AWS region of the table. */
  readonly region: OptionValue;

  /** Name of the table. */
  readonly table: OptionValue;

  /**
   * Access key id.
   *
   * @default - the credentials of the environment, such as the pod's identity
   */
  readonly accessKey?: OptionValue;

  /**
   * Secret access key.
   *
   * @default - the credentials of the environment, such as the pod's identity
   */
  readonly secretKey?: OptionValue;

  /**
   * Session token of temporary credentials.
   *
   * @default - none
   */
  readonly token?: OptionValue;
}

/**
 * What stands behind a key value store label of a Spin app.
 *
 * @see https://spinframework.dev/dynamic-configuration#key-value-store-runtime-configuration
 *
 * @example
 *
 * KeyValueStore.redis({ url: OptionValue.fromSecret(secret, 'redis-url') });
 */
export class KeyValueStore {
  /**
   * An SQLite file in the container, or memory; each replica has its own.
   *
   * @param options path of the file
   */
  public static spin(options: SpinKeyValueStoreOptions = {}): KeyValueStore {
    return new KeyValueStore('spin', { path: options.path });
  }

  /**
   * Redis, or what speaks its protocol.
   *
   * @param options where it is
   */
  public static redis(options: RedisKeyValueStoreOptions): KeyValueStore {
    return new KeyValueStore('redis', { url: options.url });
  }

  /**
   * Azure Cosmos DB.
   *
   * @param options where it is, and the key
   */
  public static azureCosmos(options: AzureCosmosKeyValueStoreOptions): KeyValueStore {
    const { account, database, container, key } = options;
    return new KeyValueStore('azure_cosmos', { account, database, container, key });
  }

  /**
   * AWS DynamoDB.
   *
   * @param options where it is, and the credentials
   */
  public static awsDynamo(options: AwsDynamoKeyValueStoreOptions): KeyValueStore {
    const { region, table, accessKey, secretKey, token } = options;
    return new KeyValueStore('aws_dynamo', { region, table, access_key: accessKey, secret_key: secretKey, token });
  }

  /**
   * A type that this library does not know, such as one of a shim of your own.
   *
   * @param type name of the type in Spin's runtime configuration
   * @param options its options by the names they have there
   */
  public static custom(type: string, options: { [name: string]: OptionValue } = {}): KeyValueStore {
    return new KeyValueStore(type, { ...options });
  }

  private constructor(
    /** The type in Spin's runtime configuration, for example `redis`. */
    public readonly type: string,
    private readonly options: NamedOptions,
  ) {}

  /**
   * Renders what an entry of `spec.runtimeConfig.keyValueStores` holds besides its name.
   *
   * @internal
   */
  public _render(): TypedOptions {
    return renderTypedOptions(this.type, this.options);
  }
}
