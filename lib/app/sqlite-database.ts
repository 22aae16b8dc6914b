import { NamedOptions, OptionValue, renderTypedOptions, TypedOptions } from './option-value';

/** Options of an SQLite file in the container. */
export interface SpinSqliteDatabaseOptions {
  /**
   * The file. Mount a volume there, or the data goes with the pod.
   *
   * @default - in memory
   */
  readonly path?: OptionValue;
}

/** Options of a libSQL server, such as Turso. */
export interface LibsqlSqliteDatabaseOptions {
  /** URL of the database, for example `https://app-example.turso.io`. */
  readonly url: OptionValue;

  /** Token to authenticate with. */
  readonly token: OptionValue;
}

/**
 * What stands behind an SQLite database label of a Spin app.
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
   * An SQLite file in the container, or memory; each replica has its own.
   *
   * @param options path of the file
   */
  public static spin(options: SpinSqliteDatabaseOptions = {}): SqliteDatabase {
    return new SqliteDatabase('spin', { path: options.path });
  }

  /**
   * A libSQL server, such as Turso.
   *
   * @param options where it is, and the token
   */
  public static libsql(options: LibsqlSqliteDatabaseOptions): SqliteDatabase {
    return new SqliteDatabase('libsql', { url: options.url, token: options.token });
  }

  /**
   * A type that this library does not know, such as one of a shim of your own.
   *
   * @param type name of the type in Spin's runtime configuration
   * @param options its options by the names they have there
   */
  public static custom(type: string, options: { [name: string]: OptionValue } = {}): SqliteDatabase {
    return new SqliteDatabase(type, { ...options });
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
