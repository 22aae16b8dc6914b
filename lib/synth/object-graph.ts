import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { groupBy } from '../private/group-by';
import { ConstructTree, NOWHERE } from './construct-tree';
import { Graph } from './graph';
import { ImpliedDependencies, ImpliedGroup } from './implied-dependencies';
import { RenderedObject } from './manifest';

/**
 * The start or end of a construct in the graph. Its objects depend on its start, and its end depends on them, so that a
 * dependency between constructs of n and m objects takes n + m edges, not n × m.
 */
export class Boundary {
  /** @param chart the closest chart of the construct; undefined above charts */
  public constructor(public readonly chart?: Chart) {}
}

export type ObjectGraph = Graph<RenderedObject | Boundary>;

/**
 * Builds the dependency graph: declared dependencies, nested charts as cdk8s orders them, and implied dependencies. Dependencies
 * on constructs of other apps are left out.
 */
export function objectGraph(
  tree: ConstructTree,
  objects: RenderedObject[],
  { groups, pairs }: ImpliedDependencies,
): ObjectGraph {
  const builder = new GraphBuilder(tree, objects);
  tree.constructs.forEach((construct, place) => {
    const nested = Chart.isChart(construct) ? construct.node.children.filter((child) => Chart.isChart(child)) : [];
    for (const dependency of [...construct.node.dependencies, ...nested]) {
      const dependencyPlace = tree.placeOf(dependency);
      if (dependencyPlace !== undefined) {
        builder.declare(place, dependencyPlace);
      }
    }
  });
  for (const { dependent, dependency } of pairs) {
    builder.graph.depend(dependent, dependency);
  }
  groups.forEach((group) => {
    builder.implyAll(group);
  });
  return builder.graph;
}

/** Constructs are numbers here: their places in the tree. */
class GraphBuilder {
  public readonly graph: ObjectGraph = new Graph<RenderedObject | Boundary>();
  private rendered?: ReadonlyMap<IConstruct, RenderedObject>;
  private readonly starts = new Map<number, Boundary>();
  private readonly ends = new Map<number, Boundary>();

  /** The starts of charts without their nested charts. */
  private readonly ownStarts = new Map<number, Boundary>();

  public constructor(
    private readonly tree: ConstructTree,
    private readonly objects: readonly RenderedObject[],
  ) {
    objects.forEach((object) => {
      this.graph.add(object);
    });
  }

  /**
   * Puts everything in `dependent` after everything in `dependency`. If one contains the other, objects of the inner one do
   * not count for the outer one, and of the outer one only objects of its own chart count, as in cdk8s.
   */
  public declare(dependent: number, dependency: number): void {
    if (dependent !== dependency && this.isWithin(dependency, dependent)) {
      this.graph.depend(this.startAround(dependent, dependency), this.end(dependency));
    } else if (dependent !== dependency && this.isWithin(dependent, dependency)) {
      const around = this.newBoundary(dependency);
      this.objectsAround(dependency, dependent).forEach((object) => {
        this.graph.depend(around, object);
      });
      this.graph.depend(this.start(dependent), around);
    } else {
      this.graph.depend(this.start(dependent), this.end(dependency));
    }
  }

  /** Puts a boundary between the objects of a chart and what they depend on, since in a chart only its own boundaries count. */
  public implyAll({ dependencies, dependents }: ImpliedGroup): void {
    const all = new Boundary();
    dependencies.forEach((dependency) => {
      this.graph.depend(all, dependency);
    });
    const own = groupBy(dependencies, ({ apiObject }) => apiObject.chart);
    for (const [chart, objects] of groupBy(dependents, ({ apiObject }) => apiObject.chart)) {
      const inChart = new Boundary(chart);
      for (const before of [all, ...(own.get(chart) ?? [])]) {
        this.graph.depend(inChart, before);
      }
      objects.forEach((object) => {
        this.graph.depend(object, inChart);
      });
    }
  }

  private start(place: number): Boundary {
    const start = this.starts.get(place) ?? this.newStart(place, this.objectsOf(place));
    this.starts.set(place, start);
    return start;
  }

  private end(place: number): Boundary {
    const known = this.ends.get(place);
    if (known) {
      return known;
    }
    const end = this.newBoundary(place);
    this.ends.set(place, end);
    const objects = this.objectsOf(place);
    objects.forEach((object) => {
      this.graph.depend(end, object);
    });
    if (objects.length === 0) {
      // Keeps dependencies transitive through a construct without objects.
      this.graph.depend(end, this.start(place));
    }
    return end;
  }

  /** A chart has a single start around all of its nested charts, since their objects are not its own. */
  private startAround(outer: number, inner: number): Boundary {
    if (this.tree.charts[outer] === this.tree.charts[inner]) {
      return this.newStart(outer, this.objectsAround(outer, inner));
    }
    const start = this.ownStarts.get(outer) ?? this.newStart(outer, this.objectsAround(outer, inner));
    this.ownStarts.set(outer, start);
    return start;
  }

  private newStart(place: number, objects: RenderedObject[]): Boundary {
    const start = this.newBoundary(place);
    objects.forEach((object) => {
      this.graph.depend(object, start);
    });
    return start;
  }

  private newBoundary(place: number): Boundary {
    const boundary = new Boundary(this.chartOf(place));
    this.graph.add(boundary);
    return boundary;
  }

  private objectsAround(outer: number, inner: number): RenderedObject[] {
    return this.renderedAt(this.tree.objectsOf(outer).filter((place) => !this.isWithin(place, inner)));
  }

  private objectsOf(place: number): RenderedObject[] {
    const { areObjects, ends } = this.tree;
    const places: number[] = [];
    for (let below = place; below < ends[place]; below++) {
      if (areObjects[below]) {
        places.push(below);
      }
    }
    return this.renderedAt(places);
  }

  private renderedAt(places: number[]): RenderedObject[] {
    const rendered = this.renderedByConstruct();
    return places.flatMap((place) => rendered.get(this.tree.constructs[place]) ?? []);
  }

  /** Made at first use: without declared dependencies, nothing asks for it. */
  private renderedByConstruct(): ReadonlyMap<IConstruct, RenderedObject> {
    if (this.rendered === undefined) {
      const rendered = new Map<IConstruct, RenderedObject>();
      this.objects.forEach((object) => rendered.set(object.apiObject, object));
      this.rendered = rendered;
    }
    return this.rendered;
  }

  private isWithin(place: number, scope: number): boolean {
    return place >= scope && place < this.tree.ends[scope];
  }

  private chartOf(place: number): Chart | undefined {
    const chart = this.tree.charts[place];
    return chart === NOWHERE ? undefined : (this.tree.constructs[chart] as Chart);
  }
}
