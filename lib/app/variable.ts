import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../imports/core.spinkube.dev';
import { violation } from '../private/errors';
import { checkedProps } from '../private/checked-props';
import { configMapKey, secretKey } from '../private/kplus';

/** Options of a variable from a Secret or ConfigMap. */
export interface VariableFromKeyOptions {
  /**
   * Marks the Secret, ConfigMap or key as optional: the app starts without it, and the variable is not set.
   *
   * @default - false
   */
  readonly optional?: boolean;
}

/** Options of a variable from a field of the pod. */
export interface VariableFromFieldOptions {
  /**
   * API version of the field path.
   *
   * @default - 'v1'
   */
  readonly apiVersion?: string;

  /**
   * Key of the label or annotation. Required for `POD_LABEL` and `POD_ANNOTATION`, and only allowed there.
   *
   * @default - none
   */
  readonly key?: string;
}

/** Options of a variable from a resource request or limit. */
export interface VariableFromResourceOptions {
  /**
   * Divisor: unit of the number as a Kubernetes quantity, such as `1m` for millicores or `1Mi` for mebibytes.
   *
   * @default - '1': CPUs (rounded up) or bytes
   */
  readonly divisor?: string;

  /**
   * Name of the container.
   *
   * @default - the container of the app
   */
  readonly containerName?: string;
}

/**
 * Value of a Spin application variable: plain text, or a reference to a key, a field or a resource.
 *
 * The operator passes the variable `log_level` to Spin as the environment variable `SPIN_VARIABLE_LOG_LEVEL`.
 *
 * @see https://spinframework.dev/variables
 *
 * @example
 *
 * app.addVariable('log_level', Variable.fromValue('info'));
 */
export class Variable {
  /**
   * Plain text in the manifest: not for secrets.
   *
   * @param value the value; may be empty
   */
  public static fromValue(value: string): Variable {
    return new Variable({ value });
  }

  /**
   * Value of a key of a Secret in the namespace of the app.
   *
   * @param secret the Secret
   * @param key its key
   * @param options `optional`
   */
  public static fromSecret(secret: kplus.ISecret, key: string, options: VariableFromKeyOptions = {}): Variable {
    return new Variable({ valueFrom: secretKey(secret, key, 'Variable.fromSecret', options) });
  }

  /**
   * Value of a key of a ConfigMap in the namespace of the app.
   *
   * @param configMap the ConfigMap
   * @param key its key
   * @param options `optional`
   */
  public static fromConfigMap(
    configMap: kplus.IConfigMap,
    key: string,
    options: VariableFromKeyOptions = {},
  ): Variable {
    return new Variable({ valueFrom: configMapKey(configMap, key, 'Variable.fromConfigMap', options) });
  }

  /**
   * Field of the pod, such as its name or the IP address of its node.
   *
   * @param fieldPath the field
   * @param options key of a label or annotation
   * @throws if a label or annotation has no key, or another field has one
   */
  public static fromField(fieldPath: kplus.EnvFieldPaths, options: VariableFromFieldOptions = {}): Variable {
    const { apiVersion, key } = checkedProps('VariableFromFieldOptions', options, 'Variable.fromField');
    const keyed = [kplus.EnvFieldPaths.POD_LABEL, kplus.EnvFieldPaths.POD_ANNOTATION].includes(fieldPath);
    if (keyed !== (key !== undefined)) {
      const [rule, remedy] = keyed
        ? [`is required for ${fieldPath}`, 'set the key of the label or annotation']
        : [`is not allowed for ${fieldPath}`, 'remove it'];
      throw new Error(`[Variable.fromField] ${violation('key', key, rule, remedy)}`);
    }
    const path = keyed ? `${fieldPath}['${String(key)}']` : fieldPath;
    return new Variable({ valueFrom: { fieldRef: { fieldPath: path, apiVersion } } });
  }

  /**
   * Resource request or limit of the container of the app.
   *
   * @param resource the request or limit
   * @param options divisor and container
   */
  public static fromResource(resource: kplus.ResourceFieldPaths, options: VariableFromResourceOptions = {}): Variable {
    const { containerName, divisor } = checkedProps('VariableFromResourceOptions', options, 'Variable.fromResource');
    return new Variable({
      valueFrom: {
        resourceFieldRef: {
          resource,
          divisor:
            divisor === undefined
              ? undefined
              : l1.SpinAppSpecVariablesValueFromResourceFieldRefDivisor.fromString(divisor),
          containerName,
        },
      },
    });
  }

  private constructor(private readonly source: { value?: string; valueFrom?: l1.SpinAppSpecVariablesValueFrom }) {}

  /**
   * Renders the entry of `spec.variables`.
   *
   * @internal
   */
  public _render(name: string): l1.SpinAppSpecVariables {
    return { name, ...this.source };
  }
}
