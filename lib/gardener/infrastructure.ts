import { ShootNetworking } from './networking';
import { WorkerPoolSettings } from './worker-pool';

/** Options of `Infrastructure.of()`. */
export interface InfrastructureOptions {
  /**
   * `spec.provider.infrastructureConfig`: networks and other resources at the provider, an object with `apiVersion` and
   * `kind`.
   *
   * @default - none
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- jsii knows JSON as `any`, and refuses `unknown`
  readonly infrastructureConfig?: { [field: string]: any };

  /**
   * `spec.provider.controlPlaneConfig`: settings of the control plane that are specific to the provider, an object with
   * `apiVersion` and `kind`.
   *
   * @default - none
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- jsii knows JSON as `any`, and refuses `unknown`
  readonly controlPlaneConfig?: { [field: string]: any };

  /**
   * CIDR of the nodes that follows from the infrastructure, for a Shoot without `networking.nodes`: `10.250.0.0/16`.
   *
   * @default - none
   */
  readonly nodes?: string;
}

/**
 * Checks of a cloud.
 *
 * @internal
 */
export interface InfrastructureChecks {
  validate(networking: ShootNetworking): string[];
  validateWorkerPool(pool: WorkerPoolSettings): string[];

  /** What is wrong with the zones of all pools together. */
  validateZones?(zones: readonly string[]): string[];
}

/** Cloud provider of a Shoot (`spec.provider`): its type, networks and settings of the control plane. */
export class Infrastructure {
  /**
   * Infrastructure of any provider. For those that this library knows, see `Aws`, `Azure`, `Gcp` and `OpenStack`.
   *
   * @param type type of the provider extension in the garden: `ironcore`
   * @param options its configuration
   */
  public static of(type: string, options: InfrastructureOptions = {}): Infrastructure {
    return new Infrastructure(type, options);
  }

  /** @internal */
  public static _of(type: string, options: InfrastructureOptions, checks: InfrastructureChecks): Infrastructure {
    return new Infrastructure(type, options, checks);
  }

  private constructor(
    /** Type of the provider extension in the garden: `aws`. */
    public readonly type: string,
    private readonly options: InfrastructureOptions,
    private readonly checks?: InfrastructureChecks,
  ) {}

  /**
   * CIDR of the nodes that follows from the infrastructure.
   *
   * @internal
   */
  public get _nodes(): string | undefined {
    return this.options.nodes;
  }

  /** @internal */
  public _toJson(): { [field: string]: unknown } {
    const { controlPlaneConfig, infrastructureConfig } = this.options;
    return { type: this.type, infrastructureConfig, controlPlaneConfig };
  }

  /** @internal */
  public _validate(networking: ShootNetworking): string[] {
    return this.checks?.validate(networking) ?? [];
  }

  /** @internal */
  public _validateWorkerPool(pool: WorkerPoolSettings): string[] {
    return this.checks?.validateWorkerPool(pool) ?? [];
  }

  /** @internal */
  public _validateZones(zones: readonly string[]): string[] {
    return this.checks?.validateZones?.(zones) ?? [];
  }
}
