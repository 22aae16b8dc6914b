import { violation } from '../../private/errors';
import { positive } from '../ask';
import { AWS_API } from './aws-api';

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

  private constructor(private readonly reference: { [field: string]: string }) {}

  /** @internal */
  public _toJson(): { [field: string]: string } {
    return { ...this.reference };
  }
}

/** Options of `WorkerConfig.aws()`. */
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
}

/** Renders a WorkerConfig. */
export function renderAwsWorkerConfig(options: AwsWorkerConfigOptions): unknown {
  const { httpPutResponseHopLimit, httpTokens, instanceProfile, volumeIops, volumeThroughput } = options;
  return {
    apiVersion: AWS_API,
    kind: 'WorkerConfig',
    volume:
      (volumeIops ?? volumeThroughput) === undefined ? undefined : { iops: volumeIops, throughput: volumeThroughput },
    iamInstanceProfile: instanceProfile?._toJson(),
    instanceMetadataOptions:
      (httpTokens ?? httpPutResponseHopLimit) === undefined ? undefined : { httpTokens, httpPutResponseHopLimit },
  };
}

export function validateAwsWorkerConfig(options: AwsWorkerConfigOptions, volumeType?: string): string[] {
  const { httpPutResponseHopLimit: hops, volumeIops, volumeThroughput } = options;
  const isHopLimit = hops === undefined || (Number.isInteger(hops) && hops >= 1 && hops <= 64);
  return [
    ...(volumeIops === undefined && volumeType === 'io1' ? [iopsNeeded()] : []),
    ...positive('providerConfig.volumeIops', volumeIops),
    ...positive('providerConfig.volumeThroughput', volumeThroughput),
    ...(isHopLimit
      ? []
      : [violation('providerConfig.httpPutResponseHopLimit', hops, 'must be from 1 to 64', 'choose one of them')]),
  ];
}

/** What a volume of type `io1` lacks. */
export function iopsNeeded(): string {
  const remedy = "give 'providerConfig' WorkerConfig.aws({ volumeIops: … })";
  return violation('providerConfig.volumeIops', undefined, 'is needed for a volume of type io1', remedy);
}
