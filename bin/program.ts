import { Command, CommanderError } from 'commander';
import { Define, Done } from './command';
import { ExitCode } from './exit-codes';
import { onTerminal, Terminal } from './terminal';
import { packageVersion } from './version';

/** A command as the help of the program lists it. */
interface Listed {
  readonly description: string;

  /** Loads it, which takes time. */
  readonly load: () => Define;
}

/* eslint-disable @typescript-eslint/no-require-imports -- a command is loaded when it is run, because all together take long */
const COMMANDS: { readonly [name: string]: Listed } = {
  init: {
    description: 'Start a project: an app, a platform or a fleet, with a test and what applies it.',
    load: () => (require('./init') as typeof import('./init')).initCommand,
  },
  validate: {
    description: 'Check Kubernetes manifests: report what the cluster would reject, or accept but not act on.',
    load: () => (require('./validate') as typeof import('./validate')).validateCommand,
  },
  diff: {
    description: 'Compare two versions of manifests object by object, and name the risks of each change.',
    load: () => (require('./diff') as typeof import('./diff')).diffCommand,
  },
  'upgrade-plan': {
    description: 'Plan the upgrade of a cluster from one version of a bundle to another, as Markdown and as a script.',
    load: () => (require('./upgrade-plan') as typeof import('./upgrade-plan')).upgradePlanCommand,
  },
  images: {
    description: 'List the images that a cluster pulls for manifests, and the archives that its nodes download.',
    load: () => (require('./images') as typeof import('./images')).imagesCommand,
  },
  package: {
    description: 'Package the output of a bundle as an OCI artifact, with a software bill of materials.',
    load: () => (require('./package') as typeof import('./package')).packageCommand,
  },
  graph: {
    description: 'Draw the stages and objects of manifests, and the references between them.',
    load: () => (require('./graph') as typeof import('./graph')).graphCommand,
  },
  convert: {
    description:
      'Convert manifests to another API group of SpinApps and SpinAppExecutors, or to constructs in TypeScript.',
    load: () => (require('./convert') as typeof import('./convert')).convertCommand,
  },
  scaffold: {
    description:
      'Write the manifests of a SpinApp, or a program that makes them, from the flags of spin kube scaffold.',
    load: () => (require('./scaffold') as typeof import('./scaffold')).scaffoldCommand,
  },
  doctor: {
    description: 'Look at a cluster: say what does not work and why, with evidence and remedy, most likely first.',
    load: () => (require('./doctor') as typeof import('./doctor')).doctorCommand,
  },
  completion: {
    description: 'Print a script that makes a shell complete commands, options and values.',
    load: () => (require('./completion') as typeof import('./completion')).completionCommand(wholeProgram),
  },
};
/* eslint-enable @typescript-eslint/no-require-imports */

/**
 * Runs `cdk8s-spinkube`.
 *
 * @param args arguments after the name of the program
 * @param terminal where to write
 */
export function run(args: readonly string[], terminal: Terminal): ExitCode | Promise<ExitCode> {
  let code: ExitCode | Promise<ExitCode> = ExitCode.CLEAN;
  const program = programOf(terminal);
  const wanted = args[0] === 'help' ? args[1] : args[0];
  for (const command of program.commands.filter((one) => one.name() === wanted)) {
    COMMANDS[wanted].load()(command, terminal, (result) => {
      code = result;
    });
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

/** The program with its commands by name and description. */
function programOf(terminal: Terminal): Command {
  const program = onTerminal(new Command('cdk8s-spinkube'), terminal)
    .description('SpinKube as plain YAML, with constructs for cdk8s')
    .version(packageVersion());
  for (const [name, { description }] of Object.entries(COMMANDS)) {
    program.addCommand(onTerminal(new Command(name), terminal).description(description).version(packageVersion()));
  }
  return program;
}

/** The program with all of its commands, to be read and not run. */
function wholeProgram(terminal: Terminal): Command {
  const program = programOf(terminal);
  const ignore: Done = () => undefined;
  program.commands.forEach((command) => {
    COMMANDS[command.name()].load()(command, terminal, ignore);
  });
  return program;
}
