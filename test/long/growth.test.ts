import { execFileSync } from 'child_process';
import { GROWING } from '../../bench/growing';
import { GROWING_INPUTS } from '../../bench/growing-inputs';
import { FLAGS_TO_COUNT } from '../../bench/flags-to-count';

/** Sizes of the apps. */
const SMALL = 30;
const LARGE = 10 * SMALL;

/** Ten times the size may take a little more than ten times the work. */
const MOST = 13;

/** Work of apps of both sizes, by name: of all of them by default. */
function measure(...names: string[]): Map<string, readonly number[]> {
  const command = [
    ...FLAGS_TO_COUNT,
    '--import',
    'tsx',
    'bench/programs/work.ts',
    String(SMALL),
    String(LARGE),
    ...names,
  ];
  const lines = execFileSync(process.execPath, command, { encoding: 'utf8' }).trim().split('\n');
  const found = lines.map((line) => JSON.parse(line) as { readonly name: string; readonly work: readonly number[] });
  return new Map(found.map(({ name, work }) => [name, work]));
}

let known: ReadonlyMap<string, readonly number[]>;

beforeAll(() => {
  known = measure();
});

describe('work at most grows in proportion to the size', () => {
  test.each([...GROWING, ...GROWING_INPUTS].map(({ name }) => name))('%s', (name) => {
    const [small, large] = known.get(name) ?? [];
    expect(small).toBeGreaterThan(0);
    expect(large / small).toBeLessThanOrEqual(MOST);
  });
});

test('is the same each time it is counted', () => {
  const names = ['charts', 'chain of clusters'];
  expect(measure(...names)).toEqual(measure(...names));
});
