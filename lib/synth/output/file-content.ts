/** The content of a file. */
export interface FileContent {
  readonly text: string;

  /** True for a program. */
  readonly executable?: boolean;
}

/** Files by their path below the output directory, rendered one after the other; the last one with a path counts. */
export type Files = Iterable<readonly [path: string, content: FileContent]>;

/** Files that are all rendered. */
export type FileTree = Map<string, FileContent>;
