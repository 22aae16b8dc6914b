import { CycleError, Graph } from '../../lib/synth/graph';

const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function graph(...edges: [string, string][]): Graph<string> {
  const result = new Graph<string>();
  edges.forEach(([node, dependency]) => {
    result.depend(node, dependency);
  });
  return result;
}

test('sorts independent nodes by the comparison', () => {
  const nodes = new Graph<string>();
  ['b', 'c', 'a'].forEach((node) => {
    nodes.add(node);
  });
  expect(nodes.topological(byName)).toEqual(['a', 'b', 'c']);
});

test('keeps the order in which independent nodes were added', () => {
  const nodes = new Graph<string>();
  ['b', 'c', 'a'].forEach((node) => {
    nodes.add(node);
  });
  expect(nodes.topological()).toEqual(['b', 'c', 'a']);
});

test('sorts dependencies before their dependents', () => {
  expect(graph(['a', 'z'], ['z', 'y'], ['a', 'b']).topological(byName)).toEqual(['b', 'y', 'z', 'a']);
});

test('throws the path of a cycle', () => {
  const circle = graph(['a', 'b'], ['b', 'c'], ['c', 'd'], ['d', 'b']);
  expect(() => circle.topological(byName)).toThrow(CycleError);
  try {
    circle.topological(byName);
  } catch (error) {
    expect((error as CycleError<string>).path).toEqual(['b', 'c', 'd', 'b']);
  }
});

test('treats a node that depends on itself as a cycle', () => {
  expect(() => graph(['a', 'a']).topological(byName)).toThrow(CycleError);
});

test('sorts a chain longer than the call stack', () => {
  const chain = new Graph<number>();
  for (let i = 0; i < 100_000; i += 1) {
    chain.depend(i, i + 1);
  }
  expect(chain.topological((a, b) => a - b)[0]).toBe(100_000);
});

test('has each dependency once, in the order in which they were added', () => {
  const many = Array.from({ length: 10 }, (_, index) => `dependency-${index}`);
  const nodes = graph(...[...many, ...many].map((name): [string, string] => ['node', name]));
  expect(nodes.dependencies('node')).toEqual(many);
  expect(nodes.dependencies('dependency-0')).toEqual([]);
});
