import { checkedProps } from '../../private/checked-props';
import { Infrastructure } from '../infrastructure';
import { WorkerConfig } from '../worker-config';
import {
  OpenStackInfrastructureOptions,
  renderOpenStackControlPlaneConfig,
  renderOpenStackInfrastructureConfig,
} from './infrastructure';
import { OpenStackWorkerConfigOptions, renderOpenStackWorkerConfig } from './worker-config';

/** OpenStack, by the Gardener extension provider-openstack. */
export class OpenStack {
  /**
   * InfrastructureConfig and ControlPlaneConfig of a Shoot on OpenStack.
   *
   * @param options floating pool, networks and load balancers
   * @see https://github.com/gardener/gardener-extension-provider-openstack/blob/master/docs/usage/usage.md
   */
  public static infrastructure(options: OpenStackInfrastructureOptions): Infrastructure {
    const { loadBalancerClasses = [] } = checkedProps(
      'OpenStackInfrastructureOptions',
      options,
      'OpenStack.infrastructure',
    );
    const settled = { ...options, loadBalancerClasses: [...loadBalancerClasses] };
    return Infrastructure._of('openstack', {
      infrastructureConfig: renderOpenStackInfrastructureConfig(settled),
      controlPlaneConfig: renderOpenStackControlPlaneConfig(settled),
      nodes: settled.workers,
    });
  }

  /**
   * WorkerConfig of a worker pool on OpenStack.
   *
   * @param options server group and machine labels
   * @see https://github.com/gardener/gardener-extension-provider-openstack/blob/master/docs/usage/usage.md#workerconfig
   */
  public static workerConfig(options: OpenStackWorkerConfigOptions): WorkerConfig {
    return WorkerConfig._of(
      'openstack',
      renderOpenStackWorkerConfig(checkedProps('OpenStackWorkerConfigOptions', options, 'OpenStack.workerConfig')),
    );
  }

  private constructor() {
    // Static factories only.
  }
}
