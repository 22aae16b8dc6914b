import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../imports/core.spinkube.dev';
import { configMapKey, secretKey } from '../private/kplus';

/** Options of a value that a Secret or ConfigMap holds. */
export interface VariableFromKeyOptions {
  /**
   * Whether the app may start when the Secret, the ConfigMap or the key is missing. The variable is then unset.
   *
   * @default - false
   */
  readonly optional?: boolean;
}

/** Options of a value that is a field of the pod. */
export interface VariableFromFieldOptions {
  /**
   * The version of the API that the field path is written for.
   *
   * @default - 'v1'
   */
  readonly apiVersion?: string;

  /**
   * Key of the label or annotation; needed for `POD_LABEL` and `POD_ANNOTATION`, and only there.
   *
   * @default - none
   */
  readonly key?: string;
}

/** Options of a value that is a resource request or limit. */
export interface VariableFromResourceOptions {
  /**
   * Unit of the number, as a Kubernetes quantity: `1m` for thousandths of a CPU, `1Mi` for mebibytes.
   *
   * @default - '1', whole CPUs (rounded up) or bytes
   */
  readonly divisor?: string;

  /**
   * Name of the container whose resources are meant.
   *
   * @default - the app's container
   */
  readonly containerName?: string;
}

/**
 * Where the value of a Spin application variable comes from.
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
   * A value written into the manifest for everybody to read: not for secrets.
   *
   * @param value the value; may be empty
   */
  public static fromValue(value: string): Variable {
    return new Variable({ value });
  }

  /**
   * The value of a key of a Secret in the app's namespace.
   *
   * @param secret the Secret
   * @param key its key
   * @param options whether it may be missing
   */
  public static fromSecret(secret: kplus.ISecret, key: string, options: VariableFromKeyOptions = {}): Variable {
    return new Variable({ valueFrom: secretKey(secret, key, options.optional) });
  }

  /**
   * The value of a key of a ConfigMap in the app's namespace.
   *
   * @param configMap the ConfigMap
   * @param key its key
   * @param options whether it may be missing
   */
  public static fromConfigMap(
    configMap: kplus.IConfigMap,
    key: string,
    options: VariableFromKeyOptions = {},
  ): Variable {
    return new Variable({ valueFrom: configMapKey(configMap, key, options.optional) });
  }

  /**
   * A field of the pod, such as its name or the IP address of its node.
   *
   * @param fieldPath the field
   * @param options key of a label or annotation
   * @throws if a label or annotation is named without its key, or another field with one
   */
  public static fromField(fieldPath: kplus.EnvFieldPaths, options: VariableFromFieldOptions = {}): Variable {
    const keyed = [kplus.EnvFieldPaths.POD_LABEL, kplus.EnvFieldPaths.POD_ANNOTATION].includes(fieldPath);
    if (keyed !== (options.key !== undefined)) {
      const remedy = keyed ? 'needs a key; say which label or annotation' : 'has no keys; remove it';
      throw new Error(
        `[Variable.fromField] 'key'${options.key === undefined ? '' : ` (${options.key})`} ${fieldPath} ${remedy}`,
      );
    }
    const path = keyed ? `${fieldPath}['${String(options.key)}']` : fieldPath;
    return new Variable({ valueFrom: { fieldRef: { fieldPath: path, apiVersion: options.apiVersion } } });
  }

  /**
   * A request or limit of the app's container.
   *
   * @param resource which one
   * @param options its unit
   */
  public static fromResource(resource: kplus.ResourceFieldPaths, options: VariableFromResourceOptions = {}): Variable {
    const divisor = options.divisor;
    return new Variable({
      valueFrom: {
        resourceFieldRef: {
          resource,
          divisor:
            divisor === undefined
              ? undefined
              : l1.SpinAppSpecVariablesValueFromResourceFieldRefDivisor.fromString(divisor),
          containerName: options.containerName,
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
