/** What a ratio, or a figure that has no peer, should be. */
export interface Goal {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Something that is measured. */
export interface Case {
  /** What it is called on the command line. */
  readonly name: string;

  readonly title: string;

  /** What is measured: milliseconds, or megabytes of memory. */
  readonly unit: 'ms' | 'MB';

  /** What it is compared with. */
  readonly peer?: string;

  readonly goal?: Goal;

  /** Whether the peer is built with Go. */
  readonly needsGo?: boolean;

  /** Measures it; whatever it writes is in this folder. */
  run(scratch: string): Measurement;
}

/** What came out. */
export interface Measurement {
  readonly ours: number;
  readonly peer?: number;

  /** How often each was measured; the figures are medians. */
  readonly rounds: number;
}

/** How ours and the peer compare: peer / ours, or ours / peer where the goal says how much it may be at most. */
export function ratioOf({ goal }: Pick<Case, 'goal'>, { ours, peer }: Measurement): number | undefined {
  if (peer === undefined) {
    return undefined;
  }
  return goal?.atMost === undefined ? peer / ours : ours / peer;
}

/** Whether the ratio, or the figure that has no peer, is as it should be. */
export function meets({ atLeast = -Infinity, atMost = Infinity }: Goal, value: number): boolean {
  return atLeast <= value && value <= atMost;
}
