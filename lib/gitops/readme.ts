import { DeliveryContext } from './delivery';
import { imagesIn } from './images';
import { StageFile } from './inventory';
import { Stage } from './stage';

/**
 * Renders `README.md`: what is in a bundle, for people.
 *
 * @param files the stages in order, and their files
 * @param context what the cluster must have before, and the clusters that have folders of their own
 */
export function writeReadme(files: StageFile[], { clusters = [], prerequisites }: DeliveryContext): string {
  const stages = files.map(({ stage }) => stage);
  const images = imagesIn(stages);
  const direct = directDependencies(stages);
  const sections: [boolean, string][] = [
    [true, HEAD],
    [clusters.length > 0, `## Clusters\n\n${bullets(clusters.map(clusterLink))}`],
    [prerequisites.length > 0, `## Before\n\n${bullets(prerequisites)}`],
    [stages.length > 0, `## Stages\n\n${STAGE}\n\n${stageTable(files, direct)}\n\n${stageGraph(stages, direct)}`],
    [images.length > 0, `## Images\n\n${bullets(images.map((image) => `\`${image}\``))}`],
  ];
  return `${sections
    .filter(([wanted]) => wanted)
    .map(([, text]) => text)
    .join('\n\n')}\n`;
}

const HEAD =
  '# What is in here\n\nPlain Kubernetes manifests in stages, written by cdk8s-spinkube. Do not edit: the next synth writes them anew.';
const STAGE = 'A stage is applied together and then waited for. Those of one level do not need each other.';

function bullets(lines: string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function clusterLink({ dependsOn = [], directory }: DeliveryContext): string {
  const before = dependsOn.map((one) => (one.directory === '.' ? 'the stages below' : one.directory));
  return `[${directory}](${directory}/README.md)${before.length > 0 ? `, after ${before.join(' and ')}` : ''}`;
}

function stageTable(files: StageFile[], direct: Map<string, string[]>): string {
  const rows = files.map(({ path, stage }) => {
    const after = direct.get(stage.name) ?? [];
    return `| ${stage.level} | [${stage.name}](${path}) | ${after.join(', ')} | ${countKinds(stage)} |`;
  });
  return ['| level | stage | after | objects |', '|---|---|---|---|', ...rows].join('\n');
}

/** For example `2 ClusterRole, Deployment`. */
function countKinds({ objects }: Stage): string {
  const counts = new Map<string, number>();
  for (const { kind } of objects.map(({ manifest }) => manifest)) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => (count > 1 ? `${count} ${kind}` : kind)).join(', ');
}

/** Mermaid, which Git hosts draw. */
function stageGraph(stages: Stage[], direct: Map<string, string[]>): string {
  const numbers = new Map(stages.map(({ name }, index) => [name, `s${index}`]));
  const nodes = stages.map(({ name }) => `  ${numbers.get(name)}["${name}"]`);
  const arrows = [...direct].flatMap(([to, before]) =>
    before.map((from) => `  ${numbers.get(from)} --> ${numbers.get(to)}`),
  );
  return ['```mermaid', 'graph LR', ...nodes, ...arrows, '```'].join('\n');
}

/** What each stage comes right after: without what follows from others. */
function directDependencies(stages: Stage[]): Map<string, string[]> {
  const byName = new Map(stages.map((stage) => [stage.name, stage]));
  const stagesOf = (names: string[]) => names.flatMap((name) => byName.get(name) ?? []);
  return new Map(
    stages.map(({ dependencies, name }) => {
      const implied = behind(stagesOf(dependencies), stagesOf);
      return [name, dependencies.filter((before) => !implied.has(before))];
    }),
  );
}

/** The names of what is behind stages, down to the lowest level of these: none of them is deeper. */
function behind(stages: Stage[], stagesOf: (names: string[]) => Stage[]): Set<string> {
  const lowest = stages.reduce((least, { level }) => Math.min(least, level), Infinity);
  const found = new Set<string>();
  const todo = stages.filter(({ level }) => level > lowest);
  for (let stage = todo.pop(); stage; stage = todo.pop()) {
    for (const before of stagesOf(stage.dependencies)) {
      if (before.level >= lowest && !found.has(before.name)) {
        found.add(before.name);
        todo.push(before);
      }
    }
  }
  return found;
}
