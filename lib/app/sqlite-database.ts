import { byName } from '../private/by-name';
import { checkedProps } from '../private/checked-props';
import { NamedOptions, OptionValue, renderTypedOptions, TypedOptions } from './option-value';

/** Options of `SqliteDatabase.spin()`. */
export interface SpinSqliteDatabaseOptions {
  /**
   * Path of the SQLite file in the container. Without a volume there, the data is lost with the pod.
   *
   * @default - in memory
   */
  readonly path?: OptionValue;
}

/** Options of `SqliteDatabase.libsql()`. */
export interface LibsqlSqliteDatabaseOptions {
  /** URL of the database, for example `https://app-example.turso.io`. */
  readonly url: OptionValue;

  /** Authentication token. */
  readonly token: OptionValue;
}

/**
 * SQLite database: the backend of an SQLite label of a Spin app.
 *
 * @see https://spinframework.dev/dynamic-configuration#sqlite-storage-runtime-configuration
 *
 * @example
 *
 * SqliteDatabase.libsql({
 *   url: OptionValue.fromValue('https://app-example.turso.io'),
 *   token: OptionValue.fromSecret(secret, 'turso-token'),
 * });
 */
export class SqliteDatabase {
  /**
   * SQLite file in the container, or in memory; each pod has its own.
   *
   * @param options path of the file
   */
  public static spin(options: SpinSqliteDatabaseOptions = {}): SqliteDatabase {
    return new SqliteDatabase('spin', {
      path: checkedProps('SpinSqliteDatabaseOptions', options, 'SqliteDatabase.spin').path,
    });
  }

  /**
   * libSQL server, such as Turso.
   *
   * @param options URL and token
   */
  public static libsql(options: LibsqlSqliteDatabaseOptions): SqliteDatabase {
    const { url, token } = checkedProps('LibsqlSqliteDatabaseOptions', options, 'SqliteDatabase.libsql');
    return new SqliteDatabase('libsql', { url, token });
  }

  /**
   * Any other type, such as one of a custom shim.
   *
   * @param type name of the type in Spin's runtime configuration
   * @param options options of the type, by their names there
   */
  public static custom(type: string, options: { [name: string]: OptionValue } = {}): SqliteDatabase {
    return new SqliteDatabase(type, byName({ ...options }));
  }

  private constructor(
    /** The type in Spin's runtime configuration, for example `libsql`. */
    public readonly type: string,
    private readonly options: NamedOptions,
  ) {}

  /**
   * Renders what an entry of `spec.runtimeConfig.sqliteDatabases` holds besides its name.
   *
   * @internal
   */
  public _render(): TypedOptions {
    return renderTypedOptions(this.type, this.options);
  }
}
