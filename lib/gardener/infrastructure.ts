import {
  AwsInfrastructureOptions,
  renderAwsControlPlaneConfig,
  renderAwsInfrastructureConfig,
} from './aws/aws-infrastructure';
import { validateAwsInfrastructure, validateAwsWorkerPool } from './aws/aws-rules';
import {
  AzureInfrastructureOptions,
  renderAzureControlPlaneConfig,
  renderAzureInfrastructureConfig,
} from './azure/azure-infrastructure';
import { validateAzureWorkerPool } from './azure/azure-pool-rules';
import { validateAzureInfrastructure } from './azure/azure-rules';
import {
  GcpInfrastructureOptions,
  renderGcpControlPlaneConfig,
  renderGcpInfrastructureConfig,
} from './gcp/gcp-infrastructure';
import { validateGcpInfrastructure, validateGcpWorkerPool, validateGcpZones } from './gcp/gcp-rules';
import { ShootNetworking } from './networking';
import {
  OpenStackInfrastructureOptions,
  renderOpenStackControlPlaneConfig,
  renderOpenStackInfrastructureConfig,
} from './openstack/openstack-infrastructure';
import { validateOpenStackInfrastructure, validateOpenStackWorkerPool } from './openstack/openstack-rules';
import { WorkerPoolSettings } from './worker-pool-settings';

/** Options of `Infrastructure.of()`. */
export interface InfrastructureOptions {
  /**
   * Networks and the like: an object with `apiVersion` and `kind`.
   *
   * @default - none
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- jsii knows JSON as `any`, and refuses `unknown`
  readonly infrastructureConfig?: { [field: string]: any };

  /**
   * What the control plane is told about the cloud: an object with `apiVersion` and `kind`.
   *
   * @default - none
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- jsii knows JSON as `any`, and refuses `unknown`
  readonly controlPlaneConfig?: { [field: string]: any };
}

/** What is known of a provider. */
interface Kind {
  readonly infrastructureConfig?: unknown;
  readonly controlPlaneConfig?: unknown;

  /** The network of the nodes, where the infrastructure says it. */
  readonly nodes?: string;
  validate(networking: ShootNetworking): string[];
  validateWorkerPool(pool: WorkerPoolSettings): string[];

  /** What is wrong with the zones of all pools together. */
  validateZones?(zones: readonly string[]): string[];
}

/** At which cloud provider a Shoot is, and what it has there. */
export class Infrastructure {
  /**
   * AWS.
   *
   * @param options VPC and zones
   * @see https://github.com/gardener/gardener-extension-provider-aws/blob/master/docs/usage/usage.md
   */
  public static aws(options: AwsInfrastructureOptions): Infrastructure {
    const settled = { ...options, zones: [...options.zones] };
    return new Infrastructure('aws', {
      infrastructureConfig: renderAwsInfrastructureConfig(settled),
      controlPlaneConfig: renderAwsControlPlaneConfig(settled),
      nodes: settled.vpc.cidr,
      validate: (networking) => validateAwsInfrastructure(settled, networking),
      validateWorkerPool: (pool) => validateAwsWorkerPool(settled, pool),
    });
  }

  /**
   * Azure.
   *
   * @param options networks, NAT gateways and identity
   * @see https://github.com/gardener/gardener-extension-provider-azure/blob/master/docs/usage/usage.md
   */
  public static azure(options: AzureInfrastructureOptions): Infrastructure {
    const settled = { ...options, zones: [...(options.zones ?? [])] };
    return new Infrastructure('azure', {
      infrastructureConfig: renderAzureInfrastructureConfig(settled),
      controlPlaneConfig: renderAzureControlPlaneConfig(settled),
      nodes: settled.vnet?.cidr ?? settled.workers,
      validate: (networking) => validateAzureInfrastructure(settled, networking),
      validateWorkerPool: (pool) => validateAzureWorkerPool(settled, pool),
    });
  }

  /**
   * Google Cloud.
   *
   * @param options networks and zone
   * @see https://github.com/gardener/gardener-extension-provider-gcp/blob/master/docs/usage/usage.md
   */
  public static gcp(options: GcpInfrastructureOptions): Infrastructure {
    const settled = { ...options };
    return new Infrastructure('gcp', {
      infrastructureConfig: renderGcpInfrastructureConfig(settled),
      controlPlaneConfig: renderGcpControlPlaneConfig(settled),
      nodes: settled.workers,
      validate: (networking) => validateGcpInfrastructure(settled, networking),
      validateWorkerPool: validateGcpWorkerPool,
      validateZones: (zones) => validateGcpZones(settled, zones),
    });
  }

  /**
   * OpenStack.
   *
   * @param options floating pool, networks and load balancers
   * @see https://github.com/gardener/gardener-extension-provider-openstack/blob/master/docs/usage/usage.md
   */
  public static openStack(options: OpenStackInfrastructureOptions): Infrastructure {
    const settled = { ...options, loadBalancerClasses: [...(options.loadBalancerClasses ?? [])] };
    return new Infrastructure('openstack', {
      infrastructureConfig: renderOpenStackInfrastructureConfig(settled),
      controlPlaneConfig: renderOpenStackControlPlaneConfig(settled),
      nodes: settled.workers,
      validate: (networking) => validateOpenStackInfrastructure(settled, networking),
      validateWorkerPool: validateOpenStackWorkerPool,
    });
  }

  /**
   * Another provider, or a configuration that this library does not know.
   *
   * @param type its type, as the garden knows it: `gcp`
   * @param options its configuration
   */
  public static of(type: string, options: InfrastructureOptions = {}): Infrastructure {
    return new Infrastructure(type, { ...options, validate: () => [], validateWorkerPool: () => [] });
  }

  /**
   * The network of the nodes, where the infrastructure says it.
   *
   * @internal
   */
  public readonly _nodes?: string;

  private constructor(
    /** Type of the provider, as the garden knows it. */
    public readonly type: string,
    private readonly provider: Kind,
  ) {
    this._nodes = provider.nodes;
  }

  /** @internal */
  public _toJson(): { [field: string]: unknown } {
    const { controlPlaneConfig, infrastructureConfig } = this.provider;
    return { type: this.type, infrastructureConfig, controlPlaneConfig };
  }

  /** @internal */
  public _validate(networking: ShootNetworking): string[] {
    return this.provider.validate(networking);
  }

  /** @internal */
  public _validateWorkerPool(pool: WorkerPoolSettings): string[] {
    return this.provider.validateWorkerPool(pool);
  }

  /** @internal */
  public _validateZones(zones: readonly string[]): string[] {
    return this.provider.validateZones?.(zones) ?? [];
  }
}
