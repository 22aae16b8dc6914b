import { violation } from '../private/errors';

/**
 * What a given spin-operator can be told: its API group, and which fields its custom resources have.
 *
 * An executor carries it, and every SpinApp follows its executor: same group, no fields that the operator would drop.
 *
 * @see https://www.spinkube.dev/docs/reference/
 */
export class SpinOperatorApi {
  /** spin-operator v0.1.0: group `core.spinoperator.dev`, shim executors only. */
  public static readonly V0_1_0 = new SpinOperatorApi('v0.1.0', 'core.spinoperator.dev', [
    'spec.components',
    'spec.invocationLimits',
    'spec.podLabels',
    'spec.serviceAccountName',
    'spec.volumeMounts[].recursiveReadOnly',
    'spec.volumes[].image',
    'spec.deploymentConfig.caCertSecret',
    'spec.deploymentConfig.installDefaultCACerts',
    'spec.deploymentConfig.otel',
    'spec.deploymentConfig.spinImage',
  ]);

  /** spin-operator v0.6.1: group `core.spinkube.dev`. */
  public static readonly V0_6_1 = new SpinOperatorApi('v0.6.1', 'core.spinkube.dev', []);

  /** `apiVersion` of SpinApp and SpinAppExecutor, for example `core.spinkube.dev/v1alpha1`. */
  public readonly apiVersion: string;

  /** Label that the operator puts on the Deployment, Service and pods of an app; its value is the app's name. */
  public readonly appNameLabel: string;

  /** Finalizer that the operator puts on an executor; it comes off when no SpinApp names the executor any more. */
  public readonly executorFinalizer: string;

  private constructor(
    /** Version of the operator that defines this API, for example `v0.6.1`. */
    public readonly operatorVersion: string,
    /** API group, for example `core.spinkube.dev`. */
    public readonly group: string,
    private readonly missing: string[],
  ) {
    this.apiVersion = `${group}/v1alpha1`;
    this.appNameLabel = `${group}/app-name`;
    this.executorFinalizer = `${group}/finalizer`;
  }

  /**
   * Whether the custom resources of this operator have a field.
   *
   * @param field path of the field in the newest API, for example `spec.components` or `spec.volumes[].image`
   */
  public knows(field: string): boolean {
    return !this.missing.some((path) => field === path || field.startsWith(`${path}.`));
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

/** Refuses a property whose field an older operator would silently drop. */
export function unknownField(property: string, value: unknown, api: SpinOperatorApi): string {
  return violation(
    property,
    value,
    `is not known to spin-operator ${api.operatorVersion}, the release of the executor`,
    "remove it, or give the executor the 'api' of a later release",
  );
}
