import { checkedProps } from '../../private/checked-props';
import { checkedOptions } from '../../private/checked-values';
import { Infrastructure } from '../infrastructure';
import { WorkerConfig } from '../worker-config';
import {
  AwsInfrastructureOptions,
  checkAwsInfrastructure,
  renderAwsControlPlaneConfig,
  renderAwsInfrastructureConfig,
} from './infrastructure';
import { AwsWorkerConfigOptions, renderAwsWorkerConfig } from './worker-config';

/** Amazon Web Services, by the Gardener extension provider-aws. */
export class Aws {
  /**
   * InfrastructureConfig and ControlPlaneConfig of a Shoot on AWS.
   *
   * @param options VPC, zones and their subnets
   * @see https://github.com/gardener/gardener-extension-provider-aws/blob/master/docs/usage/usage.md
   */
  public static infrastructure(options: AwsInfrastructureOptions): Infrastructure {
    const given = checkedOptions('AwsInfrastructureOptions', options, 'Aws.infrastructure', 'vpc', 'zones');
    const settled = { ...given, zones: [...given.zones] };
    return Infrastructure._of(
      'aws',
      {
        infrastructureConfig: renderAwsInfrastructureConfig(settled),
        controlPlaneConfig: renderAwsControlPlaneConfig(settled),
        nodes: settled.vpc.cidr,
      },
      checkAwsInfrastructure(settled).all,
    );
  }

  /**
   * WorkerConfig of a worker pool on AWS.
   *
   * @param options volumes, IAM instance profile, metadata service, CPUs and placement
   * @see https://github.com/gardener/gardener-extension-provider-aws/blob/master/docs/usage/usage.md#workerconfig
   */
  public static workerConfig(options: AwsWorkerConfigOptions): WorkerConfig {
    return WorkerConfig._of(
      'aws',
      renderAwsWorkerConfig(checkedProps('AwsWorkerConfigOptions', options, 'Aws.workerConfig')),
    );
  }

  private constructor() {
    // Static factories only.
  }
}
