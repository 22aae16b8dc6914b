/** Exit code of a command. */
export enum ExitCode {
  /** All is well: no findings, or none that `--fail-on` names. */
  CLEAN = 0,

  /** Findings, losses, or risks that `--fail-on` names. */
  FOUND = 1,

  /** Wrong usage, or input that cannot be read. */
  UNUSABLE = 2,
}
