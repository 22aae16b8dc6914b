import { Rule } from '../admission/rule';
import { Requirement } from '../requirement';
import { CheckedField } from './checked-field';
import { GARDENER_SOURCES, shootRule } from './shoot-rule';

/** Limits of the maintenance window, in minutes. */
const SHORTEST_WINDOW = 30;
const LONGEST_WINDOW = 360;

/** Rules of Gardener for hibernation and maintenance. */
export const SCHEDULE_RULES: readonly Rule[] = [
  shootRule({
    about: ['hibernation.schedules'],
    name: 'shoot-hibernation-schedules',
    level: 'error',
    description:
      'Each hibernation schedule has a start, an end or both, as cron expressions of which none is repeated, and a location that is a time zone. Gardener rejects the Shoot otherwise.',
    source: GARDENER_SOURCES.validation,
    check: (shoot) => {
      const seen = new Map<string, CheckedField>();
      for (const schedule of shoot.items('spec', 'hibernation', 'schedules')) {
        const [start, end, location] = ['start', 'end', 'location'].map((name) => schedule.at(name));
        if (!start.isGiven && !end.isGiven) {
          schedule.refuse('has neither a start nor an end', 'set start, end or both');
        }
        checkCron(start, seen);
        checkCron(end, seen);
        location.check(TIME_ZONE);
      }
    },
  }),
  shootRule({
    about: ['maintenance.timeWindow'],
    name: 'shoot-maintenance-window',
    level: 'error',
    description:
      'The maintenance window begins and ends at a time of day with a time zone, and lasts from 30 minutes to 6 hours. Gardener rejects the Shoot otherwise.',
    source: GARDENER_SOURCES.validation,
    check: (shoot) => {
      const window = shoot.at('spec', 'maintenance', 'timeWindow');
      const [begin, end] = ['begin', 'end'].map((name) => window.at(name));
      if ([begin.check(TIME_OF_DAY), end.check(TIME_OF_DAY)].includes(false)) {
        return;
      }
      const minutes = (modulo(secondOfDay(end.value) - secondOfDay(begin.value), DAY) || DAY) / 60;
      if (minutes < SHORTEST_WINDOW || minutes > LONGEST_WINDOW) {
        const shown = `${begin.text} to ${end.text}, ${minutes} minutes`;
        window.refuse('must last from 30 minutes to 6 hours', 'move its end', shown);
      }
    },
  }),
];

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface CronField {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

/** Cron fields: minute, hour, day of the month, month, day of the week. */
const CRON_FIELDS: readonly CronField[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: MONTHS },
  { least: 0, most: 6, names: DAYS },
];

/** Cron descriptors, which replace all five fields. */
const DESCRIPTOR = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every \S+)$/;

/** Cron expression as Gardener parses it: five fields, each in its range, after an optional time zone. */
const CRON: Requirement = {
  accepts: (value) => {
    const expression = String(value).replace(/^(CRON_)?TZ=\S+ /, '');
    const fields = expression.trim().split(/\s+/);
    return (
      DESCRIPTOR.test(expression) ||
      (fields.length === CRON_FIELDS.length && fields.every((text, index) => isCronField(text, CRON_FIELDS[index])))
    );
  },
  text: 'is not a valid cron expression',
  remedy: 'give five fields, each in its range, such as 0 20 * * 1-5',
};

const TIME_ZONE: Requirement = {
  accepts: (location) => {
    if (location === '' || location === 'Local') {
      return true;
    }
    try {
      new Intl.DateTimeFormat('en', { timeZone: String(location) });
      return true;
    } catch {
      return false;
    }
  },
  text: 'is not a valid time zone',
  remedy: 'use the form Europe/Berlin',
};

const TIME_OF_DAY: Requirement = {
  accepts: (time) => !Number.isNaN(secondOfDay(time)),
  text: 'is not a valid time of day with a time zone',
  remedy: 'use the form 220000+0100',
};

/** Checks that a cron expression is valid and unique among all schedules. */
function checkCron(cron: CheckedField, seen: Map<string, CheckedField>): void {
  if (!cron.check(CRON)) {
    return;
  }
  const expression = String(cron.value);
  const earlier = seen.get(expression);
  if (earlier) {
    cron.refuse(`is defined twice, also in ${earlier.path}`, 'remove one of them');
  }
  seen.set(expression, earlier ?? cron);
}

/** Tells if a cron field is a valid list of ranges. Gardener ignores extra commas. */
function isCronField(text: string, field: CronField): boolean {
  const ranges = text.split(',').filter((range) => range !== '');
  return ranges.length > 0 && ranges.every((range) => isCronRange(range, field));
}

/** Tells if a cron range is valid: `*`, `5` or `1-5`, each with an optional step, `0-30/15`. */
function isCronRange(text: string, field: CronField): boolean {
  const [range, ...steps] = text.split('/');
  const isStep = steps.length === 0 || (steps.length === 1 && /^0*[1-9]\d*$/.test(steps[0]));
  const ends = range === '*' || range === '?' ? [] : range.split('-').map((end) => cronNumber(end, field));
  const isInRange = ends.every((end) => end >= field.least && end <= field.most);
  const isForward = ends.length < 2 || (ends.length === 2 && ends[0] <= ends[1]);
  return isStep && isInRange && isForward;
}

/** Number of a cron field, by its digits or name; NaN, which is in no range, if it is not valid. */
function cronNumber(text: string, { least, names = [] }: CronField): number {
  const named = names.indexOf(text.toLowerCase());
  return named === -1 ? (/^\d+$/.test(text) ? Number(text) : NaN) : named + least;
}

const DAY = 24 * 60 * 60;

/** Second of the day, in UTC, of a time such as `220000+0100`; NaN if it is not valid. */
function secondOfDay(time: unknown): number {
  const match = /^([01]\d|2[0-3])([0-5]\d)([0-5]\d)([+-])([01]\d|2[0-3])([0-5]\d)$/.exec(String(time));
  if (!match) {
    return NaN;
  }
  const seconds = (hours: string, minutes: string) => Number(hours) * 3600 + Number(minutes) * 60;
  const [, hour, minute, second, sign, zoneHour, zoneMinute] = match;
  const offset = seconds(zoneHour, zoneMinute) * (sign === '+' ? 1 : -1);
  return modulo(seconds(hour, minute) + Number(second) - offset, DAY);
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
