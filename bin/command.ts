import { Argument, Command, Option } from 'commander';
import { UnusableInput } from '../lib/validation/documents/unusable-input';
import { ExitCode } from './exit-codes';
import { Terminal } from './terminal';

/** Adds arguments, options, help and action to a command, which has a name and a description already. */
export type Define = (command: Command, terminal: Terminal, done: Done) => void;

/** Gets the exit code of a command, at once or later. */
export type Done = (code: ExitCode | Promise<ExitCode>) => void;

/** A command of `cdk8s-spinkube`: its help, and what it does. */
export interface CommandDefinition<Arguments extends readonly unknown[], Options> {
  readonly arguments: readonly Argument[];
  readonly options: readonly Option[];

  /** More for its help, such as what the formats are. */
  readonly details?: string;

  /** Command lines. */
  readonly examples: readonly string[];

  /** The meaning of each exit code. */
  readonly exitCodes: string;

  /**
   * Runs it.
   *
   * @throws UnusableInput for wrong usage and input that cannot be read; it is reported
   */
  readonly run: (given: Arguments, options: Options, terminal: Terminal) => ExitCode | Promise<ExitCode>;
}

/** Defines a command, whose name and description are in program.ts: the help of the program does not load it. */
export function defineCommand<Arguments extends readonly unknown[], Options>(
  definition: CommandDefinition<Arguments, Options>,
): Define {
  return (command, terminal, done) => {
    definition.arguments.forEach((argument) => command.addArgument(argument));
    definition.options.forEach((option) => command.addOption(option));
    command.addHelpText('after', helpOf(definition)).action(() => {
      done(reporting(definition, command, terminal));
    });
  };
}

interface Documented {
  readonly details?: string;
  readonly examples: readonly string[];
  readonly exitCodes: string;
}

function helpOf({ details = '', examples, exitCodes }: Documented): string {
  const lines = examples.map((example) => `  ${example}\n`).join('');
  return `${details && `\n${details}\n`}\nExamples:\n${lines}\nExit codes: ${exitCodes}`;
}

/** Runs a command; a problem of its input is one line on standard error, and an exit code. */
function reporting<Arguments extends readonly unknown[], Options>(
  { run }: CommandDefinition<Arguments, Options>,
  command: Command,
  terminal: Terminal,
): ExitCode | Promise<ExitCode> {
  const report = (error: unknown) => {
    if (!(error instanceof UnusableInput)) {
      throw error;
    }
    terminal.stderr.write(`cdk8s-spinkube ${command.name()}: ${error.message}\n`);
    return ExitCode.UNUSABLE;
  };
  try {
    const code = run(command.processedArgs as unknown as Arguments, command.opts() as Options, terminal);
    return code instanceof Promise ? code.catch(report) : code;
  } catch (error) {
    return report(error);
  }
}
