import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { compareTrees, TreeChanges } from '../lib/changes/compare-trees';
import { RiskName } from '../lib/changes/risks/risk';
import { treeAt } from '../lib/changes/tree-source';
import { UnusableInput } from '../lib/validation/documents/unusable-input';
import { colorsFor } from './changes/colors';
import { asJson } from './changes/json';
import { asMarkdown } from './changes/markdown';
import { risksIn } from './changes/names';
import { asText } from './changes/text';
import { ExitCode } from './exit-codes';
import { onTerminal, Output, Terminal } from './terminal';
import { packageVersion } from './version';

interface DiffOptions {
  readonly failOn: readonly string[];
  readonly format: keyof typeof FORMATS;
}

/** Renderers by the name of their format. */
const FORMATS = {
  text: (changes: TreeChanges, output: Output) => asText(changes, colorsFor(output)),
  json: asJson,
  markdown: asMarkdown,
};

const ANY = 'any';
const RISKS: readonly string[] = [...Object.values(RiskName), ANY];

/**
 * `cdk8s-spinkube diff`: compares two versions of manifests object by object, and names the risks of each change.
 *
 * @param terminal where to write
 * @param done gets the exit code
 */
export function diffCommand(terminal: Terminal, done: (code: ExitCode) => void): Command {
  return onTerminal(new Command('diff'), terminal)
    .description('Compare two versions of manifests object by object, and name the risks of each change.')
    .addArgument(new Argument('<old>', 'folder, file, or Git revision such as HEAD~1 or main:dist'))
    .addArgument(new Argument('<new>', 'the same'))
    .addOption(new Option('--format <format>', 'output format').choices(Object.keys(FORMATS)).default('text'))
    .addOption(
      new Option('--fail-on <risks>', `fail on these risks: ${RISKS.join(', ')}; repeatable`)
        .argParser((value: string, others: readonly string[]) => [...others, ...risksNamed(value)])
        .default([], 'none'),
    )
    .version(packageVersion())
    .addHelpText('after', HELP)
    .action((before: string, after: string, options: DiffOptions) => {
      done(diff(before, after, options, terminal));
    });
}

const HELP = `
Risks:
  refused   the API server rejects the change
  loss      data, objects or workloads are lost
  rights    someone may do more than before
  restart   pods are replaced
  image     another image runs

A revision without a folder stands for the folder that it is compared with: diff HEAD~1 dist

Exit codes: 0 no risk that --fail-on names, 1 such a risk, 2 wrong usage or input that cannot be read`;

function risksNamed(value: string): string[] {
  const names = value.split(',');
  const unknown = names.find((name) => !RISKS.includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`'${unknown}' is not a valid risk: use ${RISKS.join(', ')}.`);
  }
  return names;
}

function diff(before: string, after: string, { failOn, format }: DiffOptions, { stderr, stdout }: Terminal): ExitCode {
  try {
    const changes = compareTrees(treeAt(before, after), treeAt(after, before));
    stdout.write(FORMATS[format](changes, stdout));
    const isFound = risksIn(changes).some(({ risk }) => failOn.includes(ANY) || failOn.includes(risk.name));
    return isFound ? ExitCode.FOUND : ExitCode.CLEAN;
  } catch (error) {
    if (!(error instanceof UnusableInput)) {
      throw error;
    }
    stderr.write(`cdk8s-spinkube diff: ${error.message}\n`);
    return ExitCode.UNUSABLE;
  }
}
