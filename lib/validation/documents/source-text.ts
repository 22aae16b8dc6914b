/** A line and a column in a file, both starting at 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Maximum depth of lists and maps. The deepest field of a CustomResourceDefinition is at about 40. */
export const MAX_DEPTH = 200;

/** A part of a file: one or more whole documents. */
export class SourceText {
  /**
   * @param content its text, with `\n` or `\r\n` between lines
   * @param firstLine number of its first line in the file, starting at 1
   */
  public constructor(
    public readonly content: string,
    public readonly firstLine = 1,
  ) {}

  /** Offsets of the beginnings of lines, found at first use, because a text may have thousands of findings. */
  private lines?: readonly number[];

  /** The position in the file of an offset in this part. */
  public positionAt(offset: number): Position {
    this.lines ??= lineStarts(this.content);
    const line = lastAtMost(this.lines, offset);
    return { line: this.firstLine + line, column: offset - this.lines[line] + 1 };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}

/** Index of the last of some ascending numbers that is at most a limit; 0 if there is none. */
function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= limit) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The number of line ends in a text. */
export function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    count++;
  }
  return count;
}
