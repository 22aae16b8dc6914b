import { ApiObject, App, Chart, DependencyGraph } from 'cdk8s';
import { IConstruct } from 'constructs';
import { ConstructTree } from '../construct-tree';
import { Dependencies, ForeignDependency } from './dependencies';
import { Topology } from './topology';

/** A chart and its objects in the order in which cdk8s writes them. */
export interface OrderedChart {
  readonly chart: Chart;

  /** Its own objects, without those of nested charts. */
  readonly objects: () => ApiObject[];
}

/** The charts of an app in the order in which cdk8s writes them. */
export interface AppOrder {
  readonly charts: OrderedChart[];

  /** True if a chart depends on another one: cdk8s then numbers their files. */
  readonly haveDependentCharts: boolean;
}

/**
 * Sorts the charts and objects of an app.
 *
 * @param app the app
 * @param tree its constructs
 * @throws as cdk8s does, for cyclic dependencies and objects without a chart
 */
export function orderOf(app: App, tree = new ConstructTree(app)): AppOrder {
  try {
    return linearOrder(tree, new Dependencies(tree));
  } catch (error) {
    if (error instanceof ForeignDependency) {
      return orderByCdk8s(app, tree);
    }
    throw error;
  }
}

function linearOrder(tree: ConstructTree, dependencies: Dependencies): AppOrder {
  const { charts, constructs } = tree;
  const sorted = new Topology(tree, dependencies, 0).sort().filter((place) => charts[place] === place);
  return {
    charts: sorted.map((place) => ({
      chart: constructs[place] as Chart,
      objects: () =>
        new Topology(tree, dependencies, place).sortObjects().map((object) => constructs[object] as ApiObject),
    })),
    haveDependentCharts: dependencies.haveDependentCharts,
  };
}

/** Sorts with cdk8s itself, which adds inferred dependencies to the constructs when a chart is rendered. */
function orderByCdk8s(app: App, { constructs }: ConstructTree): AppOrder {
  const chart = constructs.find((construct) => Chart.isChart(construct));
  const sorted = (of: IConstruct) => new DependencyGraph(of.node).topology();
  try {
    // `Chart.of()` throws the error of cdk8s for a construct without a chart.
    (chart ?? Chart.of(app)).toJson();
  } catch (error) {
    // A cycle is reported for the whole app, not for the graph of this chart, and comes before what cannot be rendered.
    if (isWithoutChart(error)) {
      throw error;
    }
  }
  return {
    charts: sorted(app)
      .filter((construct) => Chart.isChart(construct))
      .map((ordered) => ({
        chart: ordered,
        objects: () =>
          sorted(ordered)
            .filter((construct) => ApiObject.isApiObject(construct))
            .filter((object) => Chart.of(object) === ordered),
      })),
    haveDependentCharts: constructs.some((construct) => Chart.isChart(construct) && dependsOnChart(construct)),
  };
}

function isWithoutChart(error: unknown): boolean {
  return error instanceof Error && error.message.includes('cannot find a parent chart');
}

function dependsOnChart(chart: Chart): boolean {
  return chart.node.dependencies.some((dependency) => Chart.isChart(dependency) && dependency !== chart);
}
