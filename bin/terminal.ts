import { Command } from 'commander';

/** An output of a command. */
export interface Output {
  write(text: string): unknown;

  /** True if people are watching. */
  readonly isTTY?: boolean;
}

/** The input of a command. */
export interface Input extends NodeJS.ReadableStream {
  /** True if people answer. */
  readonly isTTY?: boolean;
}

/** The outputs of a command, and its input for questions. */
export interface Terminal {
  readonly stdin?: Input;
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
