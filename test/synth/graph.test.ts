import { CycleError, Graph } from '../../lib/synth/graph';

const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function graph(...edges: [string, string][]): Graph<string> {
  const result = new Graph<string>();
  edges.forEach(([node, dependency]) => {
    result.depend(node, dependency);
  });
  return result;
}

test('nodes without dependencies come in the order asked for', () => {
  const nodes = new Graph<string>();
  ['b', 'c', 'a'].forEach((node) => {
    nodes.add(node);
  });
  expect(nodes.sort(byName)).toEqual(['a', 'b', 'c']);
});

test('ties keep the order in which the nodes were added', () => {
  const nodes = new Graph<string>();
  ['b', 'c', 'a'].forEach((node) => {
    nodes.add(node);
  });
  expect(nodes.sort(() => 0)).toEqual(['b', 'c', 'a']);
});

test('dependencies come before what depends on them', () => {
  expect(graph(['a', 'z'], ['z', 'y'], ['a', 'b']).sort(byName)).toEqual(['b', 'y', 'z', 'a']);
});

test('a circle is refused with the way round it', () => {
  const circle = graph(['a', 'b'], ['b', 'c'], ['c', 'd'], ['d', 'b']);
  expect(() => circle.sort(byName)).toThrow(CycleError);
  try {
    circle.sort(byName);
  } catch (error) {
    expect((error as CycleError<string>).path).toEqual(['b', 'c', 'd', 'b']);
  }
});

test('a node that depends on itself is a circle', () => {
  expect(() => graph(['a', 'a']).sort(byName)).toThrow(CycleError);
});

test('a chain longer than the call stack is sorted', () => {
  const chain = new Graph<number>();
  for (let i = 0; i < 100_000; i += 1) {
    chain.depend(i, i + 1);
  }
  expect(chain.sort((a, b) => a - b)[0]).toBe(100_000);
});
