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

  /** The position in the file of an offset in this part. */
  public positionAt(offset: number): Position {
    const before = this.content.slice(0, offset);
    return {
      line: this.firstLine + countLines(before),
      column: before.length - before.lastIndexOf('\n'),
    };
  }
}

/** The number of line ends in a text. */
export function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    count++;
  }
  return count;
}
