import { Command } from 'commander';

/** Exit code of a command. */
export enum ExitCode {
  /** No errors. */
  CLEAN = 0,

  /** Errors were found. */
  FOUND = 1,

  /** Wrong usage, or input that cannot be checked. */
  UNUSABLE = 2,
}

/** Makes a command exit with the code for wrong usage, which is 1 in commander. */
export function withExitCodes(command: Command): Command {
  return command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? ExitCode.CLEAN : ExitCode.UNUSABLE));
}
