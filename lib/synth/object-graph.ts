import { ApiObject, App, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Graph } from './graph';
import { ImpliedDependency } from './implied-dependencies';
import { RenderedObject } from './manifest';

/**
 * Stands for all objects of a construct, so that "everything here after everything there" takes as many edges as there
 * are objects, and not their product.
 */
export class Junction {
  /** The chart that the construct is or is in; undefined for what holds charts. */
  public readonly chart?: Chart;

  public constructor(construct: IConstruct) {
    this.chart = construct.node.scopes.reverse().find((scope): scope is Chart => Chart.isChart(scope));
  }
}

export type ObjectGraph = Graph<RenderedObject | Junction>;

/** What depends on what: as declared on constructs, as cdk8s orders nested charts, and as the objects imply. */
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
  public readonly graph: ObjectGraph = new Graph<RenderedObject | Junction>();
  private readonly rendered: Map<ApiObject, RenderedObject>;
  private readonly starts = new Map<IConstruct, Junction>();
  private readonly ends = new Map<IConstruct, Junction>();

  public constructor(objects: RenderedObject[]) {
    this.rendered = new Map(objects.map((object) => [object.apiObject, object]));
    objects.forEach((object) => {
      this.graph.add(object);
    });
  }

  /** Everything in `dependent` comes after everything in `dependency`; what is in both is only in the inner one. */
  public declare(dependent: IConstruct, dependency: IConstruct): void {
    const nested = dependent !== dependency && (isWithin(dependent, dependency) || isWithin(dependency, dependent));
    const start = nested ? this.newStart(dependent, dependency) : this.start(dependent);
    const end = nested ? this.newEnd(dependency, dependent) : this.end(dependency);
    this.graph.depend(start, end);
  }

  private start(construct: IConstruct): Junction {
    const start = this.starts.get(construct) ?? this.newStart(construct);
    this.starts.set(construct, start);
    return start;
  }

  private end(construct: IConstruct): Junction {
    const end = this.ends.get(construct) ?? this.newEnd(construct);
    this.ends.set(construct, end);
    if (this.graph.dependencies(end).length === 0) {
      // Nothing is rendered in between: a on b and b on c still means a on c.
      this.graph.depend(end, this.start(construct));
    }
    return end;
  }

  private newStart(construct: IConstruct, except?: IConstruct): Junction {
    const start = new Junction(construct);
    this.graph.add(start);
    this.objectsOf(construct, except).forEach((object) => {
      this.graph.depend(object, start);
    });
    return start;
  }

  private newEnd(construct: IConstruct, except?: IConstruct): Junction {
    const end = new Junction(construct);
    this.graph.add(end);
    this.objectsOf(construct, except).forEach((object) => {
      this.graph.depend(end, object);
    });
    return end;
  }

  private objectsOf(construct: IConstruct, except?: IConstruct): RenderedObject[] {
    return construct.node
      .findAll()
      .filter((child) => except === undefined || !isWithin(child, except) || isWithin(construct, except))
      .flatMap((child) => (ApiObject.isApiObject(child) ? (this.rendered.get(child) ?? []) : []));
  }
}

function isWithin(construct: IConstruct, scope: IConstruct): boolean {
  return construct.node.scopes.includes(scope);
}
