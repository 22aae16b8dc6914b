import { hasField } from '../../validation/schema/schemas';
import { SpinOperatorFacts } from '../facts';
import { SPIN_OPERATOR_V0_1_0 } from './v0.1.0';
import { SPIN_OPERATOR_V0_6_1 } from './v0.6.1';

/**
 * API of a version of spin-operator: its API group, and the fields of its custom resources.
 *
 * An executor carries it, and every SpinApp follows its executor: same group, no fields that the operator would drop.
 *
 * @see https://www.spinkube.dev/docs/reference/
 */
export class SpinOperatorApi {
  /** spin-operator v0.1.0: group `core.spinoperator.dev`, shim executors only. */
  public static readonly V0_1_0 = new SpinOperatorApi(SPIN_OPERATOR_V0_1_0);

  /** spin-operator v0.6.1: group `core.spinkube.dev`. */
  public static readonly V0_6_1 = new SpinOperatorApi(SPIN_OPERATOR_V0_6_1);

  /** @internal */
  public static _of(facts: SpinOperatorFacts): SpinOperatorApi {
    const constants = Object.values(SpinOperatorApi).filter((value) => value instanceof SpinOperatorApi);
    return constants.find((api) => api._facts === facts) ?? new SpinOperatorApi(facts);
  }

  /** Version of the operator that defines this API, for example `v0.6.1`. */
  public readonly operatorVersion: string;

  /** API group, for example `core.spinkube.dev`. */
  public readonly group: string;

  /** `apiVersion` of SpinApp and SpinAppExecutor, for example `core.spinkube.dev/v1alpha1`. */
  public readonly apiVersion: string;

  /** Label that the operator puts on the Deployment, Service and pods of an app; its value is the app's name. */
  public readonly appNameLabel: string;

  /** Finalizer that the operator puts on an executor and removes when no SpinApp names the executor any more. */
  public readonly executorFinalizer: string;

  private readonly known = new Map<string, boolean>();

  private constructor(
    /** @internal */
    public readonly _facts: SpinOperatorFacts,
  ) {
    const { group, version } = _facts;
    this.operatorVersion = version;
    this.group = group;
    this.apiVersion = `${group}/v1alpha1`;
    this.appNameLabel = `${group}/app-name`;
    this.executorFinalizer = `${group}/finalizer`;
  }

  /**
   * Tells if the custom resources of this operator have a field.
   *
   * @param field path of the field, for example `spec.components` or `spec.volumes[].image`
   */
  public knows(field: string): boolean {
    const known = this.known.get(field) ?? hasField(this._facts.crds, field);
    this.known.set(field, known);
    return known;
  }

  /**
   * Label that the operator puts on the pods of an app and that the app's Service selects.
   *
   * @param appName name of the SpinApp
   */
  public readyLabel(appName: string): string {
    return `${this.group}/app.${appName}.status`;
  }
}
