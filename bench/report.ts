import { Case, Goal, Measurement, meets, ratioOf } from './case';

/** Columns of the table: what stands above them, and how wide they are; figures stand on the right. */
const COLUMNS = [
  { title: 'case', width: 18 },
  { title: 'what', width: 52 },
  { title: 'ours', width: 11, right: true },
  { title: 'peer', width: 12, right: true },
  { title: 'ratio', width: 7, right: true },
  { title: 'goal', width: 15 },
  { title: 'rounds', width: 6, right: true },
];

export const HEAD = row(COLUMNS.map(({ title }) => title));

export const FOOT = [
  'Medians; ours and the peer in turn, after they have run for a second or once, in one process unless they are programs.',
  'Milliseconds of synth() alone: making the constructs is the same code in both. Of programs, the whole process.',
  'Ratio: peer / ours, so more is better; with a goal of at most, ours / peer, so less is better.',
  'Before it is timed, cdk8s.App and the emitters must have written the same bytes, the programs the same objects.',
  'Bundle checks every object by schemas and rules; no peer does.',
].join('\n');

/** A case as a line of the table. */
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

/** A case as a line of JSON. */
export function jsonLine(benchCase: Case, measurement: Measurement): string {
  const { goal, name, peer, unit } = benchCase;
  const { ours, peer: ofPeer } = measurement;
  return JSON.stringify(
    unit === 'MB'
      ? { case: name, rss_mb: rounded(ours), goal_mb: goal?.atMost ?? null }
      : {
          case: name,
          ours_ms: rounded(ours),
          peer: peer ?? null,
          peer_ms: rounded(ofPeer),
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
  return `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`;
}

function verdict(goal: Goal, value: number): string {
  const most = goal.atMost === undefined ? `>= ${goal.atLeast ?? ''}` : `<= ${goal.atMost}`;
  return `${most} ${meets(goal, value) ? 'ok' : 'MISSED'}`;
}

/** To a thousandth; JSON has null for what there is not. */
function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Number(value.toFixed(3));
}
