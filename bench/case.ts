/** Target of a ratio, or of a figure without a peer. */
export interface Goal {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** A benchmark. */
export interface Case {
  /** Name on the command line. */
  readonly name: string;

  readonly title: string;

  /** Unit of the figures: milliseconds, megabytes of memory, or calls of a program. */
  readonly unit: 'ms' | 'MB' | 'calls';

  /** The program or class that it is compared with. */
  readonly peer?: string;

  readonly goal?: Goal;

  /** True if the peer is built with Go. */
  readonly needsGo?: boolean;

  /** Runs the benchmark, which writes only to this folder. */
  run(scratch: string): Measurement;
}

/** Result of a benchmark. */
export interface Measurement {
  readonly ours: number;
  readonly peer?: number;

  /** Number of measurements; the figures are their medians. */
  readonly rounds: number;
}

/** Ratio of ours and the peer: peer / ours, or ours / peer if the goal is an upper limit. */
export function ratioOf({ goal }: Pick<Case, 'goal'>, { ours, peer }: Measurement): number | undefined {
  if (peer === undefined) {
    return undefined;
  }
  return goal?.atMost === undefined ? peer / ours : ours / peer;
}

/** True if a ratio, or a figure without a peer, meets its goal. */
export function meets({ atLeast = -Infinity, atMost = Infinity }: Goal, value: number): boolean {
  return atLeast <= value && value <= atMost;
}
