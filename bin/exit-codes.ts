import { Command } from 'commander';

/** What a command found, as its exit code says it. */
export enum ExitCode {
  /** Nothing is wrong. */
  CLEAN = 0,

  /** Something is. */
  FOUND = 1,

  /** Nothing can be said: wrong usage, or input that cannot be looked at. */
  UNUSABLE = 2,
}

/** Lets a command end with the code of wrong usage; commander's own is 1. */
export function withExitCodes(command: Command): Command {
  return command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? ExitCode.CLEAN : ExitCode.UNUSABLE));
}
