import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { interleave, median, Trial } from '../../bench/measure';

let scratch: string;

beforeEach(() => {
  scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'measure-'));
});

afterEach(() => {
  fs.rmSync(scratch, { recursive: true });
});

test.each([
  [[3], 3],
  [[10, 9, 100], 10],
  [[4, 1, 3, 2], 2.5],
])('computes the median of %j as %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

test('keeps the order of the values when computing a median', () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test('runs trials in turn, prepares each run, and does not count the first round', () => {
  const calls: string[] = [];
  const trial =
    (name: string): Trial =>
    () => {
      calls.push(`prepare ${name}`);
      return () => calls.push(name);
    };
  const times = interleave({ trials: [trial('a'), trial('b')], rounds: 2, scratch });
  expect(calls).toEqual(Array(3).fill(['prepare a', 'a', 'prepare b', 'b']).flat());
  expect(times).toEqual([expect.any(Number), expect.any(Number)]);
});

test('runs each trial without an existing folder, and removes all folders', () => {
  const were: boolean[] = [];
  const trial: Trial = (folder) => {
    were.push(fs.existsSync(folder));
    return () => {
      fs.mkdirSync(folder);
    };
  };
  interleave({ trials: [trial, trial], rounds: 2, scratch });
  expect(were).toEqual(Array(6).fill(false));
  expect(fs.readdirSync(scratch)).toEqual([]);
});

test('throws before timing when the trials are not comparable', () => {
  let runs = 0;
  const trial: Trial = (folder) => () => {
    runs++;
    fs.writeFileSync(folder, 'something');
  };
  const verify = ([folder]: string[]) => {
    throw new Error(`not ${fs.readFileSync(folder, 'utf8')}`);
  };
  expect(() => interleave({ trials: [trial], rounds: 5, scratch, verify })).toThrow('not something');
  expect(runs).toBe(1);
  expect(fs.readdirSync(scratch)).toEqual([]);
});

test('warms up each trial, without counting the warm-up', () => {
  const calls: string[] = [];
  const slow: Trial = () => () => {
    calls.push('slow');
    const end = performance.now() + 6;
    while (performance.now() < end);
  };
  const quick: Trial = () => () => calls.push('quick');
  interleave({ trials: [slow, quick], rounds: 1, scratch, warmUp: 5 });
  expect(calls.filter((name) => name === 'slow')).toHaveLength(2);
  expect(calls.filter((name) => name === 'quick').length).toBeGreaterThan(2);
});
