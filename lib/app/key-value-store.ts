import { byName } from '../private/by-name';
import { checkedProps } from '../private/checked-props';
import { NamedOptions, OptionValue, renderTypedOptions, TypedOptions } from './option-value';

/** Options of `KeyValueStore.spin()`. */
export interface SpinKeyValueStoreOptions {
  /**
   * Path of the SQLite file in the container. Without a volume there, the data is lost with the pod.
   *
   * @default - in memory
   */
  readonly path?: OptionValue;
}

/** Options of `KeyValueStore.redis()`. */
export interface RedisKeyValueStoreOptions {
  /** URL of the server, for example `redis://user:password@redis.example.com:6379`. */
  readonly url: OptionValue;
}

/** Options of `KeyValueStore.azureCosmos()`. */
export interface AzureCosmosKeyValueStoreOptions {
  /** Name of the Azure Cosmos DB account. */
  readonly account: OptionValue;

  /** Name of the database. */
  readonly database: OptionValue;

  /** Name of the container; its partition key must be `/id`. */
  readonly container: OptionValue;

  /**
   * Account key.
   *
   * @default - the workload identity of the pod
   */
  readonly key?: OptionValue;
}

/**
 * Options of `KeyValueStore.awsDynamo()`.
 *
 * Spin's `consistent_read` is not available: it is a boolean, and the operator only writes strings. Use
 * `RuntimeConfig.fromSecret()` to set it.
 */
export interface AwsDynamoKeyValueStoreOptions {
  /** AWS region of the table. */
  readonly region: OptionValue;

  /** Name of the DynamoDB table. */
  readonly table: OptionValue;

  /**
   * Access key ID.
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
 * Key value store: the backend of a key value label of a Spin app.
 *
 * @see https://spinframework.dev/dynamic-configuration#key-value-store-runtime-configuration
 *
 * @example
 *
 * KeyValueStore.redis({ url: OptionValue.fromSecret(secret, 'redis-url') });
 */
export class KeyValueStore {
  /**
   * SQLite file in the container, or in memory; each pod has its own.
   *
   * @param options path of the file
   */
  public static spin(options: SpinKeyValueStoreOptions = {}): KeyValueStore {
    return new KeyValueStore('spin', {
      path: checkedProps('SpinKeyValueStoreOptions', options, 'KeyValueStore.spin').path,
    });
  }

  /**
   * Redis, or a server with the same protocol.
   *
   * @param options URL of the server
   */
  public static redis(options: RedisKeyValueStoreOptions): KeyValueStore {
    return new KeyValueStore('redis', {
      url: checkedProps('RedisKeyValueStoreOptions', options, 'KeyValueStore.redis').url,
    });
  }

  /**
   * Azure Cosmos DB.
   *
   * @param options account, database, container and key
   */
  public static azureCosmos(options: AzureCosmosKeyValueStoreOptions): KeyValueStore {
    const { account, database, container, key } = checkedProps(
      'AzureCosmosKeyValueStoreOptions',
      options,
      'KeyValueStore.azureCosmos',
    );
    return new KeyValueStore('azure_cosmos', { account, database, container, key });
  }

  /**
   * AWS DynamoDB.
   *
   * @param options region, table and credentials
   */
  public static awsDynamo(options: AwsDynamoKeyValueStoreOptions): KeyValueStore {
    const { region, table, accessKey, secretKey, token } = checkedProps(
      'AwsDynamoKeyValueStoreOptions',
      options,
      'KeyValueStore.awsDynamo',
    );
    return new KeyValueStore('aws_dynamo', { region, table, access_key: accessKey, secret_key: secretKey, token });
  }

  /**
   * Any other type, such as one of a custom shim.
   *
   * @param type name of the type in Spin's runtime configuration
   * @param options options of the type, by their names there
   */
  public static custom(type: string, options: { [name: string]: OptionValue } = {}): KeyValueStore {
    return new KeyValueStore(type, byName({ ...options }));
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
