import { stageDiagram } from '../../lib/gitops/stage-diagram';
import { Stage } from '../../lib/gitops/stage-plan';

/** A diagram of stages, given with their dependencies in order. */
function diagramOf(graph: [string, string[]][]): string {
  const levels = new Map<string, number>();
  const stages = graph.map(([name, dependencies]): Stage => {
    const level = Math.max(-1, ...dependencies.map((one) => levels.get(one) ?? 0)) + 1;
    levels.set(name, level);
    return { name, objects: [], dependencies, level };
  });
  return stageDiagram(stages, new Map(graph));
}

/** Numbers of arrows as Mermaid counts them. */
function edgesOf(diagram: string): number {
  const sources = [...diagram.matchAll(/^ {2}(.*) --> /gm)].map(([, before]) => before.split(' & ').length);
  return sources.reduce((sum, one) => sum + one, 0);
}

const PLATFORM: [string, string[]][] = [
  ['crds', []],
  ['operator', ['crds']],
  ['executors', ['operator']],
];
const range = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test('draws a line for each stage, with ids from their names', () => {
  const diagram = diagramOf([...PLATFORM, ['end', ['crds', 'executors']]]);
  expect(diagram.split('\n')).toEqual([
    '```mermaid',
    'graph LR',
    '  s_crds["crds"]',
    '  s_crds --> s_operator["operator"]',
    '  s_operator --> s_executors["executors"]',
    '  s_crds & s_executors --> s_end["end"]',
    '```',
  ]);
});

test('draws up to 40 stages one by one', () => {
  const teams = (count: number) => range(count).map((n): [string, string[]] => [`team-${n}`, ['executors']]);
  expect(diagramOf([...PLATFORM, ...teams(37)])).toContain('s_executors --> s_team_37["team-37"]\n');
  expect(diagramOf([...PLATFORM, ...teams(38)])).not.toContain('s_team_37');
});

test('draws stages of a level with the same neighbors as one node, along chains of stages', () => {
  const teams = range(600).flatMap((n): [string, string[]][] => [
    [`team-${n}-executors`, ['operator']],
    [`team-${n}`, [`team-${n}-executors`]],
  ]);
  const diagram = diagramOf([...PLATFORM, ...teams, ['gateway', ['team-3']]]);
  expect(diagram).toContain(
    '  s_operator --> s_team_1_executors["team-1-executors … team-600-executors (599 stages)"]\n',
  );
  expect(diagram).toContain('  s_team_1_executors --> s_team_1["team-1 … team-600 (599 stages)"]\n');
  expect(diagram).toContain('  s_team_3 --> s_gateway["gateway"]\n');
});

describe('Mermaid draws at most 500 arrows, and text of 50,000 characters', () => {
  const random = (n: number) => (n * 7919) % 1009;
  const tangled = range(2000).map((n): [string, string[]] => [
    `stage-${n}`,
    n <= 200 ? [] : [...new Set([n - 200, n - 1 - (random(n) % 190)].map((one) => `stage-${one}`))],
  ]);

  test.each<[string, [string, string[]][], number]>([
    ['alike', [...PLATFORM, ...range(1997).map((n): [string, string[]] => [`team-${n}`, ['executors']])], 3],
    ['in long names', range(2000).map((n): [string, string[]] => [`${'a'.repeat(55)}-${n}`, []]), 0],
    ['tangled', tangled, 1],
  ])('draws 2,000 stages that are %s', (_, graph, least) => {
    const diagram = diagramOf(graph);
    expect(edgesOf(diagram)).toBeGreaterThanOrEqual(least);
    expect(edgesOf(diagram)).toBeLessThan(500);
    expect(diagram.length).toBeLessThan(50_000);
    expect(diagram).toMatch(/^```mermaid\n/);
  });

  test('says so if even the levels are too many', () => {
    const chain = range(2000).map((n): [string, string[]] => [`stage-${n}`, n > 1 ? [`stage-${n - 1}`] : []]);
    expect(diagramOf(chain)).toBe('2000 stages are too many for a diagram.');
  });
});
