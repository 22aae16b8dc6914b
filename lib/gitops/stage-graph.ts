import { Chart } from 'cdk8s';
import { Graph } from '../synth/graph';
import { RenderedObject } from '../synth/manifest';
import { Boundary, ObjectGraph } from '../synth/object-graph';

/** A stage whose level is not known yet. */
export interface UnorderedStage {
  readonly name: string;
  readonly chart: Chart;
  readonly members: RenderedObject[];
}

/** Finds which stage depends on which, directly: with nothing but boundaries in between. */
export function stageGraph(stages: readonly UnorderedStage[], objects: ObjectGraph): Graph<UnorderedStage> {
  const graph = new Graph<UnorderedStage>();
  const search = new Search(stages, objects);
  for (const stage of stages) {
    graph.add(stage);
    // A set, because all objects of a chart have the same boundary before them.
    for (const node of new Set(stage.members.flatMap((member) => objects.dependencies(member)))) {
      for (const before of search.stagesAt(node)) {
        if (before !== stage) {
          graph.depend(stage, before);
        }
      }
    }
  }
  return graph;
}

/** A boundary on the search stack, its dependencies, and the place of the one that is visited. */
interface Visit {
  readonly boundary: Boundary;
  readonly dependencies: readonly (RenderedObject | Boundary)[];
  at: number;
}

/** Depth-first search with an explicit stack, since a chain of charts without objects may overflow the call stack. */
class Search {
  private readonly stageOf = new Map<RenderedObject, UnorderedStage>();
  private readonly found = new Map<Boundary, Set<UnorderedStage>>();

  public constructor(
    stages: readonly UnorderedStage[],
    private readonly objects: ObjectGraph,
  ) {
    for (const stage of stages) {
      for (const member of stage.members) {
        this.stageOf.set(member, stage);
      }
    }
  }

  /** The stage of an object, or those right before a boundary. */
  public stagesAt(node: RenderedObject | Boundary): Iterable<UnorderedStage> {
    if (!(node instanceof Boundary)) {
      const stage = this.stageOf.get(node);
      return stage ? [stage] : [];
    }
    if (!this.found.has(node)) {
      this.visit(node);
    }
    return this.found.get(node) ?? [];
  }

  private visit(start: Boundary): void {
    const stack = [this.enter(start)];
    for (let visit = stack.at(-1); visit; visit = stack.at(-1)) {
      const { at, boundary, dependencies } = visit;
      if (at === dependencies.length) {
        stack.pop();
        continue;
      }
      const next = dependencies[at];
      if (next instanceof Boundary && !this.found.has(next)) {
        stack.push(this.enter(next)); // Then visits it again, with its stages.
        continue;
      }
      this.add(boundary, next, dependencies.length === 1);
      visit.at++;
    }
  }

  private enter(boundary: Boundary): Visit {
    this.found.set(boundary, new Set());
    return { boundary, dependencies: this.objects.dependencies(boundary), at: 0 };
  }

  /** Adds the stages of a dependency to those of a boundary. The boundaries of a chain share one set. */
  private add(boundary: Boundary, dependency: RenderedObject | Boundary, isOnly: boolean): void {
    const shared = dependency instanceof Boundary && isOnly ? this.found.get(dependency) : undefined;
    const stages = this.found.get(boundary);
    if (shared) {
      this.found.set(boundary, shared);
    } else {
      for (const stage of this.stagesAt(dependency)) {
        stages?.add(stage);
      }
    }
  }
}
