import { checkedProps } from '../../private/checked-props';
import { Infrastructure } from '../infrastructure';
import { WorkerConfig } from '../worker-config';
import {
  AzureInfrastructureOptions,
  checkAzureInfrastructure,
  renderAzureControlPlaneConfig,
  renderAzureInfrastructureConfig,
} from './infrastructure';
import { AzureWorkerConfigOptions, renderAzureWorkerConfig } from './worker-config';

/** Microsoft Azure, by the Gardener extension provider-azure. */
export class Azure {
  /**
   * InfrastructureConfig and ControlPlaneConfig of a Shoot on Azure.
   *
   * @param options VNet, subnets, NAT gateways and managed identity
   * @see https://github.com/gardener/gardener-extension-provider-azure/blob/master/docs/usage/usage.md
   */
  public static infrastructure(options: AzureInfrastructureOptions): Infrastructure {
    const { zones = [] } = checkedProps('AzureInfrastructureOptions', options, 'Azure.infrastructure');
    const settled = { ...options, zones: [...zones] };
    return Infrastructure._of(
      'azure',
      {
        infrastructureConfig: renderAzureInfrastructureConfig(settled),
        controlPlaneConfig: renderAzureControlPlaneConfig(settled),
        nodes: settled.vnet?.cidr ?? settled.workers,
      },
      checkAzureInfrastructure(settled).all,
    );
  }

  /**
   * WorkerConfig of a worker pool on Azure.
   *
   * @param options disks, boot diagnostics and capacity reservation
   * @see https://github.com/gardener/gardener-extension-provider-azure/blob/master/docs/usage/usage.md#workerconfig
   */
  public static workerConfig(options: AzureWorkerConfigOptions): WorkerConfig {
    return WorkerConfig._of(
      'azure',
      renderAzureWorkerConfig(checkedProps('AzureWorkerConfigOptions', options, 'Azure.workerConfig')),
    );
  }

  private constructor() {
    // Static factories only.
  }
}
