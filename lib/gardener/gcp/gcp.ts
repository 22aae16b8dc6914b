import { checkedProps } from '../../private/checked-props';
import { checkedOptions } from '../../private/checked-values';
import { Infrastructure } from '../infrastructure';
import { WorkerConfig } from '../worker-config';
import { GcpInfrastructureOptions, renderGcpControlPlaneConfig, renderGcpInfrastructureConfig } from './infrastructure';
import { GcpWorkerConfigOptions, renderGcpWorkerConfig } from './worker-config';

/** Google Cloud, by the Gardener extension provider-gcp. */
export class Gcp {
  /**
   * InfrastructureConfig and ControlPlaneConfig of a Shoot on Google Cloud.
   *
   * @param options VPC, subnets, Cloud NAT and zone
   * @see https://github.com/gardener/gardener-extension-provider-gcp/blob/master/docs/usage/usage.md
   */
  public static infrastructure(options: GcpInfrastructureOptions): Infrastructure {
    const settled = { ...checkedOptions('GcpInfrastructureOptions', options, 'Gcp.infrastructure') };
    return Infrastructure._of('gcp', {
      infrastructureConfig: renderGcpInfrastructureConfig(settled),
      controlPlaneConfig: renderGcpControlPlaneConfig(settled),
      nodes: settled.workers,
    });
  }

  /**
   * WorkerConfig of a worker pool on Google Cloud.
   *
   * @param options disks, GPUs and service account
   * @see https://github.com/gardener/gardener-extension-provider-gcp/blob/master/docs/usage/usage.md#workerconfig
   */
  public static workerConfig(options: GcpWorkerConfigOptions): WorkerConfig {
    return WorkerConfig._of(
      'gcp',
      renderGcpWorkerConfig(checkedProps('GcpWorkerConfigOptions', options, 'Gcp.workerConfig')),
    );
  }

  private constructor() {
    // Static factories only.
  }
}
