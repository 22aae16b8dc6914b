// Counts the work of synchronous code, so that it is the same on every machine: the characters of source code that run, in this
// library and in cdk8s, and the elements that built-in functions go through. Needs the options of Node.js in flags-to-count.ts.
import { Profiler, Session } from 'inspector';

const session = new Session();
session.connect();
post('Profiler.enable');
// Before the code below is loaded: blocks are only counted in code that is compiled afterwards.
post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

function post(method: string, params?: object): unknown {
  let result: unknown;
  session.post(method, params, (error, answer) => {
    if (error) {
      throw error;
    }
    result = answer;
  });
  return result;
}

/** Elements that built-in functions have gone through. */
let elements = 0;

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Counts what a method goes through. */
function watch(owner: object, name: string | symbol, elementsOf: (self: never, result: never) => number): void {
  const original = Reflect.get(owner, name) as Method;
  Reflect.set(owner, name, function (this: unknown, ...args: unknown[]) {
    const result = Reflect.apply(original, this, args);
    elements += elementsOf(this as never, result as never);
    return result;
  });
}

/** Counts the items that an iterator returns, which is how lists are spread and copied. */
function watchIterator(owner: object, name: string | symbol): void {
  const original = Reflect.get(owner, name) as () => Iterator<unknown>;
  Reflect.set(owner, name, function (this: unknown) {
    const iterator = Reflect.apply(original, this, []);
    return {
      next() {
        elements++;
        return iterator.next();
      },
      [Symbol.iterator]() {
        return this;
      },
    };
  });
}

function watchBuiltIns(): void {
  for (const name of ['concat', 'slice', 'splice', 'flat']) {
    watch(Array.prototype, name, (_, { length }: unknown[]) => length);
  }
  for (const name of ['join', 'reverse', 'unshift', 'fill']) {
    watch(Array.prototype, name, ({ length }: unknown[]) => length);
  }
  for (const name of ['indexOf', 'lastIndexOf']) {
    watch(Array.prototype, name, ({ length }: unknown[], index: number) => (index < 0 ? length : index));
  }
  watch(Array.prototype, 'includes', ({ length }: unknown[]) => length);
  for (const name of ['keys', 'values', 'entries']) {
    watch(Object, name, (_, { length }: unknown[]) => length);
    watchIterator(Map.prototype, name);
    watchIterator(Set.prototype, name);
    watchIterator(Array.prototype, name);
  }
  watch(Object, 'assign', (_, result: object) => Reflect.ownKeys(result).length);
  [Array, Map, Set].forEach(({ prototype }) => {
    watchIterator(prototype, Symbol.iterator);
  });
  watch(JSON, 'stringify', (_, text?: string) => text?.length ?? 0);
}

const OURS = /\/(lib|imports|node_modules\/(cdk8s|cdk8s-plus-28|constructs))\//;

/** The work of an action. */
export function workOf(run: () => void): number {
  post('Profiler.takePreciseCoverage');
  elements = 0;
  run();
  const counted = elements;
  const { result } = post('Profiler.takePreciseCoverage') as Profiler.TakePreciseCoverageReturnType;
  const functions = result.filter(({ url }) => OURS.test(url)).flatMap((script) => script.functions);
  return functions.reduce((sum, { ranges }) => sum + charactersRun(ranges), counted);
}

/** Characters that a function has run: its own range comes first, and blocks have the ranges within, outer ones first. */
function charactersRun(ranges: readonly Profiler.CoverageRange[]): number {
  const open: Profiler.CoverageRange[] = [];
  let sum = 0;
  for (const range of ranges) {
    while (open.length > 0 && open[open.length - 1].endOffset <= range.startOffset) {
      open.pop();
    }
    const around = open.at(-1)?.count ?? 0;
    sum += (range.endOffset - range.startOffset) * (range.count - around);
    open.push(range);
  }
  return sum;
}

watchBuiltIns();
