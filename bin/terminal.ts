import { Command } from 'commander';

/** An output of a command. */
export interface Output {
  write(text: string): unknown;

  /** True if people are watching. */
  readonly isTTY?: boolean;
}

/** The outputs of a command. */
export interface Terminal {
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Makes a command write to a terminal, and throw a `CommanderError` where it would exit. */
export function onTerminal(command: Command, { stderr, stdout }: Terminal): Command {
  return command.exitOverride().configureOutput({
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stderr.write(text),
  });
}
