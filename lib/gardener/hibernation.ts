import { Cron } from 'cdk8s';

/** Hibernation schedule: when a Shoot is hibernated and woken up. At least one of `start` and `end` is required. */
export interface HibernationSchedule {
  /**
   * Cron schedule of the hibernation.
   *
   * @default - not hibernated by this schedule
   */
  readonly start?: Cron;

  /**
   * Cron schedule of the wake-up.
   *
   * @default - not woken up by this schedule
   */
  readonly end?: Cron;

  /**
   * Time zone of `start` and `end`: `Europe/Berlin`.
   *
   * @default - Gardener default: UTC
   */
  readonly location?: string;
}

/** Hibernation of a Shoot: nodes and control plane are scaled down, and the data is kept. */
export interface Hibernation {
  /**
   * Hibernates the Shoot now (true) or wakes it up (false). Leave it out with `schedules`: a value in Git overrides them at each
   * sync.
   *
   * @default - set by the schedules; without schedules, awake
   */
  readonly enabled?: boolean;

  /**
   * Hibernation schedules.
   *
   * @default - none
   */
  readonly schedules?: HibernationSchedule[];
}

/** @internal */
export function renderHibernation({ enabled, schedules }: Hibernation): unknown {
  return {
    enabled,
    schedules: schedules?.map(({ end, location, start }) => ({
      start: start?.expressionString,
      end: end?.expressionString,
      location,
    })),
  };
}
