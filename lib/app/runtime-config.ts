import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../imports/core.spinkube.dev';
import { listUnlessEmpty } from '../private/empty';
import { KeyValueStore } from './key-value-store';
import { LlmCompute } from './llm-compute';
import { SqliteDatabase } from './sqlite-database';

/** What `RuntimeConfig.of()` takes. */
export interface RuntimeConfigOptions {
  /**
   * Key value stores by the label the app knows them under.
   *
   * @default - only `default`, an SQLite file in each pod
   */
  readonly keyValueStores?: { [label: string]: KeyValueStore };

  /**
   * SQLite databases by the label the app knows them under.
   *
   * @default - only `default`, an SQLite file in each pod
   */
  readonly sqliteDatabases?: { [label: string]: SqliteDatabase };

  /**
   * Where inference runs.
   *
   * @default - nowhere
   */
  readonly llmCompute?: LlmCompute;
}

/**
 * What the platform gives a Spin app: the stores, databases and LLM behind the labels that its manifest names.
 *
 * The operator turns it into a Secret with a `runtime-config.toml` and mounts that.
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
   * A configuration the operator writes from typed stores, databases and LLM.
   *
   * @param options the stores, databases and LLM
   */
  public static of(options: RuntimeConfigOptions): RuntimeConfig {
    return new RuntimeConfig({
      keyValueStores: { ...options.keyValueStores },
      sqliteDatabases: { ...options.sqliteDatabases },
      llmCompute: options.llmCompute,
    });
  }

  /**
   * A whole `runtime-config.toml` that you wrote yourself, for what the typed form cannot say: other variable
   * providers, outbound TLS, options that are no strings.
   *
   * @param secret Secret in the app's namespace with the key `runtime-config.toml`
   */
  public static fromSecret(secret: kplus.ISecret): RuntimeConfig {
    return new RuntimeConfig({}, secret);
  }

  private constructor(
    private readonly options: RuntimeConfigOptions,
    private readonly secret?: kplus.ISecret,
  ) {}

  /**
   * Whether the operator must read a ConfigMap to write the configuration.
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
   * The stores, databases and LLM; undefined where they are in a file that nobody can see here.
   *
   * @internal
   */
  public _visible(): RuntimeConfigOptions | undefined {
    return this.secret ? undefined : this.options;
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
        Object.entries(keyValueStores).map(([name, store]) => ({ name, ...store._render() })),
      ),
      sqliteDatabases: listUnlessEmpty(
        Object.entries(sqliteDatabases).map(([name, database]) => ({ name, ...database._render() })),
      ),
      llmCompute: llmCompute?._render(),
    };
  }
}
