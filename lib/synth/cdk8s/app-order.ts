import { ApiObject, App, Chart, DependencyGraph } from 'cdk8s';
import { IConstruct } from 'constructs';
import { ConstructTree } from '../construct-tree';
import { Dependencies, ForeignDependency } from './dependencies';
import { Topology } from './topology';

/** The charts of an app and their objects in the order in which cdk8s writes them. */
export interface AppOrder {
  readonly charts: Chart[];

  /** Whether a chart depends on another one: cdk8s then numbers their files. */
  readonly haveDependentCharts: boolean;

  /** The objects of a chart; those of charts in it are theirs. */
  readonly objectsOf: (chart: Chart) => ApiObject[];
}

/**
 * The order of an app.
 *
 * @param app the app
 * @param tree its constructs
 * @throws as cdk8s does, for dependencies in a circle and where no chart is
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
  const sorted = new Topology(tree, dependencies, 0).sort();
  const charts = sorted.filter((place) => tree.charts[place] === place);
  const placeOf = new Map(charts.map((place): [IConstruct, number] => [tree.constructs[place], place]));
  return {
    charts: charts.map((place) => tree.constructs[place] as Chart),
    haveDependentCharts: dependencies.haveDependentCharts,
    objectsOf: (chart) => {
      const place = placeOf.get(chart) ?? 0;
      return new Topology(tree, dependencies, place)
        .sortObjects()
        .map((object) => tree.constructs[object] as ApiObject);
    },
  };
}

/** By cdk8s itself, which adds what it infers to the constructs when it is asked for a chart. */
function orderByCdk8s(app: App, { constructs }: ConstructTree): AppOrder {
  const chart = constructs.find((construct) => Chart.isChart(construct));
  // Without a chart there is none to depend on anything, which `Chart.of()` says in the words of cdk8s.
  (chart ?? Chart.of(app)).toJson();
  const sorted = (of: IConstruct) => new DependencyGraph(of.node).topology();
  return {
    charts: sorted(app).filter((construct) => Chart.isChart(construct)),
    haveDependentCharts: constructs.some((construct) => Chart.isChart(construct) && dependsOnChart(construct)),
    objectsOf: (chart) =>
      sorted(chart)
        .filter((construct) => ApiObject.isApiObject(construct))
        .filter((object) => Chart.of(object) === chart),
  };
}

function dependsOnChart(chart: Chart): boolean {
  return chart.node.dependencies.some((dependency) => Chart.isChart(dependency) && dependency !== chart);
}
