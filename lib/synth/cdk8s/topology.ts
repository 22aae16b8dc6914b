import { ConstructTree } from '../construct-tree';
import { cycleError } from './cycle-error';
import { Dependencies, ObjectGroup } from './dependencies';

/** Dependents of a group, where they are more than one object. */
const SEVERAL = -1;

const NONE = new Uint8Array();

/** A construct on the way, and how far its dependencies have been visited. */
interface Visit {
  readonly place: number;
  direct: number;
  group: number;
  object: number;
}

/**
 * The constructs below one, itself included, every dependency before what depends on it: the order that cdk8s finds, in
 * time linear in constructs and dependencies, where cdk8s visits what several depend on again for each of them.
 *
 * Dependencies that lead out of the part count for nothing, as in cdk8s.
 */
export class Topology {
  private readonly start: number;
  private readonly end: number;
  private done = NONE;
  private open = NONE;
  private readonly sorted: number[] = [];

  /** How many of the first objects of a group have been visited, so that they are not looked at again. */
  private readonly visited = new Map<ObjectGroup, number>();

  public constructor(
    private readonly tree: ConstructTree,
    private readonly dependencies: Dependencies,
    of: number,
  ) {
    this.start = of;
    this.end = tree.ends[of];
  }

  /**
   * The places in order.
   *
   * @throws if there is no such order, with the message of cdk8s
   */
  public sort(): number[] {
    if (!this.haveDependencies()) {
      return this.byPath();
    }
    this.done = new Uint8Array(this.end - this.start);
    this.open = new Uint8Array(this.end - this.start);
    const needed = this.neededByOthers();
    for (const place of this.byPath()) {
      if (!needed[place - this.start]) {
        this.visit(place);
      }
    }
    // What is left is in a circle, or needed by one, that nothing else depends on: the search will say so.
    for (let place = this.start; this.sorted.length < this.end - this.start; place++) {
      if (!this.done[place - this.start]) {
        this.visit(place);
      }
    }
    return this.sorted;
  }

  /** The places of the objects whose closest chart is the one that this is the order of. */
  public sortObjects(): number[] {
    const { areObjects, charts } = this.tree;
    return this.haveDependencies()
      ? this.sort().filter((place) => areObjects[place] && charts[place] === this.start)
      : this.tree.objectsOf(this.start);
  }

  private haveDependencies(): boolean {
    if (this.dependencies.areNone) {
      return false;
    }
    for (let place = this.start; place < this.end; place++) {
      if (this.dependencies.directOf(place).length > 0 || this.dependencies.groupsOf(place).length > 0) {
        return true;
      }
    }
    return false;
  }

  private isWithin(place: number): boolean {
    return place >= this.start && place < this.end;
  }

  /** Marks constructs with dependents: the search does not begin there. */
  private neededByOthers(): Uint8Array {
    const needed = new Uint8Array(this.end - this.start);
    const users = new Map<ObjectGroup, number>();
    const need = (place: number) => {
      needed[place - this.start] = 1;
    };
    for (let place = this.start; place < this.end; place++) {
      this.dependencies
        .directOf(place)
        .filter((dependency) => this.isWithin(dependency))
        .forEach(need);
      for (const group of this.dependencies.groupsOf(place)) {
        const user = users.get(group);
        if (!this.isWithin(group.of) || user === SEVERAL || user === place) {
          continue;
        }
        // The first one to depend on a group may be in it, and does not depend on itself; by the second one it is needed.
        users.set(group, user === undefined ? place : SEVERAL);
        group.objects.filter((object) => (user === undefined ? object !== place : object === user)).forEach(need);
      }
    }
    return needed;
  }

  /** The order in which cdk8s, which keeps constructs by their path, looks at them: JavaScript puts integers first. */
  private byPath(): number[] {
    const places = Array.from({ length: this.end - this.start }, (_, index) => this.start + index);
    if (this.start > 0) {
      return places; // A path of more than one part is no integer, and a chart comes first in any case.
    }
    const { constructs, parents } = this.tree;
    const integers = places.filter((place) => parents[place] === 0 && isArrayIndex(constructs[place].node.id));
    const first = new Set(integers);
    return integers.length > 0 ? [...integers, ...places.filter((place) => !first.has(place))] : places;
  }

  /** Depth first with a stack of its own: a chain of dependencies may be longer than the call stack is deep. */
  private visit(start: number): void {
    const stack: Visit[] = [];
    const enter = (place: number) => {
      this.open[place - this.start] = 1;
      stack.push({ place, direct: 0, group: 0, object: 0 });
    };
    enter(start);
    for (let visit = stack.at(-1); visit; visit = stack.at(-1)) {
      const next = this.next(visit);
      if (next !== undefined) {
        if (this.open[next - this.start]) {
          const way = stack.map(({ place }) => place);
          throw cycleError(this.tree, this.dependencies, [...way.slice(way.indexOf(next)), next]);
        }
        enter(next);
      } else {
        stack.pop();
        this.open[visit.place - this.start] = 0;
        this.done[visit.place - this.start] = 1;
        this.sorted.push(visit.place);
      }
    }
  }

  /** The next dependency of a construct that is not done, within the part. */
  private next(visit: Visit): number | undefined {
    const direct = this.dependencies.directOf(visit.place);
    while (visit.direct < direct.length) {
      const next = direct[visit.direct++];
      if (this.isWithin(next) && !this.done[next - this.start]) {
        return next;
      }
    }
    const groups = this.dependencies.groupsOf(visit.place);
    for (; visit.group < groups.length; visit.group++, visit.object = 0) {
      const group = groups[visit.group];
      const next = this.isWithin(group.of) ? this.nextOf(group, visit) : undefined;
      if (next !== undefined) {
        return next;
      }
    }
    return undefined;
  }

  /** The next object of a group that is not done. */
  private nextOf(group: ObjectGroup, visit: Visit): number | undefined {
    const { objects } = group;
    let known = this.visited.get(group) ?? 0;
    while (known < objects.length && this.done[objects[known] - this.start]) {
      known++;
    }
    this.visited.set(group, known);
    visit.object = Math.max(visit.object, known);
    while (visit.object < objects.length) {
      const next = objects[visit.object++];
      if (next !== visit.place && !this.done[next - this.start]) {
        return next;
      }
    }
    return undefined;
  }
}

/** True for a key that JavaScript treats as an array index, and orders before all others. */
function isArrayIndex(key: string): boolean {
  return /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1;
}
