/** A line and a column in a file, both starting at 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Maximum depth of lists and maps. The deepest field of a CustomResourceDefinition is at about 40. */
export const MAX_DEPTH = 200;

/** A part of a file: one or more documents. */
export class SourceText {
  public constructor(
    public readonly content: string,

    /** The position of its first character in the file. */
    private readonly start: Position = { line: 1, column: 1 },
  ) {}

  /** The position in the file of an offset in this part. */
  public positionAt(offset: number): Position {
    const before = this.content.slice(0, offset).split(/\r\n|\r|\n/);
    const column = before[before.length - 1].length + 1;
    return before.length === 1
      ? { line: this.start.line, column: this.start.column + column - 1 }
      : { line: this.start.line + before.length - 1, column };
  }
}
