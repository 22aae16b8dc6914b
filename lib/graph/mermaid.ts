import { escapeMermaid, MERMAID_LIMITS, idOf, stageGraph } from '../gitops/stage-diagram';
import { groupBy } from '../private/group-by';
import { UnusableInput } from '../validation/documents/unusable-input';
import { drawnEdges, ManifestGraph } from './manifest-graph';

/**
 * A graph in Mermaid: a box for each stage, with its objects. If Mermaid would refuse it, then its stages alone.
 *
 * @throws UnusableInput if it would refuse these, too
 */
export function asMermaid(graph: ManifestGraph): string {
  const text = drawObjects(graph);
  const edges = drawnEdges(graph).length + graph.stages.reduce((sum, { dependsOn }) => sum + dependsOn.length, 0);
  if (edges < MERMAID_LIMITS.edges && text.length < MERMAID_LIMITS.text) {
    return text;
  }
  const stages = stageGraph(graph.stages, new Map(graph.stages.map(({ dependsOn, name }) => [name, dependsOn])));
  if (stages === undefined) {
    const rule = `${graph.stages.length} stages are too many for Mermaid`;
    throw new UnusableInput(`${rule}; use '--format html'`);
  }
  return `%% Only the stages: Mermaid would refuse all ${graph.objects.length} objects.\n${stages}`;
}

function drawObjects(graph: ManifestGraph): string {
  const { objects, stages } = graph;
  const drawn = objects.map(({ kind, name, stage }, id) => ({
    stage,
    line: `o${id}["${escapeMermaid(kind)}<br>${escapeMermaid(name)}"]`,
  }));
  const byStage = groupBy(drawn, ({ stage }) => stage);
  const linesOf = (stage?: string) => (byStage.get(stage) ?? []).map(({ line }) => line);
  const outside = linesOf(undefined);
  const lines = [
    'graph LR',
    ...stages.flatMap(({ name }) => [
      `  subgraph ${idOf(name)}["${escapeMermaid(name)}"]`,
      ...linesOf(name).map((line) => `    ${line}`),
      '  end',
    ]),
    ...outside.map((line) => `  ${line}:::outside`),
    ...stages.flatMap(({ dependsOn, name }) => dependsOn.map((before) => `  ${idOf(before)} ==> ${idOf(name)}`)),
    ...drawnEdges(graph).map(({ from, to }) => `  o${from} -.-> o${to}`),
    ...(outside.length > 0 ? ['  classDef outside stroke-dasharray: 4 4'] : []),
  ];
  return `${lines.join('\n')}\n`;
}
