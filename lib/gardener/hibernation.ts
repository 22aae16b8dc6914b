import { Cron } from 'cdk8s';
import { violation } from '../private/errors';
import { isCron } from './cron';

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

export function validateHibernation({ schedules = [] }: Hibernation): string[] {
  const seen = new Set<string>();
  return schedules.flatMap((schedule, index) => validateSchedule(`hibernation.schedules[${index}]`, schedule, seen));
}

function validateSchedule(property: string, schedule: HibernationSchedule, seen: Set<string>): string[] {
  const { end, location, start } = schedule;
  return [
    ...(start === undefined && end === undefined
      ? [violation(property, {}, 'says neither when the Shoot sleeps nor when it wakes', "set 'start', 'end' or both")]
      : []),
    ...validateCron(`${property}.start`, seen, start),
    ...validateCron(`${property}.end`, seen, end),
    ...(location === undefined || isTimeZone(location)
      ? []
      : [violation(`${property}.location`, location, 'is no time zone', 'write Europe/Berlin, or the like')]),
  ];
}

/** Gardener wants each expression once, in all schedules together. */
function validateCron(property: string, seen: Set<string>, cron?: Cron): string[] {
  if (cron === undefined) {
    return [];
  }
  const { expressionString: expression } = cron;
  if (!isCron(expression)) {
    return [violation(property, expression, 'is no cron expression', 'write numbers in the ranges of the fields')];
  }
  if (seen.has(expression)) {
    return [violation(property, expression, 'is there already, and Gardener takes it once', 'remove one of them')];
  }
  seen.add(expression);
  return [];
}

function isTimeZone(location: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: location });
    return true;
  } catch {
    return false;
  }
}
