import { Argument, Option } from 'commander';
import { treeAt } from '../lib/changes/tree-source';
import { asHtml } from '../lib/graph/html';
import { graphOf, ManifestGraph } from '../lib/graph/manifest-graph';
import { asMermaid } from '../lib/graph/mermaid';
import { asSvg } from '../lib/graph/svg';
import { UnusableInput } from '../lib/validation/documents/unusable-input';
import { defineCommand } from './command';
import { ExitCode } from './exit-codes';
import { Progress } from './progress';

interface GraphOptions {
  readonly format: string;
  readonly json?: true;
}

/** Text of each format. */
const FORMATS: { readonly [format: string]: (graph: ManifestGraph) => string } = {
  mermaid: asMermaid,
  svg: (graph) => asSvg(graph),
  html: asHtml,
  json: (graph) => `${JSON.stringify(graph, undefined, 2)}\n`,
};

/** `cdk8s-spinkube graph`: draws the stages and objects of manifests, and the references between them. */
export const graphCommand = defineCommand<[string], GraphOptions>({
  arguments: [new Argument('<dir>', 'output directory of a bundle, or any folder or file with manifests')],
  options: [
    new Option('--format <format>', 'output format').choices(Object.keys(FORMATS)).default('mermaid'),
    new Option('--json', 'same as --format json').conflicts('format'),
  ],
  details: `Formats:
  mermaid  text that Git hosts draw in Markdown; only the stages if it would be too large for them
  svg      picture of the stages, their objects and references
  html     page that needs no network: filter objects, and see what each needs and what needs it
  json     stages, objects and edges for other tools

The stages of a bundle are those of its stages.json; in other folders, each folder is a stage.`,
  examples: [
    'cdk8s-spinkube graph dist',
    'cdk8s-spinkube graph --format html dist >graph.html',
    'cdk8s-spinkube graph --format svg dist >graph.svg',
  ],
  exitCodes: '0 drawn, 2 wrong usage or input that cannot be read',
  run: ([place], { format, json }, { stderr, stdout }) => {
    const graph = Progress.during(stderr, ({ onFile }) => graphOf(treeAt(place, place, onFile)));
    if (graph.objects.length === 0) {
      throw new UnusableInput(`'${place}' has no Kubernetes objects; use another directory`);
    }
    stdout.write(FORMATS[json ? 'json' : format](graph));
    return ExitCode.CLEAN;
  },
});
