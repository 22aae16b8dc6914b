import { spawn } from 'child_process';
import { once } from 'events';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { setTimeout } from 'timers/promises';
import { putBackTree } from '../../lib/synth/write-tree';
import { compileWriter, writerIn } from './compiled';
import { NEW_TREE, OLD_TREE, treeBelow, writeNewTree, writeOldTree } from './trees';

jest.setTimeout(60_000);

let compiled: string;

beforeAll(() => {
  compiled = compileWriter();
});

afterAll(() => {
  fs.rmSync(compiled, { recursive: true });
});

/** A run that has just begun, and its output directory. */
interface Run {
  readonly directory: string;
  readonly output: NodeJS.ReadableStream;
  readonly kill: () => void;

  /** How it ended: an exit code, or the signal that killed it. */
  readonly end: Promise<number | string>;
}

/** Starts a run over `OLD_TREE`; after `use` everything is gone. */
async function withRun<T>(mode: string, use: (run: Run) => Promise<T>): Promise<T> {
  const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'killed-'));
  const directory = path.join(parent, 'dist');
  writeOldTree(directory);
  const child = spawn(process.execPath, [writerIn(compiled), directory, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  try {
    return await use({ directory, output: child.stdout, kill: () => child.kill('SIGKILL'), end });
  } finally {
    child.kill('SIGKILL');
    await end;
    fs.rmSync(parent, { recursive: true });
  }
}

type State = 'away' | 'new' | 'old';

/** Which tree a killed run left; away is the old one in the middle of a swap, until it is put back. */
function stateOf(directory: string): State {
  if (!fs.existsSync(directory)) {
    return 'away';
  }
  const state = fs.existsSync(path.join(directory, 'manifests', 'gone')) ? 'old' : 'new';
  expect(treeBelow(directory)).toEqual(state === 'old' ? OLD_TREE : NEW_TREE);
  return state;
}

/** Says that the next run finds a whole tree, and leaves nothing but the new one. */
function expectNextRunToMend(directory: string): State {
  putBackTree(directory);
  const found = stateOf(directory);
  writeNewTree(directory);
  expect(treeBelow(directory)).toEqual(NEW_TREE);
  expect(fs.readdirSync(path.dirname(directory))).toEqual(['dist']);
  return found;
}

/** Does something for each of the numbers from 1, a few at a time. */
async function forEachOf<T>(count: number, use: (k: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  const numbers = [...Array(count).keys()].values();
  const worker = async () => {
    for (const index of numbers) {
      results[index] = await use(index + 1);
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  return results;
}

/** How many calls that change something a run makes. */
function countCalls(): Promise<number> {
  return withRun('count', async ({ end, output }) => {
    const [count] = (await once(output, 'data')) as [Buffer];
    expect(await end).toBe(0);
    return Number(String(count));
  });
}

test('killed before any of its calls, a run leaves the old tree or the new one', async () => {
  const states = await forEachOf(await countCalls(), (k) =>
    withRun(String(k), async ({ directory, end }) => {
      expect(await end).toBe('SIGKILL');
      const state = stateOf(directory);
      expect(expectNextRunToMend(directory)).toBe(state === 'away' ? 'old' : state);
      return state;
    }),
  );
  expect(states.join(' ')).toMatch(/^(old ){20,}away (new ?)+$/);
});

test('killed at any moment, a run leaves the old tree or the new one', async () => {
  const found = await forEachOf(50, (k) =>
    withRun('forever', async ({ directory, end, kill, output }) => {
      await once(output, 'data');
      await setTimeout(k % 5);
      kill();
      expect(await end).toBe('SIGKILL');
      stateOf(directory);
      return expectNextRunToMend(directory);
    }),
  );
  expect(found).not.toContain('away');
});
