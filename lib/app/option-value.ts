import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../imports/core.spinkube.dev';
import { listUnlessEmpty } from '../private/empty';
import { configMapKey, KeySource, secretKey } from '../private/kplus';

/** Options of an option value that a Secret or ConfigMap holds. */
export interface OptionValueFromKeyOptions {
  /**
   * Whether the Secret, the ConfigMap or the key may be missing.
   *
   * The operator carries the field but does not look at it: it fails without the Secret or ConfigMap, and takes a
   * missing key as an empty value.
   *
   * @default - not set
   */
  readonly optional?: boolean;
}

/**
 * Where the value of an option of the runtime configuration comes from.
 *
 * The operator writes every value as a TOML string into the Secret with the app's runtime configuration.
 *
 * @see https://www.spinkube.dev/docs/topics/assigning-variables/
 */
export class OptionValue {
  /**
   * A value written into the manifest for everybody to read: not for passwords and tokens.
   *
   * @param value the value; the operator takes an empty one as not given
   */
  public static fromValue(value: string): OptionValue {
    return new OptionValue(value);
  }

  /**
   * The value of a key of a Secret in the app's namespace.
   *
   * @param secret the Secret
   * @param key its key
   * @param options whether it may be missing
   */
  public static fromSecret(secret: kplus.ISecret, key: string, options: OptionValueFromKeyOptions = {}): OptionValue {
    return new OptionValue(undefined, secretKey(secret, key, options.optional));
  }

  /**
   * The value of a key of a ConfigMap in the app's namespace.
   *
   * The operator must be allowed to read ConfigMaps. The `SpinOperator` of this library is; the Helm chart's is not,
   * and then stops working for the whole cluster.
   *
   * @param configMap the ConfigMap
   * @param key its key
   * @param options whether it may be missing
   */
  public static fromConfigMap(
    configMap: kplus.IConfigMap,
    key: string,
    options: OptionValueFromKeyOptions = {},
  ): OptionValue {
    return new OptionValue(undefined, configMapKey(configMap, key, options.optional));
  }

  private constructor(
    private readonly value?: string,
    private readonly valueFrom?: KeySource,
  ) {}

  /**
   * Renders the entry of `options`; the three kinds of the L1 are of one shape.
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
