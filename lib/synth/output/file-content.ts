/** The content of a file. */
export interface FileContent {
  readonly text: string;

  /** True for a program. */
  readonly executable?: boolean;
}

/** Files by their path below the output directory, rendered one by one; the last of several with the same path counts. */
export type Files = Iterable<readonly [path: string, content: FileContent]>;

/** Files that are all rendered. */
export type FileTree = Map<string, FileContent>;
