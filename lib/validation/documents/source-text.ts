/** A line and a column in a file, both starting at 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Maximum depth of lists and maps. The deepest field of a CustomResourceDefinition is at about 40. */
export const MAX_DEPTH = 200;

/** Spaces that a line gets before it, more than anything around it has. */
const INDENTATION = ' '.repeat(MAX_DEPTH);

const NONE: ReadonlySet<number> = new Set();

/** A part of a file: one or more whole documents. */
export class SourceText {
  /**
   * @param text its content, with `\n` or `\r\n` between lines, or how to read it again
   * @param firstLine number of its first line in the file, starting at 1
   * @param indented numbers of lines that have been indented
   */
  public constructor(
    private readonly text: string | (() => string),
    public readonly firstLine = 1,
    private readonly indented = NONE,
  ) {}

  public get content(): string {
    return typeof this.text === 'string' ? this.text : this.text();
  }

  /** Whole lines of this part. */
  public lines(start: number, end: number | undefined, firstLine: number): SourceText {
    const read = () => this.content.slice(start, end);
    return new SourceText(typeof this.text === 'string' ? read() : read, firstLine);
  }

  /** The position in the file of an offset in this part. */
  public positionAt(offset: number): Position {
    const starts = this.lineStarts();
    let [index, after] = [0, starts.length];
    while (after - index > 1) {
      const middle = (index + after) >> 1;
      [index, after] = starts[middle] <= offset ? [middle, after] : [index, middle];
    }
    const line = this.firstLine + index;
    const column = Math.min(offset, this.content.length) - starts[index] + 1;
    return { line, column: this.indented.has(line) ? Math.max(column - INDENTATION.length, 1) : column };
  }

  /** The offsets at which lines begin. Those of the latest text are kept, since thousands of findings may be in one. */
  private lineStarts(): readonly number[] {
    if (latest?.text !== this) {
      const { content } = this;
      const starts = [0];
      for (let at = content.indexOf('\n'); at >= 0; at = content.indexOf('\n', at + 1)) {
        starts.push(at + 1);
      }
      latest = { text: this, starts };
    }
    return latest.starts;
  }

  /**
   * The same text with the line of an offset indented.
   *
   * @returns undefined if it has been indented before
   */
  public indent(offset: number): SourceText | undefined {
    const { line } = this.positionAt(offset);
    const { content } = this;
    const start = content.lastIndexOf('\n', offset - 1) + 1;
    return this.indented.has(line)
      ? undefined
      : new SourceText(
          content.slice(0, start) + INDENTATION + content.slice(start),
          this.firstLine,
          new Set([...this.indented, line]),
        );
  }
}

let latest: { readonly text: SourceText; readonly starts: readonly number[] } | undefined;

/** The number of line ends in a text. */
export function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    count++;
  }
  return count;
}
