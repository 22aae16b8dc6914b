const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Field {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

/** Minute, hour, day of the month, month, day of the week. */
const FIELDS: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: MONTHS },
  { least: 0, most: 6, names: DAYS },
];

/** Whether Gardener can read a cron expression: five fields, each in its range. */
export function isCron(expression: string): boolean {
  const fields = expression.split(' ');
  return fields.length === FIELDS.length && fields.every((text, index) => isField(text, FIELDS[index]));
}

/** A list of ranges; Gardener overlooks a comma too many. */
function isField(text: string, field: Field): boolean {
  const ranges = text.split(',').filter((range) => range !== '');
  return ranges.length > 0 && ranges.every((range) => isRange(range, field));
}

/** `*`, `5`, `1-5`, and each of them with a step: `0-30/15`. */
function isRange(text: string, field: Field): boolean {
  const [range, ...steps] = text.split('/');
  const isStep = steps.length === 0 || (steps.length === 1 && /^0*[1-9]\d*$/.test(steps[0]));
  const ends = range === '*' || range === '?' ? [] : range.split('-').map((end) => numberOf(end, field));
  const isInRange = ends.every((end) => end >= field.least && end <= field.most);
  const isForward = ends.length < 2 || (ends.length === 2 && ends[0] <= ends[1]);
  return isStep && isInRange && isForward;
}

/** NaN where it is none, which is in no range. */
function numberOf(text: string, { least, names = [] }: Field): number {
  const named = names.indexOf(text.toLowerCase());
  return named === -1 ? (/^\d+$/.test(text) ? Number(text) : NaN) : named + least;
}
