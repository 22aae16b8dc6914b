import { Case, Goal, Measurement, meets, ratioOf } from './case';

/** Columns of the table: title and width; figures are right-aligned. */
const COLUMNS = [
  { title: 'case', width: 21 },
  { title: 'description', width: 62 },
  { title: 'ours', width: 11, right: true },
  { title: 'peer', width: 12, right: true },
  { title: 'ratio', width: 7, right: true },
  { title: 'goal', width: 15 },
  { title: 'rounds', width: 6, right: true },
];

export const HEADER = row(COLUMNS.map(({ title }) => title));

export const FOOTER = [
  'Medians. Ours and the peer take turns in one process, after a second of warm-up; programs run once before they are timed.',
  'Times are milliseconds of synth() alone, because both run the same code to create constructs; of whole processes for programs.',
  'The ratio is peer / ours: higher is better. Where the goal is an upper limit, it is ours / peer: lower is better.',
  'Before timing, the bench verifies that cdk8s.App and the YAML printers write the same bytes as ours, and programs the same objects.',
  'Bundle and validate check every object against schemas and rules; kubeconform checks the schema, the other peers nothing.',
].join('\n');

/** Row of the table for a case. */
export function tableLine(benchCase: Case, measurement: Measurement): string {
  const { goal, name, peer, title, unit } = benchCase;
  const ratio = ratioOf(benchCase, measurement);
  return row([
    name,
    peer === undefined ? title : `${title}; ${peer}`,
    figure(measurement.ours, unit),
    measurement.peer === undefined ? '' : figure(measurement.peer, unit),
    ratio === undefined ? '' : ratio.toFixed(2),
    goal === undefined ? '' : verdict(goal, ratio ?? measurement.ours),
    String(measurement.rounds),
  ]);
}

/** JSON line for a case. */
export function jsonLine(benchCase: Case, measurement: Measurement): string {
  const { goal, name, peer, unit } = benchCase;
  const { ours, peer: ofPeer } = measurement;
  return JSON.stringify(
    unit === 'MB'
      ? { case: name, rss_mb: rounded(ours), goal_mb: goal?.atMost ?? null }
      : {
          case: name,
          [`ours_${unit}`]: rounded(ours),
          peer: peer ?? null,
          [`peer_${unit}`]: rounded(ofPeer),
          ratio: rounded(ratioOf(benchCase, measurement)),
        },
  );
}

function row(cells: string[]): string {
  return cells
    .map((cell, index) => {
      const { right, width } = COLUMNS[index];
      return right ? cell.padStart(width) : cell.padEnd(width);
    })
    .join('  ')
    .trimEnd();
}

function figure(value: number, unit: string): string {
  return `${value.toFixed(value < 100 && unit !== 'calls' ? 1 : 0)} ${unit}`;
}

function verdict(goal: Goal, value: number): string {
  const most = goal.atMost === undefined ? `>= ${goal.atLeast ?? ''}` : `<= ${goal.atMost}`;
  return `${most} ${meets(goal, value) ? 'ok' : 'MISSED'}`;
}

/** Rounds to three decimals; a missing figure is null in JSON. */
function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Number(value.toFixed(3));
}
