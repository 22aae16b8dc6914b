import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../imports/core.spinkube.dev';
import { entriesByName } from '../private/by-name';
import { listUnlessEmpty, mapUnlessEmpty } from '../private/empty';
import { checkedProps } from '../private/checked-props';
import { RuntimeConfigFile, RuntimeConfigFileOptions, RuntimeConfigOptions } from './runtime-config-file';
import { checkedName } from '../private/checked-values';

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
   * Complete `runtime-config.toml` in a Secret, for settings that a SpinApp does not have: variable providers, outbound TLS,
   * options that are not strings.
   *
   * @param secret Secret in the namespace of the app, with the key `runtime-config.toml`
   * @param file contents of the Secret, so that they are checked against the manifest of the app; nothing writes them
   */
  public static fromSecret(secret: kplus.ISecret, file?: RuntimeConfigFile): RuntimeConfig {
    checkedName(secret, 'Secret', 'RuntimeConfig.fromSecret');
    return new RuntimeConfig(file?._options, secret);
  }

  private constructor(
    /** Undefined if they are in a file, which is not visible here. */
    private readonly options: RuntimeConfigFileOptions | undefined,
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
    return this.options;
  }

  /**
   * True if variables that nothing else sets may come from a variable provider.
   *
   * @internal
   */
  public _mayProvideVariables(): boolean {
    return this.options === undefined || (this.options.variableProviders ?? []).length > 0;
  }

  /**
   * The part of the configuration that some components use; undefined without any. A Secret stays whole.
   *
   * @internal
   */
  public _filter({ keyValueStore, llmCompute, sqliteDatabase }: RuntimeConfigFilter): RuntimeConfig | undefined {
    if (this.options === undefined) {
      return this;
    }
    const options = {
      ...this.options,
      keyValueStores: filterMap(this.options.keyValueStores, keyValueStore),
      sqliteDatabases: filterMap(this.options.sqliteDatabases, sqliteDatabase),
      llmCompute: llmCompute ? this.options.llmCompute : undefined,
    };
    const isUsed = this.secret !== undefined || Object.values(options).some((part) => part !== undefined);
    return isUsed ? new RuntimeConfig(options, this.secret) : undefined;
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
    const { keyValueStores = {}, sqliteDatabases = {}, llmCompute } = this.options ?? {};
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
