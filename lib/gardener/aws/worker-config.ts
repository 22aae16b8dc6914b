import { listUnlessEmpty } from '../../private/empty';
import { NodeTemplate, renderNodeTemplate } from '../node-template';
import { AWS_API } from './aws-api';
import { checkedType } from '../../private/checked-props';

/** IMDS tokens of the instance metadata service (`httpTokens`). */
export enum AwsHttpTokens {
  /** IMDSv2 only: requests without a session token are rejected. */
  REQUIRED = 'required',

  /** IMDSv1 and IMDSv2 both work. */
  OPTIONAL = 'optional',
}

/** IAM instance profile (`iamInstanceProfile`): the permissions of the nodes in AWS. */
export class AwsInstanceProfile {
  /**
   * Instance profile of the account of the Shoot.
   *
   * @param name name of the instance profile
   */
  public static fromName(name: string): AwsInstanceProfile {
    return new AwsInstanceProfile({ name: checkedType('text', name, 'name', 'AwsInstanceProfile.fromName') });
  }

  /**
   * Instance profile of any account.
   *
   * @param arn ARN of the instance profile
   */
  public static fromArn(arn: string): AwsInstanceProfile {
    return new AwsInstanceProfile({ arn });
  }

  private constructor(private readonly reference: { readonly name?: string; readonly arn?: string }) {}

  /** @internal */
  public _toJson(): { [field: string]: string | undefined } {
    return { ...this.reference };
  }
}

/** EBS settings of a data volume, in addition to its size and type. */
export interface AwsDataVolume {
  /** Name of the data volume in the `dataVolumes` of the worker pool. */
  readonly name: string;

  /**
   * Provisioned IOPS: I/O operations per second. Required for type `io1`.
   *
   * @default - that of the volume type
   */
  readonly iops?: number;

  /**
   * Provisioned throughput, in MiB/s. For type `gp3` only.
   *
   * @default - that of the volume type
   */
  readonly throughput?: number;

  /**
   * EBS snapshot that the volume is created from: `snap-0676786f3e288044c`.
   *
   * @default - none: the volume is empty
   */
  readonly snapshotId?: string;
}

/**
 * CPU options of the instances.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/cpu-options-supported-instances-values.html
 */
export interface AwsCpuOptions {
  /**
   * Number of CPU cores. Requires `threadsPerCore`.
   *
   * @default - that of the instance type
   */
  readonly coreCount?: number;

  /**
   * Threads per core: 1 disables simultaneous multithreading, 2 enables it. Requires `coreCount`.
   *
   * @default - that of the instance type
   */
  readonly threadsPerCore?: number;

  /**
   * AMD SEV-SNP: encrypts the memory of the instances.
   *
   * @default - disabled
   */
  readonly amdSevSnp?: boolean;
}

/** Capacity Reservations that the instances are launched into (`capacityReservation`). */
export class AwsCapacityReservation {
  /** Any open Capacity Reservation that matches, otherwise On-Demand. This is also the default of AWS. */
  public static readonly OPEN = new AwsCapacityReservation({ capacityReservationPreference: 'open' });

  /** No Capacity Reservation: On-Demand only. */
  public static readonly NONE = new AwsCapacityReservation({ capacityReservationPreference: 'none' });

  /** Open Capacity Reservations that match, only: without one, the launch fails. */
  public static readonly ONLY = new AwsCapacityReservation({
    capacityReservationPreference: 'capacity-reservations-only',
  });

  /**
   * The Capacity Reservation with this ID, only.
   *
   * @param id ID of the Capacity Reservation: `cr-1234abcd56example`
   */
  public static fromId(id: string): AwsCapacityReservation {
    return new AwsCapacityReservation({ capacityReservationId: id });
  }

  /**
   * The Capacity Reservations of a resource group, only.
   *
   * @param arn ARN of the resource group
   */
  public static fromResourceGroupArn(arn: string): AwsCapacityReservation {
    return new AwsCapacityReservation({ capacityReservationResourceGroupArn: arn });
  }

  private constructor(private readonly fields: { readonly [field: string]: string | undefined }) {}

  /** @internal */
  public _toJson(): { [field: string]: string | undefined } {
    return { ...this.fields };
  }
}

/** Purchasing option of the instances (`instanceMarketOptions`). */
export enum AwsMarketType {
  /** Spot instances, at the current Spot price. AWS interrupts them when it needs the capacity. */
  SPOT = 'spot',

  /** Capacity Blocks for ML: reserved for a fixed time and paid in advance. Requires the ID of their Capacity Reservation. */
  CAPACITY_BLOCK = 'capacity-block',

  /** Interruptible Capacity Reservation, which AWS can reclaim. Requires its ID. */
  INTERRUPTIBLE_CAPACITY_RESERVATION = 'interruptible-capacity-reservation',
}

/** Tenancy of the instances: the hardware that they share. */
export enum AwsTenancy {
  /** Hardware that is shared with other AWS accounts. */
  DEFAULT = 'default',

  /** Dedicated Instances: hardware of this AWS account only. */
  DEDICATED = 'dedicated',

  /** A Dedicated Host. Requires `hostId`. */
  HOST = 'host',
}

/** Placement of the instances. */
export interface AwsPlacement {
  /**
   * ID of an existing placement group: `pg-0123456789abcdef0`.
   *
   * @default - none
   */
  readonly groupId?: string;

  /**
   * Partition of a partition placement group, 1 or greater. Requires `groupId`.
   *
   * @default - chosen by AWS
   */
  readonly partitionNumber?: number;

  /**
   * Tenancy of the instances.
   *
   * @default AwsTenancy.DEFAULT
   */
  readonly tenancy?: AwsTenancy;

  /**
   * ID of a Dedicated Host: `h-0123456789abcdef0`. Required for `AwsTenancy.HOST`, and not allowed otherwise.
   *
   * @default - none
   */
  readonly hostId?: string;

  /**
   * Host affinity: a stopped instance restarts on the same Dedicated Host. For `AwsTenancy.HOST` only.
   *
   * @default false
   */
  readonly hostAffinity?: boolean;
}

/** Options of `Aws.workerConfig()`. */
export interface AwsWorkerConfigOptions {
  /**
   * Provisioned IOPS of the root volume: I/O operations per second. Required for type `io1`.
   *
   * @default - that of the volume type
   */
  readonly volumeIops?: number;

  /**
   * Provisioned throughput of the root volume, in MiB/s. For type `gp3` only.
   *
   * @default - that of the volume type
   */
  readonly volumeThroughput?: number;

  /**
   * IAM instance profile of the nodes.
   *
   * @default - Gardener creates one
   */
  readonly instanceProfile?: AwsInstanceProfile;

  /**
   * IMDS tokens (`httpTokens`). With `OPTIONAL`, IMDSv1 and IMDSv2 both work.
   *
   * @default - provider default
   */
  readonly httpTokens?: AwsHttpTokens;

  /**
   * IMDS hop limit (`httpPutResponseHopLimit`): network hops that a session token can travel, from 1 to 64. Pods without host
   * network are one hop farther away than the node.
   *
   * @default - provider default
   */
  readonly httpPutResponseHopLimit?: number;

  /**
   * EBS settings of data volumes.
   *
   * @default - those of the volume types
   */
  readonly dataVolumes?: AwsDataVolume[];

  /**
   * CPU options of the instances.
   *
   * @default - those of the instance type
   */
  readonly cpuOptions?: AwsCpuOptions;

  /**
   * Capacity Reservations that the instances are launched into.
   *
   * @default AwsCapacityReservation.OPEN
   */
  readonly capacityReservation?: AwsCapacityReservation;

  /**
   * Purchasing option of the instances. Requires a recent version of provider-aws.
   *
   * @default - On-Demand
   */
  readonly marketType?: AwsMarketType;

  /**
   * Placement of the instances. Requires a recent version of provider-aws.
   *
   * @default - chosen by AWS
   */
  readonly placement?: AwsPlacement;

  /**
   * Node template: resources that the cluster-autoscaler expects of a new node, to scale up from zero.
   *
   * @default - the resources of the machine type in the CloudProfile
   */
  readonly nodeTemplate?: NodeTemplate;
}

/** @internal */
export function renderAwsWorkerConfig(options: AwsWorkerConfigOptions): { [field: string]: unknown } {
  const { cpuOptions, dataVolumes = [], httpPutResponseHopLimit, httpTokens, marketType } = options;
  const { nodeTemplate, placement, volumeIops, volumeThroughput } = options;
  return {
    apiVersion: AWS_API,
    kind: 'WorkerConfig',
    nodeTemplate: nodeTemplate && renderNodeTemplate(nodeTemplate),
    volume:
      (volumeIops ?? volumeThroughput) === undefined ? undefined : { iops: volumeIops, throughput: volumeThroughput },
    dataVolumes: listUnlessEmpty(dataVolumes.map(renderDataVolume)),
    iamInstanceProfile: options.instanceProfile?._toJson(),
    instanceMetadataOptions:
      (httpTokens ?? httpPutResponseHopLimit) === undefined ? undefined : { httpTokens, httpPutResponseHopLimit },
    cpuOptions: cpuOptions && renderCpuOptions(cpuOptions),
    capacityReservation: options.capacityReservation?._toJson(),
    instanceMarketOptions: marketType && { marketType },
    placement: placement && renderPlacement(placement),
  };
}

function renderDataVolume({ iops, name, snapshotId, throughput }: AwsDataVolume): unknown {
  return { name, iops, throughput, snapshotID: snapshotId };
}

function renderCpuOptions({ amdSevSnp, coreCount, threadsPerCore }: AwsCpuOptions): unknown {
  const state = amdSevSnp ? 'enabled' : 'disabled';
  return { coreCount, threadsPerCore, amdSevSnp: amdSevSnp === undefined ? undefined : state };
}

function renderPlacement({ groupId, hostAffinity, hostId, partitionNumber, tenancy }: AwsPlacement): unknown {
  return { groupId, partitionNumber, tenancy, hostId, affinity: hostAffinity ? 'host' : undefined };
}
