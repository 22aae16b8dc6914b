import { Argument, InvalidArgumentError, Option } from 'commander';
import { compareTrees, TreeChanges } from '../lib/changes/compare-trees';
import { RiskName } from '../lib/changes/risks/risk';
import { treeAt } from '../lib/changes/tree-source';
import { colorsFor } from './changes/colors';
import { asJson } from './changes/json';
import { asMarkdown } from './changes/markdown';
import { risksIn } from './changes/names';
import { asText } from './changes/text';
import { defineCommand } from './command';
import { ExitCode } from './exit-codes';
import { Progress } from './progress';
import { Output } from './terminal';

interface DiffOptions {
  readonly failOn: readonly string[];
  readonly format: keyof typeof FORMATS;
  readonly json?: true;
}

/** Renderers by the name of their format. */
const FORMATS = {
  text: (changes: TreeChanges, output: Output) => asText(changes, colorsFor(output)),
  json: asJson,
  markdown: asMarkdown,
};

const ANY = 'any';
const RISKS: readonly string[] = [...Object.values(RiskName), ANY];

/** `cdk8s-spinkube diff`: compares two versions of manifests object by object, and names the risks of each change. */
export const diffCommand = defineCommand<[string, string], DiffOptions>({
  arguments: [
    new Argument('<old>', 'folder, file, or Git revision such as HEAD~1 or main:dist'),
    new Argument('<new>', 'the same'),
  ],
  options: [
    new Option('--format <format>', 'output format').choices(Object.keys(FORMATS)).default('text'),
    new Option('--json', 'same as --format json').conflicts('format'),
    new Option('--fail-on <risks>', `fail on these risks: ${RISKS.join(', ')}; repeatable`)
      .argParser((value: string, others: readonly string[]) => [...others, ...risksNamed(value)])
      .default([], 'none'),
  ],
  details: `Risks:
  refused   the API server rejects the change
  loss      data, objects or workloads are lost
  rights    someone may do more than before
  restart   pods are replaced
  image     another image runs

A revision without a folder stands for the folder that it is compared with: diff HEAD~1 dist`,
  examples: [
    'cdk8s-spinkube diff HEAD~1 dist',
    'cdk8s-spinkube diff --fail-on refused,loss --format markdown main:dist dist',
  ],
  exitCodes: '0 no risk that --fail-on names, 1 such a risk, 2 wrong usage or input that cannot be read',
  run: ([before, after], { failOn, format, json }, { stderr, stdout }) => {
    const changes = Progress.during(stderr, ({ onFile }) =>
      compareTrees(treeAt(before, after, onFile), treeAt(after, before, onFile)),
    );
    stdout.write(FORMATS[json ? 'json' : format](changes, stdout));
    const isFound = risksIn(changes).some(({ risk }) => failOn.includes(ANY) || failOn.includes(risk.name));
    return isFound ? ExitCode.FOUND : ExitCode.CLEAN;
  },
});

function risksNamed(value: string): string[] {
  const names = value.split(',');
  const unknown = names.find((name) => !RISKS.includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`'${unknown}' is not a valid risk: use ${RISKS.join(', ')}.`);
  }
  return names;
}
