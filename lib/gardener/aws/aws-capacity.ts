import { violation } from '../../private/errors';
import { NEEDED } from '../../validation/requirement';
import { ask } from '../ask';

/** Whether machines are launched into Capacity Reservations. */
export class AwsCapacityReservation {
  /** Into open ones that match, and on demand where there is none. So does AWS where nothing is said. */
  public static readonly OPEN = new AwsCapacityReservation({ capacityReservationPreference: 'open' });

  /** Never: on demand only. */
  public static readonly NONE = new AwsCapacityReservation({ capacityReservationPreference: 'none' });

  /** Into open ones that match, and not at all where there is none. */
  public static readonly ONLY = new AwsCapacityReservation({
    capacityReservationPreference: 'capacity-reservations-only',
  });

  /**
   * Into one only.
   *
   * @param id its id: `cr-1234abcd56example`
   */
  public static fromId(id: string): AwsCapacityReservation {
    return new AwsCapacityReservation({ capacityReservationId: id });
  }

  /**
   * Into those of a resource group only.
   *
   * @param arn ARN of the group
   */
  public static fromResourceGroupArn(arn: string): AwsCapacityReservation {
    return new AwsCapacityReservation({ capacityReservationResourceGroupArn: arn });
  }

  private constructor(private readonly fields: { readonly [field: string]: string | undefined }) {}

  /** @internal */
  public _toJson(): { [field: string]: string | undefined } {
    return { ...this.fields };
  }

  /** @internal */
  public _validate(): string[] {
    return Object.values(this.fields).flatMap((value) => ask('providerConfig.capacityReservation', value, NEEDED));
  }

  /**
   * Whether it is a certain one.
   *
   * @internal
   */
  public get _hasId(): boolean {
    return this.fields.capacityReservationId !== undefined;
  }
}

/** How machines are paid for. */
export enum AwsMarketType {
  /** At the price of the moment; AWS takes them back when it needs them. */
  SPOT = 'spot',

  /** In advance, for a time. Needs the Capacity Reservation of the block. */
  CAPACITY_BLOCK = 'capacity-block',

  /** As a reservation that AWS may end. Needs that Capacity Reservation. */
  INTERRUPTIBLE_CAPACITY_RESERVATION = 'interruptible-capacity-reservation',
}

/** Blocks and interruptible reservations are Capacity Reservations. */
export function validateMarket(market?: AwsMarketType, reservation?: AwsCapacityReservation): string[] {
  return market === undefined || market === AwsMarketType.SPOT || reservation?._hasId
    ? []
    : [
        violation(
          'providerConfig.marketType',
          market,
          'needs the Capacity Reservation that the machines are launched into',
          "set 'capacityReservation' to AwsCapacityReservation.fromId(…)",
        ),
      ];
}
