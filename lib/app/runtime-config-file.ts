import { stringify } from 'smol-toml';
import { entriesByName } from '../private/by-name';
import { checkedProps } from '../private/checked-props';
import { unplacedSecret } from '../private/plaintext-secrets';
import { Problems } from '../validation/problems';
import { KeyValueStore } from './key-value-store';
import { LlmCompute } from './llm-compute';
import { TypedOptions } from './option-value';
import { SqliteDatabase } from './sqlite-database';
import { VariableProvider } from './variable-provider';

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

/** Options of `RuntimeConfigFile.of()`. */
export interface RuntimeConfigFileOptions extends RuntimeConfigOptions {
  /**
   * Variable providers, in the order in which Spin asks them. It asks the environment first, which has the `variables` of a
   * SpinApp.
   *
   * @default - only the environment
   */
  readonly variableProviders?: VariableProvider[];
}

/** Options of a type, by their names in Spin. */
interface Table {
  [option: string]: string;
}

/**
 * Runtime configuration as a file: `runtime-config.toml` for a Secret that another tool creates.
 *
 * spin-operator writes this file from the fields of a SpinApp, which has none for variable providers. A Secret with the whole
 * file takes the place of these fields. Its secrets are placeholders here, which a template of External Secrets,
 * argocd-vault-plugin or Flux replaces: `toToml()` is the text for it, and `RuntimeConfig.fromSecret(secret, file)` refers to
 * the Secret.
 *
 * @see https://www.spinkube.dev/docs/topics/external-variable-providers/
 *
 * @example
 *
 * const file = RuntimeConfigFile.of({
 *   variableProviders: [
 *     VariableProvider.vault({ url: 'https://vault.example.com:8200', mount: 'secret', token: '{{ .vaultToken }}' }),
 *   ],
 *   keyValueStores: { default: KeyValueStore.redis({ url: OptionValue.fromValue('{{ .redisUrl }}') }) },
 * });
 * RuntimeConfig.fromSecret(secret, file);
 */
export class RuntimeConfigFile {
  /**
   * File with variable providers, stores, databases and an LLM backend.
   *
   * @param options its contents; option values are plain texts or placeholders
   * @throws if an option value refers to a Secret or ConfigMap, or is a secret in plain text
   */
  public static of(options: RuntimeConfigFileOptions): RuntimeConfigFile {
    const given = checkedProps('RuntimeConfigFileOptions', options, 'RuntimeConfigFile.of');
    const problems = Problems.at();
    const toml = tomlOf(given, problems);
    problems.throwFrom('RuntimeConfigFile.of');
    return new RuntimeConfigFile(given, toml);
  }

  private constructor(
    /** @internal */
    public readonly _options: RuntimeConfigFileOptions,
    private readonly toml: string,
  ) {}

  /** Text of the file, for the key `runtime-config.toml` of the Secret. */
  public toToml(): string {
    return this.toml;
  }
}

function tomlOf(options: RuntimeConfigFileOptions, problems: Problems): string {
  const { keyValueStores = {}, llmCompute, sqliteDatabases = {}, variableProviders = [] } = options;
  const backends = (
    kind: 'keyValueStores' | 'sqliteDatabases',
    all: { [label: string]: { _render(): TypedOptions } },
  ) =>
    Object.fromEntries(
      entriesByName(all).map(([label, backend]) => [label, tableOf(backend._render(), problems.at(kind, label))]),
    );
  const parts = {
    variables_provider: variableProviders.map((provider, index) =>
      checkedTable(provider.type, provider._render(), problems.at('variableProviders', index)),
    ),
    key_value_store: backends('keyValueStores', keyValueStores),
    sqlite_database: backends('sqliteDatabases', sqliteDatabases),
    llm_compute: llmCompute ? tableOf(llmCompute._render(), problems.at('llmCompute')) : {},
  };
  return stringify(Object.fromEntries(Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0)));
}

function tableOf({ options = [], type }: TypedOptions, problems: Problems): Table {
  const table: Table = {};
  for (const { name, value = '', valueFrom } of options) {
    if (valueFrom) {
      const rule = 'refers to a Secret or ConfigMap, which nothing copies into a file';
      problems.at(name).refuse(undefined, rule, "use 'OptionValue.fromValue' with a placeholder, such as {{ .name }}");
    }
    table[name] = value;
  }
  return checkedTable(type, table, problems);
}

function checkedTable(type: string, table: Table, problems: Problems): Table {
  for (const [name, value] of Object.entries(table)) {
    if (unplacedSecret(name, value)) {
      problems.at(name).refuse('…', 'is a secret in plain text', 'use a placeholder, such as {{ .name }}');
    }
  }
  return { type, ...table };
}
