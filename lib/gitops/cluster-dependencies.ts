import { App } from 'cdk8s';
import { IConstruct } from 'constructs';
import { ConstructTree } from '../synth/construct-tree';
import { CycleError, Graph } from '../synth/graph';
import { Problems } from '../validation/problems';
import { DeliveryDependency } from './delivery';
import { ClusterApp, inCluster } from './output';
import { Stage } from './stage-plan';

/** The bundle itself, or one of its clusters. */
export interface PlannedPlace {
  /** `.`, or the name of the cluster. */
  readonly directory: string;
  readonly app: App;
  readonly stages: readonly Stage[];
}

/** Dependencies between clusters. */
export interface ClusterDependencies {
  /** By the name of the cluster that waits. */
  readonly dependencies: ReadonlyMap<string, DeliveryDependency[]>;

  /** All clusters, each before those that it waits for. */
  readonly dependentsFirst: readonly ClusterApp[];
  readonly errors: string[];
}

/** The stages of other clusters and of the bundle itself that clusters wait for. */
export function clusterDependencies(
  clusters: readonly ClusterApp[],
  places: readonly PlannedPlace[],
): ClusterDependencies {
  const waiting = clusters.filter(({ _dependencies }) => _dependencies.length > 0);
  const placeOf = new Map<IConstruct, Place>(places.map((place) => [place.app, new Place(place)]));
  const dependencies = new Map<string, DeliveryDependency[]>();
  const errors = waiting.flatMap((cluster) => {
    const problems = Problems.at('addDependency');
    dependencies.set(cluster.name, dependenciesOf(cluster, placeOf, problems));
    return problems.messages.map((message) => inCluster(cluster.name, message));
  });
  const sorted = sortClusters(clusters, dependencies);
  return { dependencies, dependentsFirst: sorted.clusters, errors: [...errors, ...sorted.errors] };
}

function dependenciesOf(
  cluster: ClusterApp,
  placeOf: ReadonlyMap<IConstruct, Place>,
  problems: Problems,
): DeliveryDependency[] {
  const needed = new Map<Place, Set<number>>();
  for (const dependency of cluster._dependencies) {
    const place = placeOf.get(dependency.node.root);
    const stages = place?.stagesWith(dependency);
    const rule = faultOf(cluster, place, stages);
    if (rule !== undefined) {
      problems.refuse(dependency.node.path, rule, 'choose something of another cluster');
    } else if (place && stages) {
      const all = needed.get(place) ?? new Set();
      stages.forEach((stage) => all.add(stage));
      needed.set(place, all);
    }
  }
  return [...needed].map(
    ([
      {
        planned: { directory, stages },
      },
      indices,
    ]) => ({
      directory,
      stages: [...indices].sort((a, b) => a - b).map((index) => stages[index].name),
    }),
  );
}

function faultOf(cluster: ClusterApp, place?: Place, stages: readonly number[] = []): string | undefined {
  if (place === undefined) {
    return 'is not in this bundle';
  }
  if (place.planned.app === cluster) {
    return 'is in the cluster itself';
  }
  return stages.length === 0 ? 'has no objects to wait for' : undefined;
}

/** A place in which constructs are looked up; stages are numbers here: their indices. */
class Place {
  private byObject?: ReadonlyMap<IConstruct, number>;

  public constructor(public readonly planned: PlannedPlace) {}

  /** The stages that have objects of a construct; all of them for a whole app. */
  public stagesWith(construct: IConstruct): number[] {
    const { app, stages } = this.planned;
    if (construct === app) {
      return [...stages.keys()];
    }
    this.byObject ??= new Map(
      stages.flatMap(({ objects }, index) => objects.map(({ apiObject }): [IConstruct, number] => [apiObject, index])),
    );
    return new ConstructTree(construct).constructs.flatMap((below) => this.byObject?.get(below) ?? []);
  }
}

function sortClusters(
  clusters: readonly ClusterApp[],
  dependencies: ReadonlyMap<string, DeliveryDependency[]>,
): { clusters: ClusterApp[]; errors: string[] } {
  const byName = new Map(clusters.map((cluster) => [cluster.name, cluster]));
  const graph = new Graph<ClusterApp>();
  for (const cluster of clusters) {
    graph.add(cluster);
    for (const { directory } of dependencies.get(cluster.name) ?? []) {
      const other = byName.get(directory);
      if (other) {
        graph.depend(cluster, other);
      }
    }
  }
  try {
    return { clusters: graph.topological().reverse(), errors: [] };
  } catch (error) {
    if (error instanceof CycleError) {
      // A circle is in no single cluster.
      const names = (error as CycleError<ClusterApp>).path.map(({ name }) => name).join(' => ');
      return {
        clusters: [...clusters],
        errors: [`the clusters depend on each other in a circle: ${names}; remove one of these dependencies`],
      };
    }
    throw error;
  }
}
