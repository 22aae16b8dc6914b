import { checkedProps } from '../private/checked-props';
import { Problem } from '../validation/problems';

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

/** Cloud provider of a Shoot (`spec.provider`): its type, networks and settings of the control plane. */
export class Infrastructure {
  /**
   * Infrastructure of any provider. For those that this library knows, see `Aws`, `Azure`, `Gcp` and `OpenStack`.
   *
   * @param type type of the provider extension in the garden: `ironcore`
   * @param options its configuration
   */
  public static of(type: string, options: InfrastructureOptions = {}): Infrastructure {
    return new Infrastructure(type, checkedProps('InfrastructureOptions', options, 'Infrastructure.of'));
  }

  /**
   * @param problems options of which nothing can be seen in the manifest
   * @internal
   */
  public static _of(type: string, options: InfrastructureOptions, problems?: readonly Problem[]): Infrastructure {
    return new Infrastructure(type, options, problems);
  }

  private constructor(
    /** Type of the provider extension in the garden: `aws`. */
    public readonly type: string,
    private readonly options: InfrastructureOptions,
    /** @internal */
    public readonly _problems: readonly Problem[] = [],
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
}
