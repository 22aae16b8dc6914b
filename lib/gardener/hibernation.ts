import { Cron } from 'cdk8s';

/** When a Shoot goes to sleep and wakes up. */
export interface HibernationSchedule {
  /**
   * When it goes to sleep.
   *
   * @default - never by this schedule
   */
  readonly start?: Cron;

  /**
   * When it wakes up.
   *
   * @default - never by this schedule
   */
  readonly end?: Cron;

  /**
   * Time zone of both: `Europe/Berlin`.
   *
   * @default - Gardener's, UTC
   */
  readonly location?: string;
}

/** Whether a Shoot sleeps: without nodes and control plane, and with its data. */
export interface Hibernation {
  /**
   * Whether it sleeps now. With schedules, leave it to them: who writes it into Git wakes the Shoot, or has it sleep, at
   * each sync.
   *
   * @default - left to the schedules, or awake
   */
  readonly enabled?: boolean;

  /**
   * When it goes to sleep and wakes up.
   *
   * @default - never
   */
  readonly schedules?: HibernationSchedule[];
}

/** Renders `spec.hibernation`. */
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
