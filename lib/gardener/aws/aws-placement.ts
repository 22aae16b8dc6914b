import { violation } from '../../private/errors';
import { NEEDED } from '../../validation/requirement';
import { ask, positive } from '../ask';

/** Whose hardware machines run on. */
export enum AwsTenancy {
  /** That of everybody. */
  DEFAULT = 'default',

  /** That of the account only. */
  DEDICATED = 'dedicated',

  /** A Dedicated Host, `hostId`. */
  HOST = 'host',
}

/** Where machines are placed in AWS. */
export interface AwsPlacement {
  /**
   * The id of a placement group that is there: `pg-0123456789abcdef0`.
   *
   * @default - none
   */
  readonly groupId?: string;

  /**
   * The partition of the placement group, from 1 on, if it is one of partitions.
   *
   * @default - one that AWS chooses
   */
  readonly partitionNumber?: number;

  /**
   * Whose hardware they run on.
   *
   * @default AwsTenancy.DEFAULT
   */
  readonly tenancy?: AwsTenancy;

  /**
   * The id of a Dedicated Host: `h-0123456789abcdef0`. Needed for `AwsTenancy.HOST`, and for that only.
   *
   * @default - none
   */
  readonly hostId?: string;

  /**
   * Whether they come back to the same Dedicated Host after they were stopped.
   *
   * @default false
   */
  readonly hostAffinity?: boolean;
}

export function renderPlacement({ groupId, hostAffinity, hostId, partitionNumber, tenancy }: AwsPlacement): unknown {
  return { groupId, partitionNumber, tenancy, hostId, affinity: hostAffinity ? 'host' : undefined };
}

/** What cannot be of a placement. */
export function validatePlacement(placement: AwsPlacement): string[] {
  const { groupId, hostAffinity = false, hostId, partitionNumber, tenancy } = placement;
  const property = 'providerConfig.placement';
  const isHost = tenancy === AwsTenancy.HOST;
  return [
    ...ask(`${property}.groupId`, groupId, NEEDED),
    ...ask(`${property}.hostId`, hostId, NEEDED),
    ...positive(`${property}.partitionNumber`, partitionNumber),
    ...(partitionNumber !== undefined && groupId === undefined
      ? [violation(`${property}.partitionNumber`, partitionNumber, "needs 'groupId'", 'set it as well')]
      : []),
    ...(isHost && hostId === undefined
      ? [violation(`${property}.hostId`, hostId, 'is required for a Dedicated Host', 'set it')]
      : []),
    ...(!isHost && hostId !== undefined
      ? [violation(`${property}.hostId`, hostId, 'is for AwsTenancy.HOST only', "set 'tenancy', or remove this")]
      : []),
    ...(!isHost && hostAffinity
      ? [violation(`${property}.hostAffinity`, true, 'is for AwsTenancy.HOST only', "set 'tenancy', or remove this")]
      : []),
  ];
}
