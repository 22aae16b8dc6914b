import { ConstructTree } from '../construct-tree';
import { Dependencies } from './dependencies';

type Edge = readonly [dependent: number, dependency: number];

/** So many dependencies are gone through to find the words of cdk8s, so many constructs are named, so deep is looked. */
const MOST_EDGES = 500_000;
const MOST_NAMED = 10_000;
const MOST_DEEP = 2_000;

/**
 * The error about dependencies in a circle, in the words of cdk8s: it names the way that was there before the dependency
 * that closes the circle. Where that would take too long, and where cdk8s has no words, it is the way that was found.
 *
 * Something that depends on itself alone is an error too: cdk8s leaves it out of its output without a word, or never ends.
 *
 * @param tree the constructs
 * @param dependencies what depends on what
 * @param found a way round, which begins and ends with the same construct
 */
export function cycleError(tree: ConstructTree, dependencies: Dependencies, found: number[]): Error {
  const way = wayOfCdk8s(dependencies) ?? found;
  return new Error(`Dependency cycle detected: ${way.map((place) => tree.path(place)).join(' => ')}`);
}

function wayOfCdk8s(dependencies: Dependencies): number[] | undefined {
  const edges: Edge[] = [];
  for (const edge of dependencies.all()) {
    if (edges.push(edge) > MOST_EDGES) {
      return undefined;
    }
  }
  const closing = closingEdge(edges);
  return closing === undefined ? undefined : wayRound(edges, closing);
}

/** The first dependency that closes a circle with those before it. */
function closingEdge(edges: Edge[]): number | undefined {
  if (!hasCycle(edges)) {
    return undefined;
  }
  let [open, closed] = [0, edges.length];
  while (closed - open > 1) {
    const middle = (open + closed) >> 1;
    if (hasCycle(edges.slice(0, middle))) {
      closed = middle;
    } else {
      open = middle;
    }
  }
  return closed - 1;
}

/** Checks for a cycle by removing nodes without dependents until none is left; an edge from a node to itself is ignored. */
function hasCycle(edges: Edge[]): boolean {
  const others = edges.filter(([dependent, dependency]) => dependent !== dependency);
  const dependencies = byDependent(others);
  const users = new Map<number, number>(others.flat().map((place) => [place, 0]));
  for (const [, dependency] of others) {
    users.set(dependency, (users.get(dependency) ?? 0) + 1);
  }
  const free = [...users].filter(([, count]) => count === 0).map(([place]) => place);
  let taken = 0;
  for (let place = free.pop(); place !== undefined; place = free.pop()) {
    taken++;
    for (const dependency of dependencies.get(place) ?? []) {
      const left = (users.get(dependency) ?? 0) - 1;
      users.set(dependency, left);
      if (left === 0) {
        free.push(dependency);
      }
    }
  }
  return taken < users.size;
}

function byDependent(edges: Edge[]): Map<number, number[]> {
  const dependencies = new Map<number, number[]>();
  for (const [dependent, dependency] of edges) {
    const known = dependencies.get(dependent);
    if (known) {
      known.push(dependency);
    } else {
      dependencies.set(dependent, [dependency]);
    }
  }
  return dependencies;
}

/**
 * The way from the dependency of the closing edge to its dependent, and back: the one that cdk8s names. Its search keeps
 * what it met on a wrong way that follows a right one, so do we. Undefined where that is long beyond measure.
 */
function wayRound(edges: Edge[], closing: number): number[] | undefined {
  const [goal, start] = edges[closing];
  const before = edges.slice(0, closing).filter(([dependent, dependency]) => dependent !== dependency);
  const search = new Search(byDependent(before), goal);
  const way = search.from(start, 0);
  return search.isTooLong ? undefined : [...way.met, start];
}

/** Nodes visited on the way from a construct, and the result: the goal came last or not. */
interface Way {
  readonly met: number[];
  readonly isRight: boolean;
}

/** The search of cdk8s for a way to a construct, which here remembers where it has been. */
class Search {
  public isTooLong = false;
  private readonly known = new Map<number, Way>();

  public constructor(
    private readonly dependencies: Map<number, number[]>,
    private readonly goal: number,
  ) {}

  public from(place: number, depth: number): Way {
    const way = this.known.get(place) ?? this.search(place, depth);
    this.known.set(place, way);
    return way;
  }

  private search(place: number, depth: number): Way {
    const met = [place];
    let isRight = false;
    for (const next of new Set(this.dependencies.get(place))) {
      if (next === this.goal) {
        return { met: [...met, next], isRight: true };
      }
      this.isTooLong ||= depth > MOST_DEEP || met.length > MOST_NAMED;
      if (this.isTooLong) {
        break;
      }
      const way = this.from(next, depth + 1);
      met.push(...way.met);
      isRight = way.isRight;
    }
    return { met: isRight ? met : met.slice(0, -1), isRight };
  }
}
