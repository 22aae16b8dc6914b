import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { ConstructTree, NOWHERE } from '../construct-tree';

/** Thrown where a construct depends on one of another app, for which only cdk8s has the answer. */
export class ForeignDependency extends Error {}

/** The objects of a construct, on which others depend one and all. */
export interface ObjectGroup {
  /** Place of the construct. */
  readonly of: number;

  /** Places of its objects. */
  readonly objects: readonly number[];
}

/**
 * Dependencies of an app, derived as cdk8s does, and in its order.
 *
 * Where all objects of one construct depend on all objects of another, each of the former has one reference to the group
 * of the latter; cdk8s adds the product of the two.
 */
export class Dependencies {
  /** True if a chart depends on another one. */
  public haveDependentCharts = false;

  /** Direct dependencies of each construct; those of charts include what their content depends on. */
  private readonly direct = new Map<number, number[]>();

  /** Groups that each object depends on because of the constructs around it. */
  private readonly groups = new Map<number, ObjectGroup[]>();

  private readonly groupOf = new Map<number, ObjectGroup>();

  /**
   * @throws ForeignDependency if a construct depends on one of another app
   * @throws as cdk8s does if a construct that depends on something, or the something, is in no chart
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

  /** True without any dependency. */
  public get areNone(): boolean {
    return this.direct.size === 0;
  }

  /** Direct dependencies of a construct. */
  public directOf(place: number): readonly number[] {
    return this.direct.get(place) ?? NONE;
  }

  /** Groups that an object depends on because of the constructs around it. */
  public groupsOf(place: number): readonly ObjectGroup[] {
    return this.groups.get(place) ?? NONE;
  }

  /** All dependencies, in the order in which cdk8s adds them to its graph; there may be as many as the product of two groups. */
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

  /** Constructs with direct dependencies, in the order of the tree. */
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

  /** A chart depends on the charts in it, and on every chart that contains a dependency of its content. */
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
    // Collected first: dependencies added in the loop must not lead to further ones.
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

  /** The objects of what depends on something depend on the objects of that. */
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
