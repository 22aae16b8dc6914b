import { ApiObject, App, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Graph } from './graph';
import { ImpliedDependency } from './implied-dependencies';
import { RenderedObject } from './manifest';

/**
 * The start or end of a construct in the graph. Its objects depend on its start, and its end depends on them, so that a
 * dependency between constructs of n and m objects takes n + m edges, not n × m.
 */
export class Boundary {
  /** The closest chart of the construct; undefined above charts. */
  public readonly chart?: Chart;

  public constructor(construct: IConstruct) {
    this.chart = chartOf(construct);
  }
}

export type ObjectGraph = Graph<RenderedObject | Boundary>;

/** Builds the dependency graph: declared dependencies, nested charts as cdk8s orders them, and implied dependencies. */
export function objectGraph(app: App, objects: RenderedObject[], implied: ImpliedDependency[]): ObjectGraph {
  const builder = new GraphBuilder(objects);
  for (const construct of app.node.findAll()) {
    const nested = Chart.isChart(construct) ? construct.node.children.filter((child) => Chart.isChart(child)) : [];
    for (const dependency of [...construct.node.dependencies, ...nested]) {
      builder.declare(construct, dependency);
    }
  }
  for (const { dependent, dependency } of implied) {
    builder.graph.depend(dependent, dependency);
  }
  return builder.graph;
}

class GraphBuilder {
  public readonly graph: ObjectGraph = new Graph<RenderedObject | Boundary>();
  private readonly rendered: Map<ApiObject, RenderedObject>;
  private readonly starts = new Map<IConstruct, Boundary>();
  private readonly ends = new Map<IConstruct, Boundary>();

  /** The starts of charts without their nested charts. */
  private readonly ownStarts = new Map<IConstruct, Boundary>();

  public constructor(objects: RenderedObject[]) {
    this.rendered = new Map(objects.map((object) => [object.apiObject, object]));
    objects.forEach((object) => {
      this.graph.add(object);
    });
  }

  /**
   * Puts everything in `dependent` after everything in `dependency`. If one contains the other, objects of the inner one do
   * not count for the outer one, and of the outer one only objects of its own chart count, as in cdk8s.
   */
  public declare(dependent: IConstruct, dependency: IConstruct): void {
    if (dependent !== dependency && isWithin(dependency, dependent)) {
      this.graph.depend(this.startAround(dependent, dependency), this.end(dependency));
    } else if (dependent !== dependency && isWithin(dependent, dependency)) {
      const around = this.newBoundary(dependency);
      this.objectsAround(dependency, dependent).forEach((object) => {
        this.graph.depend(around, object);
      });
      this.graph.depend(this.start(dependent), around);
    } else {
      this.graph.depend(this.start(dependent), this.end(dependency));
    }
  }

  private start(construct: IConstruct): Boundary {
    const start = this.starts.get(construct) ?? this.newStart(construct, this.objectsOf(construct));
    this.starts.set(construct, start);
    return start;
  }

  private end(construct: IConstruct): Boundary {
    const known = this.ends.get(construct);
    if (known) {
      return known;
    }
    const end = this.newBoundary(construct);
    this.ends.set(construct, end);
    this.objectsOf(construct).forEach((object) => {
      this.graph.depend(end, object);
    });
    if (this.graph.dependencies(end).length === 0) {
      // Keeps dependencies transitive through a construct without objects.
      this.graph.depend(end, this.start(construct));
    }
    return end;
  }

  /** A chart has a single start around all of its nested charts, since their objects are not its own. */
  private startAround(outer: IConstruct, inner: IConstruct): Boundary {
    if (chartOf(outer) === chartOf(inner)) {
      return this.newStart(outer, this.objectsAround(outer, inner));
    }
    const start = this.ownStarts.get(outer) ?? this.newStart(outer, this.objectsAround(outer, inner));
    this.ownStarts.set(outer, start);
    return start;
  }

  private newStart(construct: IConstruct, objects: RenderedObject[]): Boundary {
    const start = this.newBoundary(construct);
    objects.forEach((object) => {
      this.graph.depend(object, start);
    });
    return start;
  }

  private newBoundary(construct: IConstruct): Boundary {
    const boundary = new Boundary(construct);
    this.graph.add(boundary);
    return boundary;
  }

  private objectsAround(outer: IConstruct, inner: IConstruct): RenderedObject[] {
    const chart = chartOf(outer);
    return this.objectsOf(outer).filter(({ apiObject }) => apiObject.chart === chart && !isWithin(apiObject, inner));
  }

  private objectsOf(construct: IConstruct): RenderedObject[] {
    return construct.node
      .findAll()
      .flatMap((child) => (ApiObject.isApiObject(child) ? (this.rendered.get(child) ?? []) : []));
  }
}

/** The closest chart of a construct, if any. */
function chartOf(construct: IConstruct): Chart | undefined {
  return construct.node.scopes.reverse().find((scope): scope is Chart => Chart.isChart(scope));
}

function isWithin(construct: IConstruct, scope: IConstruct): boolean {
  return construct.node.scopes.includes(scope);
}
