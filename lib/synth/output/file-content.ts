/** The text of a file, or its parts in order if it would be too large to copy. */
export type Text = string | readonly string[];

/** The content of a file. */
export interface FileContent {
  /** The text, which may be rendered each time that it is read. */
  readonly text: Text;

  /** True for a program. */
  readonly executable?: boolean;
}

/** Files by their path below the output directory, rendered one by one; the last of several with the same path counts. */
export type Files = Iterable<readonly [path: string, content: FileContent]>;

/** Files that are all rendered. */
export type FileTree = Map<string, FileContent>;
