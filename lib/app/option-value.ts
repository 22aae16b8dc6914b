import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../imports/core.spinkube.dev';
import { listUnlessEmpty } from '../private/empty';
import { configMapKey, KeySource, secretKey } from '../private/kplus';

/** Options of a value from a Secret or ConfigMap. */
export interface OptionValueFromKeyOptions {
  /**
   * Marks the Secret, ConfigMap or key as optional.
   *
   * The operator ignores it: without the Secret or ConfigMap it fails, and a missing key is an empty value.
   *
   * @default - not set
   */
  readonly optional?: boolean;
}

/**
 * Value of an option of the runtime configuration: plain text, or a reference to a key of a Secret or ConfigMap.
 *
 * The operator writes each value as a TOML string into the Secret with the runtime configuration of the app.
 *
 * @see https://www.spinkube.dev/docs/topics/assigning-variables/
 */
export class OptionValue {
  /**
   * Plain text in the manifest: not for passwords and tokens.
   *
   * @param value the value; the operator treats an empty value as not set
   */
  public static fromValue(value: string): OptionValue {
    return new OptionValue(value);
  }

  /**
   * Value of a key of a Secret in the namespace of the app.
   *
   * @param secret the Secret
   * @param key its key
   * @param options `optional`
   */
  public static fromSecret(secret: kplus.ISecret, key: string, options: OptionValueFromKeyOptions = {}): OptionValue {
    return new OptionValue(undefined, secretKey(secret, key, 'OptionValue.fromSecret', options));
  }

  /**
   * Value of a key of a ConfigMap in the namespace of the app.
   *
   * The operator must be allowed to read ConfigMaps. The `SpinOperator` of this library is; that of the Helm chart is not,
   * and stops working for the whole cluster.
   *
   * @param configMap the ConfigMap
   * @param key its key
   * @param options `optional`
   */
  public static fromConfigMap(
    configMap: kplus.IConfigMap,
    key: string,
    options: OptionValueFromKeyOptions = {},
  ): OptionValue {
    return new OptionValue(undefined, configMapKey(configMap, key, 'OptionValue.fromConfigMap', options));
  }

  private constructor(
    private readonly value?: string,
    private readonly valueFrom?: KeySource,
  ) {}

  /**
   * Renders the entry of `options`; the three types of the L1 have the same shape.
   *
   * @internal
   */
  public _render(name: string): l1.SpinAppSpecRuntimeConfigKeyValueStoresOptions {
    return { name, value: this.value, valueFrom: this.valueFrom };
  }
}

/** The options of a store, database or LLM backend by the names Spin gives them; undefined ones are left out. */
export interface NamedOptions {
  readonly [name: string]: OptionValue | undefined;
}

/** A type of runtime configuration and its options: what `keyValueStores[]`, `sqliteDatabases[]`, `llmCompute` share. */
export interface TypedOptions {
  readonly type: string;
  readonly options?: l1.SpinAppSpecRuntimeConfigKeyValueStoresOptions[];
}

export function renderTypedOptions(type: string, options: NamedOptions): TypedOptions {
  const rendered = Object.entries(options).flatMap(([name, value]) => (value ? [value._render(name)] : []));
  return { type, options: listUnlessEmpty(rendered) };
}
