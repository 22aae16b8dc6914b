import { Chart } from 'cdk8s';
import { groupBy } from '../private/group-by';
import { applyRank } from '../synth/apply-order';
import { ConstructTree } from '../synth/construct-tree';
import { CycleError, Graph } from '../synth/graph';
import { impliedDependencies } from '../synth/implied-dependencies';
import { identity, kindOf, RenderedObject } from '../synth/manifest';
import { Boundary, objectGraph, ObjectGraph } from '../synth/object-graph';
import { Scopes } from '../synth/scopes';
import { bySlice, dependenciesWithin, gatesWithin, shutGates, Slice, slice } from '../synth/slices';
import { Problems } from '../validation/problems';
import { stageGraph, UnorderedStage } from './stage-graph';

/** Objects that are applied together and then waited for: a chart, or a slice of one if something in it must be ready first. */
export interface Stage {
  /** Path of the chart joined by dashes, in lower case, with the slice at its end. */
  readonly name: string;

  /** The objects, in the order in which to apply them. */
  readonly objects: RenderedObject[];

  /** Names of the stages that must be ready first, in the order of stages. */
  readonly dependencies: string[];

  /** Length of the longest chain of stages that must be ready before. Stages on the same
   * level are independent. */
  readonly level: number;
}

/** The stages in the order in which to apply them, or what is in the way of one. */
export interface StagePlan {
  readonly stages: Stage[];
  readonly errors: string[];
}

/** Divides the objects of an app into stages and puts them in order, by what depends on what and nothing else. */
export function planStages(tree: ConstructTree, objects: RenderedObject[]): StagePlan {
  const implied = impliedDependencies(objects);
  const graph = objectGraph(tree, objects, implied);
  const gates = gatesWithin(implied.pairs);
  const drafts: UnorderedStage[] = [];
  const errors: string[] = [];
  for (const [chart, members] of groupBy(objects, ({ apiObject }) => apiObject.chart)) {
    const slices = slice(chart, members, gates.get(chart) ?? [], graph);
    errors.push(...shutGates(chart, gates.get(chart) ?? [], slices));
    const parts = groupBy(members, (object) => slices.get(object) ?? Slice.MAIN);
    for (const [part, partMembers] of [...parts].sort(([a], [b]) => bySlice(a, b))) {
      drafts.push({ name: stageName(chart, part, parts.has(Slice.EXECUTORS)), chart, members: partMembers });
    }
  }
  const problems = Problems.at();
  refuseNameless(problems, drafts);
  refuseCollisions(problems, drafts);
  refuseDuplicates(problems, objects);
  refuseHomeless(problems, objects);
  errors.push(...problems.messages);
  if (errors.length > 0) {
    return { stages: [], errors };
  }
  try {
    return { stages: sortStages(drafts, graph), errors };
  } catch (error) {
    if (error instanceof CycleError) {
      return {
        stages: [],
        errors: [describeCycle((error as CycleError<UnorderedStage | RenderedObject | Boundary>).path)],
      };
    }
    throw error;
  }
}

/**
 * In lower case and without what no DNS label has, as cdk8s makes names of paths: files and objects are called so.
 *
 * The executors of a chart that is named after them keep its name, and what else is in it gets another one. Smoke tests keep
 * such a name, too.
 */
function stageName(chart: Chart, part: Slice, hasExecutors: boolean): string {
  const name = joined(chart.node.path.split('/'));
  if (hasExecutors && (name === EXECUTORS || name.endsWith(`-${EXECUTORS}`))) {
    return joined([name, NAMES_BESIDE_EXECUTORS[part] ?? part]);
  }
  const isNamedAfterTests = part === Slice.SMOKE_TESTS && `-${name}`.endsWith(`-${part}`);
  return joined([name, isNamedAfterTests ? Slice.MAIN : part]);
}

function joined(ids: readonly string[]): string {
  const parts = ids.map((id) => id.toLowerCase().replace(/[^a-z0-9-]/g, ''));
  return parts.filter(Boolean).join('-');
}

const EXECUTORS: string = Slice.EXECUTORS;

const NAMES_BESIDE_EXECUTORS: Readonly<Partial<Record<Slice, string>>> = {
  [Slice.EXECUTORS]: '',
  [Slice.MAIN]: 'main',
};

function refuseNameless(problems: Problems, drafts: UnorderedStage[]): void {
  const rule = 'is not a valid name of a stage, which begins and ends with a letter or digit';
  for (const { chart } of drafts.filter(({ name }) => name === '' || /^-|-$/.test(name))) {
    problems.about(chart).at('id').refuse(chart.node.id, rule, 'rename the chart');
  }
}

function sortStages(drafts: UnorderedStage[], graph: ObjectGraph): Stage[] {
  const needed = stageGraph(drafts, graph);
  const levels = new Map<UnorderedStage, number>();
  for (const draft of needed.topological()) {
    const before = needed.dependencies(draft).reduce((most, one) => Math.max(most, levels.get(one) ?? 0), -1);
    levels.set(draft, before + 1);
  }
  const level = (draft: UnorderedStage) => levels.get(draft) ?? 0;
  // Sorting is stable: the stages of a level stay in the order of the construct tree.
  const sorted = [...drafts].sort((a, b) => level(a) - level(b));
  const place = new Map(sorted.map((draft, index) => [draft, index]));
  return sorted.map((draft) => ({
    name: draft.name,
    objects: sortObjects(draft, graph),
    dependencies: needed
      .dependencies(draft)
      .sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0))
      .map(({ name }) => name),
    level: level(draft),
  }));
}

/** The objects of a stage: every dependency first, then in the apply order of Kubernetes kinds, then as in the construct tree. */
function sortObjects({ chart, members }: UnorderedStage, graph: ObjectGraph): RenderedObject[] {
  const inside = new Graph<RenderedObject | Boundary>();
  const mine = new Set<RenderedObject | Boundary>(members);
  const todo = [...mine];
  members.forEach((member) => {
    inside.add(member);
  });
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    for (const next of dependenciesWithin(chart, node, graph)) {
      if (next instanceof Boundary && !mine.has(next)) {
        mine.add(next);
        todo.push(next);
      }
      if (mine.has(next)) {
        inside.depend(node, next);
      }
    }
  }
  const rank = (node: RenderedObject | Boundary) => (node instanceof Boundary ? Infinity : applyRank(node.manifest));
  return inside
    .topological((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)))
    .filter((node): node is RenderedObject => !(node instanceof Boundary));
}

/** `a-b` and `a/b`, or the slice of one chart and another chart. */
function refuseCollisions(problems: Problems, drafts: UnorderedStage[]): void {
  for (const [name, same] of repeated(drafts, (draft) => draft.name)) {
    const charts = same.map(({ chart }) => `'${chart.node.path}'`).join(' and ');
    const rule = `is the name of a stage of both ${charts}`;
    problems.about(same[0].chart).at('stage').refuse(name, rule, 'rename one of the charts');
  }
}

/** Nothing says which of the two is meant; Argo CD waits forever. */
function refuseDuplicates(problems: Problems, objects: RenderedObject[]): void {
  // Compares names within each kind and namespace: a text for every object, as identity() makes, would take a lot of memory.
  const ofKind = groupBy(objects, ({ manifest }) => `${kindOf(manifest)}/${manifest.metadata.namespace ?? ''}`);
  if ([...ofKind.values()].every((same) => new Set(same.map(nameOf)).size === same.length)) {
    return;
  }
  for (const [name, [first, second]] of repeated(objects, ({ manifest }) => identity(manifest))) {
    const rule = `is defined twice, also at ${first.apiObject.node.path}`;
    problems.about(second.apiObject).at('metadata', 'name').refuse(name, rule, 'remove or rename one of them');
  }
}

function nameOf({ manifest }: RenderedObject): string | undefined {
  return manifest.metadata.name;
}

/** Argo CD would put it into its destination, Flux into `default`, kubectl wherever its context points. */
function refuseHomeless(problems: Problems, objects: RenderedObject[]): void {
  const scopes = new Scopes(objects);
  for (const { apiObject, manifest } of objects) {
    if (manifest.metadata.namespace === undefined && scopes.isNamespaced(manifest) === true) {
      const rule = `is required: where ${identity(manifest)} went would depend on who applies it`;
      const remedy = "set it, or the 'namespace' of the chart";
      problems.about(apiObject).at('metadata', 'namespace').refuse(undefined, rule, remedy);
    }
  }
}

/** A circle is in no single construct, so its message begins with no path. */
function describeCycle(path: (UnorderedStage | RenderedObject | Boundary)[]): string {
  const names = path.flatMap((node) =>
    node instanceof Boundary ? [] : 'apiObject' in node ? [node.apiObject.node.path] : [node.name],
  );
  const kind = path.some((node) => 'members' in node) ? 'stages' : 'objects';
  return `the ${kind} depend on each other in a circle: ${names.join(' => ')}; remove one of these dependencies`;
}

/** Items that have the same key as another one, by key. */
function repeated<T>(items: T[], keyOf: (item: T) => string): [string, T[]][] {
  return [...groupBy(items, keyOf)].filter(([, same]) => same.length > 1);
}
