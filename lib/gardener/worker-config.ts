import { AwsWorkerConfigOptions, renderAwsWorkerConfig, validateAwsWorkerConfig } from './aws/aws-worker-config';
import {
  AzureWorkerConfigOptions,
  renderAzureWorkerConfig,
  validateAzureWorkerConfig,
} from './azure/azure-worker-config';
import { GcpWorkerConfigOptions, renderGcpWorkerConfig, validateGcpWorkerConfig } from './gcp/gcp-worker-config';
import {
  OpenStackWorkerConfigOptions,
  renderOpenStackWorkerConfig,
  validateOpenStackWorkerConfig,
} from './openstack/openstack-worker-config';
import { WorkerPoolSettings } from './worker-pool-settings';

/** What is known of a kind of configuration. */
interface Kind {
  /** Type of the provider it is for; undefined where it is not known. */
  readonly provider?: string;
  readonly json: unknown;
  validate(pool: WorkerPoolSettings): string[];
}

/** What a cloud provider can be told about a worker pool, beyond what all providers can. */
export class WorkerConfig {
  /**
   * For AWS.
   *
   * @param options volumes, rights, metadata, processors and places of the machines
   * @see https://github.com/gardener/gardener-extension-provider-aws/blob/master/docs/usage/usage.md#workerconfig
   */
  public static aws(options: AwsWorkerConfigOptions): WorkerConfig {
    return new WorkerConfig({
      provider: 'aws',
      json: renderAwsWorkerConfig(options),
      validate: (pool) => validateAwsWorkerConfig(options, pool),
    });
  }

  /**
   * For Azure.
   *
   * @param options disks, diagnostics and reservations of the machines
   * @see https://github.com/gardener/gardener-extension-provider-azure/blob/master/docs/usage/usage.md#workerconfig
   */
  public static azure(options: AzureWorkerConfigOptions): WorkerConfig {
    return new WorkerConfig({
      provider: 'azure',
      json: renderAzureWorkerConfig(options),
      validate: (pool) => validateAzureWorkerConfig(options, pool),
    });
  }

  /**
   * For Google Cloud.
   *
   * @param options disks, GPUs and rights of the machines
   * @see https://github.com/gardener/gardener-extension-provider-gcp/blob/master/docs/usage/usage.md#workerconfig
   */
  public static gcp(options: GcpWorkerConfigOptions): WorkerConfig {
    return new WorkerConfig({
      provider: 'gcp',
      json: renderGcpWorkerConfig(options),
      validate: (pool) => validateGcpWorkerConfig(options, pool),
    });
  }

  /**
   * For OpenStack.
   *
   * @param options hosts and labels of the machines
   * @see https://github.com/gardener/gardener-extension-provider-openstack/blob/master/docs/usage/usage.md#workerconfig
   */
  public static openStack(options: OpenStackWorkerConfigOptions): WorkerConfig {
    return new WorkerConfig({
      provider: 'openstack',
      json: renderOpenStackWorkerConfig(options),
      validate: (pool) => validateOpenStackWorkerConfig(options, pool),
    });
  }

  /**
   * For another provider, or with fields that this library does not know.
   *
   * @param config the configuration, with `apiVersion` and `kind`
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- jsii knows JSON as `any`, and refuses `unknown`
  public static of(config: { [field: string]: any }): WorkerConfig {
    return new WorkerConfig({ json: { ...config }, validate: () => [] });
  }

  /**
   * Type of the provider it is for; undefined where it is not known.
   *
   * @internal
   */
  public readonly _provider?: string;

  private constructor(private readonly config: Kind) {
    this._provider = config.provider;
  }

  /** @internal */
  public _toJson(): unknown {
    return this.config.json;
  }

  /** @internal */
  public _validate(pool: WorkerPoolSettings): string[] {
    return this.config.validate(pool);
  }
}
