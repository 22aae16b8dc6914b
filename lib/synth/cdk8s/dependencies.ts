import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { ConstructTree, NOWHERE } from '../construct-tree';

/** Thrown if a construct depends on a construct of another app: such apps are left to cdk8s. */
export class ForeignDependency extends Error {}

/** The objects of a construct, as one dependency. */
export interface ObjectGroup {
  /** The place of the construct. */
  readonly of: number;

  /** The places of its objects. */
  readonly objects: readonly number[];
}

/**
 * The dependencies of an app, as cdk8s infers and orders them.
 *
 * A dependency of n objects on m objects is stored as n references to a group of m, where cdk8s adds n × m dependencies.
 */
export class Dependencies {
  /** True if a chart depends on another chart. */
  public haveDependentCharts = false;

  /** Direct dependencies by construct; for charts, including the ones inferred from their contents. */
  private readonly direct = new Map<number, number[]>();

  /** By object, the groups that its scopes depend on. */
  private readonly groups = new Map<number, ObjectGroup[]>();

  private readonly groupOf = new Map<number, ObjectGroup>();

  /**
   * @throws ForeignDependency if a construct depends on one of another app
   * @throws as cdk8s does if either side of a dependency is not in a chart
   */
  public constructor(private readonly tree: ConstructTree) {
    tree.constructs.forEach(({ node }, place) => {
      const { dependencies } = node;
      if (dependencies.length > 0) {
        this.direct.set(
          place,
          dependencies.map((dependency) => this.placeOf(dependency)),
        );
      }
    });
    this.addCharts();
    this.addGroups();
  }

  /** True if there are no dependencies at all. */
  public get areNone(): boolean {
    return this.direct.size === 0;
  }

  /** The direct dependencies of a construct. */
  public directOf(place: number): readonly number[] {
    return this.direct.get(place) ?? NONE;
  }

  /** The groups that the scopes of an object depend on. */
  public groupsOf(place: number): readonly ObjectGroup[] {
    return this.groups.get(place) ?? NONE;
  }

  /** All dependencies one by one, in the order in which cdk8s adds them to its graph. There may be n × m of them. */
  public *all(): Generator<readonly [dependent: number, dependency: number]> {
    for (const dependent of this.tree.constructs.keys()) {
      const direct = this.directOf(dependent);
      const seen = new Set(direct);
      for (const dependency of direct) {
        yield [dependent, dependency];
      }
      for (const dependency of this.groupsOf(dependent).flatMap(({ objects }) => objects)) {
        if (dependency !== dependent && !seen.has(dependency)) {
          seen.add(dependency);
          yield [dependent, dependency];
        }
      }
    }
  }

  /** The constructs with direct dependencies, in the order of the tree. */
  private dependents(): number[] {
    return [...this.direct.keys()].sort((a, b) => a - b);
  }

  private placeOf(construct: IConstruct): number {
    const place = this.tree.placeOf(construct);
    if (place === undefined) {
      throw new ForeignDependency();
    }
    return place;
  }

  /** Makes a chart depend on its nested charts, and on the charts of constructs that its own constructs depend on. */
  private addCharts(): void {
    const { charts, constructs, parents } = this.tree;
    const added = new Map<number, Set<number>>();
    const add = (dependent: number, dependency: number) => {
      const known = added.get(dependent) ?? new Set(this.directOf(dependent));
      added.set(dependent, known);
      this.haveDependentCharts = true;
      if (!known.has(dependency)) {
        known.add(dependency);
        push(this.direct, dependent, dependency);
      }
    };
    for (let place = 0; place < constructs.length; place++) {
      const parent = parents[place];
      if (charts[place] === place && parent !== NOWHERE && charts[parent] === parent) {
        add(parent, place);
      }
    }
    // Collected first, since the dependencies added below must not lead to further ones.
    const across: [from: number, to: number][] = [];
    for (const place of this.dependents()) {
      for (const dependency of this.directOf(place)) {
        across.push([this.chartOf(place), this.chartOf(dependency)]);
      }
    }
    for (const [from, to] of across.filter(([from, to]) => from !== to)) {
      add(from, to);
    }
  }

  private chartOf(place: number): number {
    const chart = this.tree.charts[place];
    if (chart === NOWHERE) {
      Chart.of(this.tree.constructs[place]); // Throws as cdk8s does.
    }
    return chart;
  }

  /** Makes the objects of a construct depend on the objects of its dependencies. */
  private addGroups(): void {
    for (const dependent of this.dependents()) {
      for (const dependency of this.directOf(dependent)) {
        const group = this.group(dependency);
        for (const object of group.objects.length > 0 ? this.group(dependent).objects : NONE) {
          push(this.groups, object, group);
        }
      }
    }
  }

  private group(of: number): ObjectGroup {
    const known = this.groupOf.get(of) ?? { of, objects: this.tree.objectsOf(of) };
    this.groupOf.set(of, known);
    return known;
  }
}

const NONE: readonly never[] = [];

function push<T>(lists: Map<number, T[]>, at: number, item: T): void {
  const list = lists.get(at);
  if (list) {
    list.push(item);
  } else {
    lists.set(at, [item]);
  }
}
