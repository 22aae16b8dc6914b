import { Output } from './terminal';

/** Time before the first line and between two lines, in milliseconds. */
const PATIENCE = 1000;
const PAUSE = 100;

/** A line on a terminal that says how far a slow command is; nothing if nobody is watching. */
export class Progress {
  private next: number;
  private isShown = false;
  private files = 0;

  /** Runs something that shows its progress. */
  public static during<T>(output: Output, run: (progress: Progress) => T): T {
    const progress = new Progress(output);
    try {
      return run(progress);
    } finally {
      progress.clear();
    }
  }

  /**
   * @param output the terminal
   * @param now the current time in milliseconds
   */
  public constructor(
    private readonly output: Output,
    private readonly now: () => number = Date.now,
  ) {
    this.next = now() + PATIENCE;
  }

  /** Says how many of something are done: `1200 files read`. */
  public show(count: number, what: string): void {
    if (this.output.isTTY && this.now() >= this.next) {
      this.output.write(`\r\x1b[K${count} ${what} …`);
      this.isShown = true;
      this.next = this.now() + PAUSE;
    }
  }

  /** Says that another file has been read. */
  public readonly onFile = (): void => {
    this.show(++this.files, 'files read');
  };

  /** Removes the line. */
  public clear(): void {
    if (this.isShown) {
      this.output.write('\r\x1b[K');
      this.isShown = false;
    }
  }
}
