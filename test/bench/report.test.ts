import { Case, Goal, Measurement, meets, ratioOf } from '../../bench/case';
import { HEADER, jsonLine, tableLine } from '../../bench/report';

const MEASUREMENT: Measurement = { ours: 20, peer: 300, rounds: 5 };

function benchCase(props: Partial<Case> = {}): Case {
  return { name: 'charts', title: '9 charts', unit: 'ms', peer: 'cdk8s.App', run: () => MEASUREMENT, ...props };
}

test.each<[Goal | undefined, number]>([
  [undefined, 15],
  [{ atLeast: 12 }, 15],
  [{ atMost: 4 }, 20 / 300],
])('computes the ratio for the goal %j as %d', (goal, ratio) => {
  expect(ratioOf({ goal }, MEASUREMENT)).toBe(ratio);
});

test('computes no ratio without a peer', () => {
  expect(ratioOf({}, { ours: 20, rounds: 5 })).toBeUndefined();
});

test.each<[Goal, number, boolean]>([
  [{ atLeast: 12 }, 12, true],
  [{ atLeast: 12 }, 11.99, false],
  [{ atMost: 4 }, 4, true],
  [{ atMost: 4 }, 4.01, false],
])('compares the goal %j with %d (met: %s)', (goal, value, met) => {
  expect(meets(goal, value)).toBe(met);
});

test('prints a case as one line of JSON', () => {
  expect(JSON.parse(jsonLine(benchCase(), MEASUREMENT))).toEqual({
    case: 'charts',
    ours_ms: 20,
    peer: 'cdk8s.App',
    peer_ms: 300,
    ratio: 15,
  });
});

test('prints null in JSON for a missing peer', () => {
  expect(JSON.parse(jsonLine(benchCase({ peer: undefined }), { ours: 20, rounds: 5 }))).toEqual({
    case: 'charts',
    ours_ms: 20,
    peer: null,
    peer_ms: null,
    ratio: null,
  });
});

test('prints calls of a program as whole numbers', () => {
  const calls = benchCase({ unit: 'calls' });
  expect(tableLine(calls, { ours: 5, peer: 401, rounds: 1 })).toMatch(/ 5 calls +401 calls +80.20 /);
  expect(JSON.parse(jsonLine(calls, { ours: 5, peer: 401, rounds: 1 }))).toMatchObject({
    ours_calls: 5,
    peer_calls: 401,
  });
});

test('prints memory in megabytes, with its goal', () => {
  const memory = benchCase({ name: 'memory', unit: 'MB', peer: undefined, goal: { atMost: 1500 } });
  expect(JSON.parse(jsonLine(memory, { ours: 600.5, rounds: 1 }))).toEqual({
    case: 'memory',
    rss_mb: 600.5,
    goal_mb: 1500,
  });
});

test.each<[Goal, string]>([
  [{ atLeast: 12 }, '>= 12 ok'],
  [{ atLeast: 20 }, '>= 20 MISSED'],
  [{ atMost: 0.01 }, '<= 0.01 MISSED'],
])('prints in the table whether the goal %j is met', (goal, verdict) => {
  expect(tableLine(benchCase({ goal }), MEASUREMENT)).toMatch(
    new RegExp(`^charts +9 charts; cdk8s.App +20.0 ms +300 ms .* ${verdict} +5$`),
  );
});

test('compares the figure itself with the goal if there is no peer', () => {
  const memory = benchCase({ unit: 'MB', peer: undefined, goal: { atMost: 1500 } });
  expect(tableLine(memory, { ours: 1501, rounds: 1 })).toMatch(/ 1501 MB +<= 1500 MISSED +1$/);
});

test('prints rows as wide as the header of the table', () => {
  expect(tableLine(benchCase(), MEASUREMENT)).toHaveLength(HEADER.length);
});
