import { Command, CommanderError } from 'commander';
import { convertCommand } from './convert';
import { diffCommand } from './diff';
import { ExitCode } from './exit-codes';
import { onTerminal, Terminal } from './terminal';
import { upgradePlanCommand } from './upgrade-plan';
import { validateCommand } from './validate';
import { packageVersion } from './version';

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
    .version(packageVersion())
    .addCommand(validateCommand(terminal, done))
    .addCommand(diffCommand(terminal, done))
    .addCommand(upgradePlanCommand(terminal, done))
    .addCommand(convertCommand(terminal, done));
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
