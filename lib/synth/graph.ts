/** Most dependencies that a node has as a list. Sets take more memory, which counts where each object has one or two. */
const FEW = 4;

const NONE: readonly never[] = [];

/** A directed graph of nodes and their dependencies. */
export class Graph<T> {
  private readonly edges = new Map<T, readonly T[] | Set<T>>();

  public add(node: T): void {
    if (!this.edges.has(node)) {
      this.edges.set(node, NONE);
    }
  }

  /** Adds an edge: `node` comes after `dependency`. */
  public depend(node: T, dependency: T): void {
    this.add(node);
    this.add(dependency);
    const known = this.edges.get(node) ?? NONE;
    if (known instanceof Set) {
      known.add(dependency);
    } else if (!known.includes(dependency)) {
      const all = known.concat([dependency]); // With room for no more, unlike a spread.
      this.edges.set(node, all.length > FEW ? new Set(all) : all);
    }
  }

  public dependencies(node: T): T[] {
    return [...(this.edges.get(node) ?? NONE)];
  }

  /**
   * Sorts all nodes topologically, each after its dependencies; independent nodes by `compare` or, without it, in the
   * order in which they were added.
   *
   * Depth-first search with an explicit stack, since a chain of dependencies may overflow the call stack.
   *
   * @throws CycleError if there is a cycle
   */
  public topological(compare: (a: T, b: T) => number = () => 0): T[] {
    const sorted = new Set<T>();
    for (const start of [...this.edges.keys()].sort(compare)) {
      this.visit(start, compare, sorted);
    }
    return [...sorted];
  }

  private visit(start: T, compare: (a: T, b: T) => number, sorted: Set<T>): void {
    const stack: Visit<T>[] = [];
    const open = new Set<T>();
    const enter = (node: T) => {
      if (open.has(node)) {
        const path = stack.map((visit) => visit.node);
        throw new CycleError([...path.slice(path.indexOf(node)), node]);
      }
      if (!sorted.has(node)) {
        open.add(node);
        stack.push({ node, left: this.dependencies(node).sort(compare).values() });
      }
    };
    enter(start);
    for (let visit = stack.at(-1); visit; visit = stack.at(-1)) {
      const next = visit.left.next();
      if (!next.done) {
        enter(next.value);
      } else {
        stack.pop();
        open.delete(visit.node);
        sorted.add(visit.node);
      }
    }
  }
}

/** A node on the search stack, and its dependencies not yet visited. */
interface Visit<T> {
  readonly node: T;
  readonly left: Iterator<T>;
}

/** A dependency cycle; the path ends with the node that it begins with. */
export class CycleError<T> extends Error {
  public constructor(public readonly path: T[]) {
    super('the dependencies form a cycle');
  }
}
