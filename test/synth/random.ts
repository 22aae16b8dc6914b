/** Reproducible random numbers from a seed (mulberry32), for tests with too many runs for fast-check. */
export class Random {
  private state: number;

  public constructor(seed: number) {
    this.state = seed;
  }

  /** At least 0 and less than 1. */
  public next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer from 0 to `limit` - 1. */
  public below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  public pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)];
  }

  /** Up to `limit` values from `make`. */
  public some<T>(limit: number, make: () => T): T[] {
    return Array.from({ length: this.below(limit + 1) }, make);
  }
}
