/** Exit code of a command. */
export enum ExitCode {
  /** No findings of the level that `--fail-on` names. */
  CLEAN = 0,

  /** Findings of that level. */
  FOUND = 1,

  /** Wrong usage, or input that cannot be checked. */
  UNUSABLE = 2,
}
