import * as fs from 'fs';
import * as path from 'path';

/** Something that takes time. */
export type Action = () => void;

/** What the code of this process needs to be compiled. */
export const WARM_UP = 1000;

/** Prepares something in or for a folder that does not exist yet, and returns what is timed. */
export type Trial = (folder: string) => Action;

/** How trials are compared. */
export interface Comparison {
  readonly trials: Trial[];

  /** How often each is timed, after a first time that is not counted. */
  readonly rounds: number;

  /**
   * Each runs for so many milliseconds before it is counted, so that none is measured while its code is still being compiled.
   *
   * @default 0
   */
  readonly warmUp?: number;

  /** Folder in which each trial gets one of its own. */
  readonly scratch: string;

  /** Looks at what the trials have left in their folders the first time, and throws if they cannot be compared. */
  readonly verify?: (folders: string[]) => void;
}

/**
 * Median milliseconds of each trial.
 *
 * One after the other in each round: whatever else the machine does meets all of them.
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

/** The middle value; of an even number, the mean of the two in the middle. */
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
