import { Command, CommanderError } from 'commander';
import { ExitCode } from './exit-codes';
import { onTerminal, Terminal } from './terminal';
import { packageVersion } from './version';

/** Makes a command. */
type Make = (terminal: Terminal, done: (code: ExitCode) => void) => Command;

/* eslint-disable @typescript-eslint/no-require-imports -- a command is loaded when it is run, because all together take long */
const COMMANDS: { readonly [name: string]: () => Make } = {
  validate: () => (require('./validate') as typeof import('./validate')).validateCommand,
  diff: () => (require('./diff') as typeof import('./diff')).diffCommand,
  'upgrade-plan': () => (require('./upgrade-plan') as typeof import('./upgrade-plan')).upgradePlanCommand,
  images: () => (require('./images') as typeof import('./images')).imagesCommand,
  convert: () => (require('./convert') as typeof import('./convert')).convertCommand,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/**
 * Runs `cdk8s-spinkube`.
 *
 * @param args arguments after the name of the program
 * @param terminal where to write
 */
export function run(args: readonly string[], terminal: Terminal): ExitCode {
  let code = ExitCode.CLEAN;
  const done = (result: ExitCode) => {
    code = result;
  };
  const program = onTerminal(new Command('cdk8s-spinkube'), terminal)
    .description('SpinKube as plain YAML, with constructs for cdk8s')
    .version(packageVersion());
  for (const make of commandsFor(args)) {
    program.addCommand(make()(terminal, done));
  }
  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      throw error;
    }
    return error.exitCode === 0 ? ExitCode.CLEAN : ExitCode.UNUSABLE;
  }
  return code;
}

/** The command that is run, if it is the first argument; all of them for the help, and for names that are not valid. */
function commandsFor([first]: readonly string[]): (() => Make)[] {
  if (first === '--version') {
    return [];
  }
  return Object.hasOwn(COMMANDS, first) ? [COMMANDS[first]] : Object.values(COMMANDS);
}
