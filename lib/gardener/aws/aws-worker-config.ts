import { listUnlessEmpty } from '../../private/empty';
import { violation } from '../../private/errors';
import { ask, positive } from '../ask';
import { NodeTemplate, renderNodeTemplate, validateNodeTemplate } from '../node-template';
import { WorkerPoolSettings } from '../worker-pool-settings';
import { AWS_API } from './aws-api';
import { AwsCapacityReservation, AwsMarketType, validateMarket } from './aws-capacity';
import { AwsCpuOptions, renderCpuOptions, validateCpuOptions } from './aws-cpu-options';
import { INSTANCE_PROFILE_ARN, INSTANCE_PROFILE_NAME } from './aws-names';
import { AwsPlacement, renderPlacement, validatePlacement } from './aws-placement';
import { AwsDataVolume, renderAwsDataVolume, validateDataVolumes, validateRootVolume } from './aws-volume';

/** Whether a machine asks for its metadata with a token. */
export enum AwsHttpTokens {
  /** Always. Pods that do not know tokens cannot ask. */
  REQUIRED = 'required',

  /** As it likes. */
  OPTIONAL = 'optional',
}

/** An instance profile of IAM, by its name or its ARN. */
export class AwsInstanceProfile {
  /**
   * One of the account.
   *
   * @param name its name
   */
  public static fromName(name: string): AwsInstanceProfile {
    return new AwsInstanceProfile({ name });
  }

  /**
   * One of any account.
   *
   * @param arn its ARN
   */
  public static fromArn(arn: string): AwsInstanceProfile {
    return new AwsInstanceProfile({ arn });
  }

  private constructor(private readonly reference: { readonly name?: string; readonly arn?: string }) {}

  /** @internal */
  public _toJson(): { [field: string]: string | undefined } {
    return { ...this.reference };
  }

  /** @internal */
  public _validate(): string[] {
    const { arn, name } = this.reference;
    return [
      ...ask('providerConfig.instanceProfile', name, INSTANCE_PROFILE_NAME),
      ...ask('providerConfig.instanceProfile', arn, INSTANCE_PROFILE_ARN),
    ];
  }
}

/** Options of `Aws.workerConfig()`. */
export interface AwsWorkerConfigOptions {
  /**
   * Operations per second of the root volume. One of type `io1` needs it.
   *
   * @default - that of the volume type
   */
  readonly volumeIops?: number;

  /**
   * Throughput of the root volume in MiB/s. For `gp3` only.
   *
   * @default - that of the volume type
   */
  readonly volumeThroughput?: number;

  /**
   * The rights that machines have in AWS.
   *
   * @default - a profile that Gardener makes
   */
  readonly instanceProfile?: AwsInstanceProfile;

  /**
   * Whether a machine asks for its metadata with a token.
   *
   * @default - that of the provider
   */
  readonly httpTokens?: AwsHttpTokens;

  /**
   * Over how many hops the metadata is answered, from 1 to 64. Pods are one hop further away than the machine.
   *
   * @default - that of the provider
   */
  readonly httpPutResponseHopLimit?: number;

  /**
   * What data volumes are, beyond their size and type.
   *
   * @default - nothing
   */
  readonly dataVolumes?: AwsDataVolume[];

  /**
   * The processors of the machines.
   *
   * @default - those of the machine type
   */
  readonly cpuOptions?: AwsCpuOptions;

  /**
   * Whether the machines are launched into Capacity Reservations.
   *
   * @default AwsCapacityReservation.OPEN
   */
  readonly capacityReservation?: AwsCapacityReservation;

  /**
   * How the machines are paid for. Of recent versions of Gardener's provider.
   *
   * @default - on demand
   */
  readonly marketType?: AwsMarketType;

  /**
   * Where the machines are placed. Of recent versions of Gardener's provider.
   *
   * @default - as AWS does it
   */
  readonly placement?: AwsPlacement;

  /**
   * What the autoscaler takes a node to have.
   *
   * @default - what the CloudProfile says of the machine type
   */
  readonly nodeTemplate?: NodeTemplate;
}

/** Renders a WorkerConfig. */
export function renderAwsWorkerConfig(options: AwsWorkerConfigOptions): { [field: string]: unknown } {
  const { cpuOptions, dataVolumes = [], httpPutResponseHopLimit, httpTokens, marketType } = options;
  const { nodeTemplate, placement, volumeIops, volumeThroughput } = options;
  return {
    apiVersion: AWS_API,
    kind: 'WorkerConfig',
    nodeTemplate: nodeTemplate && renderNodeTemplate(nodeTemplate),
    volume:
      (volumeIops ?? volumeThroughput) === undefined ? undefined : { iops: volumeIops, throughput: volumeThroughput },
    dataVolumes: listUnlessEmpty(dataVolumes.map(renderAwsDataVolume)),
    iamInstanceProfile: options.instanceProfile?._toJson(),
    instanceMetadataOptions:
      (httpTokens ?? httpPutResponseHopLimit) === undefined ? undefined : { httpTokens, httpPutResponseHopLimit },
    cpuOptions: cpuOptions && renderCpuOptions(cpuOptions),
    capacityReservation: options.capacityReservation?._toJson(),
    instanceMarketOptions: marketType && { marketType },
    placement: placement && renderPlacement(placement),
  };
}

export function validateAwsWorkerConfig(options: AwsWorkerConfigOptions, pool: WorkerPoolSettings): string[] {
  const { capacityReservation, cpuOptions, dataVolumes = [], httpPutResponseHopLimit: hops, marketType } = options;
  const { nodeTemplate, placement, volumeIops, volumeThroughput } = options;
  const isHopLimit = hops === undefined || (Number.isInteger(hops) && hops >= 1 && hops <= 64);
  return [
    ...validateRootVolume(volumeIops, pool),
    ...positive('providerConfig.volumeIops', volumeIops),
    ...positive('providerConfig.volumeThroughput', volumeThroughput),
    ...validateDataVolumes(dataVolumes, pool),
    ...(options.instanceProfile?._validate() ?? []),
    ...(isHopLimit
      ? []
      : [violation('providerConfig.httpPutResponseHopLimit', hops, 'must be from 1 to 64', 'choose one of them')]),
    ...(cpuOptions ? validateCpuOptions(cpuOptions) : []),
    ...(capacityReservation?._validate() ?? []),
    ...validateMarket(marketType, capacityReservation),
    ...(placement ? validatePlacement(placement) : []),
    ...(nodeTemplate ? validateNodeTemplate(nodeTemplate) : []),
  ];
}
