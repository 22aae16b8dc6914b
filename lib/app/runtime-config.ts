import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../imports/core.spinkube.dev';
import { entriesByName } from '../private/by-name';
import { listUnlessEmpty, mapUnlessEmpty } from '../private/empty';
import { checkedProps } from '../private/checked-props';
import { KeyValueStore } from './key-value-store';
import { LlmCompute } from './llm-compute';
import { SqliteDatabase } from './sqlite-database';
import { checkedName } from '../private/checked-values';

/** Options of `RuntimeConfig.of()`. */
export interface RuntimeConfigOptions {
  /**
   * Key value stores by label, as in `key_value_stores` of `spin.toml`.
   *
   * @default - only `default`, an SQLite file in each pod
   */
  readonly keyValueStores?: { [label: string]: KeyValueStore };

  /**
   * SQLite databases by label, as in `sqlite_databases` of `spin.toml`.
   *
   * @default - only `default`, an SQLite file in each pod
   */
  readonly sqliteDatabases?: { [label: string]: SqliteDatabase };

  /**
   * LLM backend.
   *
   * @default - none: LLM calls fail
   */
  readonly llmCompute?: LlmCompute;
}

/**
 * Tells which labels to keep, and whether to keep the LLM backend.
 *
 * @internal
 */
export interface RuntimeConfigFilter {
  readonly keyValueStore: (label: string) => boolean;
  readonly sqliteDatabase: (label: string) => boolean;
  readonly llmCompute: boolean;
}

/**
 * Runtime configuration of a Spin app: key value stores, SQLite databases and the LLM backend.
 *
 * The operator writes it as `runtime-config.toml` into a Secret and mounts that into the app.
 *
 * @see https://spinframework.dev/dynamic-configuration#runtime-configuration-file
 *
 * @example
 *
 * RuntimeConfig.of({
 *   keyValueStores: { default: KeyValueStore.redis({ url: OptionValue.fromSecret(secret, 'redis-url') }) },
 * });
 */
export class RuntimeConfig {
  /**
   * Runtime configuration from stores, databases and an LLM backend; the operator writes the file.
   *
   * @param options stores, databases and LLM backend
   */
  public static of(options: RuntimeConfigOptions): RuntimeConfig {
    const { keyValueStores, llmCompute, sqliteDatabases } = checkedProps(
      'RuntimeConfigOptions',
      options,
      'RuntimeConfig.of',
    );
    return new RuntimeConfig({
      keyValueStores: { ...keyValueStores },
      sqliteDatabases: { ...sqliteDatabases },
      llmCompute,
    });
  }

  /**
   * Complete `runtime-config.toml` of your own, for settings that the typed options lack: variable providers, outbound TLS,
   * options that are not strings.
   *
   * @param secret Secret in the namespace of the app, with the key `runtime-config.toml`
   */
  public static fromSecret(secret: kplus.ISecret): RuntimeConfig {
    checkedName(secret, 'Secret', 'RuntimeConfig.fromSecret');
    return new RuntimeConfig({}, secret);
  }

  private constructor(
    private readonly options: RuntimeConfigOptions,
    private readonly secret?: kplus.ISecret,
  ) {}

  /**
   * True if the operator must read a ConfigMap to write the configuration.
   *
   * @internal
   */
  public _readsConfigMaps(): boolean {
    const { keyValueStores, llmCompute, sqliteDatabases } = this._render();
    return [...(keyValueStores ?? []), ...(sqliteDatabases ?? []), ...(llmCompute ? [llmCompute] : [])]
      .flatMap(({ options }) => options ?? [])
      .some(({ valueFrom }) => valueFrom?.configMapKeyRef !== undefined);
  }

  /**
   * Stores, databases and LLM backend; undefined if they are in a file, which is not visible here.
   *
   * @internal
   */
  public _visible(): RuntimeConfigOptions | undefined {
    return this.secret ? undefined : this.options;
  }

  /**
   * The part of the configuration that some components use; undefined without any. A file stays whole.
   *
   * @internal
   */
  public _filter({ keyValueStore, llmCompute, sqliteDatabase }: RuntimeConfigFilter): RuntimeConfig | undefined {
    if (this.secret) {
      return this;
    }
    const options = {
      keyValueStores: filterMap(this.options.keyValueStores, keyValueStore),
      sqliteDatabases: filterMap(this.options.sqliteDatabases, sqliteDatabase),
      llmCompute: llmCompute ? this.options.llmCompute : undefined,
    };
    return Object.values(options).some((part) => part !== undefined) ? new RuntimeConfig(options) : undefined;
  }

  /**
   * Renders `spec.runtimeConfig`.
   *
   * @internal
   */
  public _render(): l1.SpinAppSpecRuntimeConfig {
    if (this.secret) {
      return { loadFromSecret: this.secret.name };
    }
    const { keyValueStores = {}, sqliteDatabases = {}, llmCompute } = this.options;
    return {
      keyValueStores: listUnlessEmpty(
        entriesByName(keyValueStores).map(([name, store]) => ({ name, ...store._render() })),
      ),
      sqliteDatabases: listUnlessEmpty(
        entriesByName(sqliteDatabases).map(([name, database]) => ({ name, ...database._render() })),
      ),
      llmCompute: llmCompute?._render(),
    };
  }
}

function filterMap<T>(
  map: { [label: string]: T } = {},
  isKept: (label: string) => boolean,
): { [label: string]: T } | undefined {
  return mapUnlessEmpty(Object.fromEntries(Object.entries(map).filter(([label]) => isKept(label))));
}
