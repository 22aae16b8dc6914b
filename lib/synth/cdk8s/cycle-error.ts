import { ConstructTree } from '../construct-tree';
import { Dependencies } from './dependencies';

type Edge = readonly [dependent: number, dependency: number];

/** Limits of the search for the path that cdk8s reports: dependencies, constructs in the path, and depth. */
const MOST_EDGES = 500_000;
const MOST_NAMED = 10_000;
const MOST_DEEP = 2_000;

/**
 * Creates the error for a dependency cycle, with the message of cdk8s: the path that existed before the dependency which
 * closes the cycle. Where that search takes too long, or cdk8s has no message, it is the path that was found first.
 *
 * A construct that depends on itself is an error, too: cdk8s silently omits it, or hangs.
 *
 * @param tree the constructs
 * @param dependencies its dependencies
 * @param found a cycle, which begins and ends with the same construct
 */
export function cycleError(tree: ConstructTree, dependencies: Dependencies, found: number[]): Error {
  const cycle = cycleOfCdk8s(dependencies) ?? found;
  return new Error(`Dependency cycle detected: ${cycle.map((place) => tree.path(place)).join(' => ')}`);
}

function cycleOfCdk8s(dependencies: Dependencies): number[] | undefined {
  const edges: Edge[] = [];
  for (const edge of dependencies.all()) {
    if (edges.push(edge) > MOST_EDGES) {
      return undefined;
    }
  }
  const closing = closingEdge(edges);
  return closing === undefined ? undefined : cycleAround(edges, closing);
}

/** The index of the first dependency that closes a cycle with the dependencies before it. */
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

/** Tells if there is a cycle of several nodes (Kahn's algorithm); nodes that depend on themselves do not count. */
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
 * The cycle that cdk8s reports: from the dependency of the closing edge to its dependent, and back. The search of cdk8s
 * keeps the nodes of a dead end that follows a path to the goal; so does this one. Undefined if the search is too long.
 */
function cycleAround(edges: Edge[], closing: number): number[] | undefined {
  const [goal, start] = edges[closing];
  const before = edges.slice(0, closing).filter(([dependent, dependency]) => dependent !== dependency);
  const search = new Search(byDependent(before), goal);
  const { visited } = search.from(start, 0);
  return search.isTooLong ? undefined : [...visited, start];
}

/** The nodes that the search visits from a node. */
interface Path {
  readonly visited: number[];

  /** True if the last node visited leads to the goal. */
  readonly reachesGoal: boolean;
}

/** The search of cdk8s for a path to a construct, here with memoization. */
class Search {
  public isTooLong = false;
  private readonly known = new Map<number, Path>();

  public constructor(
    private readonly dependencies: Map<number, number[]>,
    private readonly goal: number,
  ) {}

  public from(place: number, depth: number): Path {
    const path = this.known.get(place) ?? this.search(place, depth);
    this.known.set(place, path);
    return path;
  }

  private search(place: number, depth: number): Path {
    const visited = [place];
    let reachesGoal = false;
    for (const next of new Set(this.dependencies.get(place))) {
      if (next === this.goal) {
        return { visited: [...visited, next], reachesGoal: true };
      }
      this.isTooLong ||= depth > MOST_DEEP || visited.length > MOST_NAMED;
      if (this.isTooLong) {
        break;
      }
      const path = this.from(next, depth + 1);
      visited.push(...path.visited);
      reachesGoal = path.reachesGoal;
    }
    return { visited: reachesGoal ? visited : visited.slice(0, -1), reachesGoal };
  }
}
