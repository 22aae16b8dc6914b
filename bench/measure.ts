import * as fs from 'fs';
import * as path from 'path';

/** An action that is timed. */
export type Action = () => void;

/** Milliseconds after which V8 has compiled the code of this process. */
export const WARM_UP = 1000;

/** Prepares an action with an output folder that does not exist yet, and returns the action. */
export type Trial = (folder: string) => Action;

/** Options of a comparison. */
export interface Comparison {
  readonly trials: Trial[];

  /** Number of timed runs of each trial, after a first run that is not counted. */
  readonly rounds: number;

  /**
   * Milliseconds that each trial runs before it is timed, so that its code is already compiled.
   *
   * @default 0
   */
  readonly warmUp?: number;

  /** Parent of the output folders of the trials. */
  readonly scratch: string;

  /** Checks the output folders after the first run, and throws if the trials are not comparable. */
  readonly verify?: (folders: string[]) => void;
}

/**
 * Median milliseconds of each trial.
 *
 * The trials take turns in each round, so that other load on the machine affects all of them alike.
 */
export function interleave({ rounds, scratch, trials, verify, warmUp = 0 }: Comparison): number[] {
  const folders = trials.map((_, index) => path.join(scratch, `trial-${index}`));
  const round = () => trials.map((trial, index) => time(trial(folders[index])));
  const clear = () => {
    folders.forEach((folder) => {
      fs.rmSync(folder, { recursive: true, force: true });
    });
  };
  try {
    const first = round();
    verify?.(folders);
    trials.forEach((trial, index) => {
      for (let spent = first[index]; spent < warmUp; spent += time(trial(folders[index]))) {
        clear();
      }
    });
    const times = Array.from({ length: rounds }, () => {
      clear();
      return round();
    });
    return trials.map((_, index) => median(times.map((ofRound) => ofRound[index])));
  } finally {
    clear();
  }
}

/** Median: the middle value, or the mean of the two middle values. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function time(action: Action): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}
