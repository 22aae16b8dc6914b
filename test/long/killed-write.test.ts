import { spawn } from 'child_process';
import { once } from 'events';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { setTimeout } from 'timers/promises';
import { isDeepStrictEqual } from 'util';
import { interruptedFiles } from '../../lib/synth/output/leftovers';
import { writeTree } from '../../lib/synth/output/write-tree';
import { compileWriter, writerIn } from '../synth/output/compiled';
import { leftoversBelow, NEW, NEW_TREE, OLD, OLD_TREE, treeBelow, writeOldTree } from '../synth/output/trees';

const KILLS = 12;

let compiled: string;

beforeAll(() => {
  compiled = compileWriter();
});

afterAll(() => {
  fs.rmSync(compiled, { recursive: true });
});

/** A started run and its output directory. */
interface Run {
  readonly directory: string;
  readonly output: NodeJS.ReadableStream;
  readonly kill: () => void;

  /** The exit code, or the signal that killed it. */
  readonly end: Promise<number | string>;
}

/** Starts a run over `OLD_TREE`; cleans up after `use`. */
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

type State = 'old' | 'mixed' | 'new';

/** Checks that each file a killed run left is whole, and returns which tree they are. */
function stateOf(directory: string): State {
  const tree = Object.fromEntries(Object.entries(treeBelow(directory)).filter(([file]) => !file.includes('.synth-')));
  for (const [file, content] of Object.entries(tree)) {
    expect([Reflect.get(OLD_TREE, file), Reflect.get(NEW_TREE, file)]).toContain(content);
  }
  if (isDeepStrictEqual(tree, OLD_TREE)) {
    return 'old';
  }
  return isDeepStrictEqual(tree, NEW_TREE) ? 'new' : 'mixed';
}

/** Expects the next run to complete the tree that it writes, the new one or the old one. */
function expectNextRunToComplete(directory: string, goesBack: boolean): State {
  const found = stateOf(directory);
  const [files, tree] = goesBack ? [OLD, OLD_TREE] : [NEW, NEW_TREE];
  writeTree(directory, files, [...OLD.keys(), ...(interruptedFiles(directory) as string[])]);
  expect(treeBelow(directory)).toEqual(tree);
  expect(fs.readdirSync(path.dirname(directory))).toEqual(['dist']);
  return found;
}

/** Calls `use` with each number from 1 to `count`, a few at a time. */
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

/** The number of calls of a run that change the file system. */
function countCalls(): Promise<number> {
  return withRun('count', async ({ end, output }) => {
    const [count] = (await once(output, 'data')) as [Buffer];
    expect(await end).toBe(0);
    return Number(String(count));
  });
}

test('leaves whole files when killed before any of its calls, and the next run completes them', async () => {
  const states = await forEachOf(await countCalls(), (k) =>
    withRun(String(k), async ({ directory, end }) => {
      expect(await end).toBe('SIGKILL');
      return expectNextRunToComplete(directory, k % 2 === 0);
    }),
  );
  expect(states.join(' ')).toMatch(/^(old ){5,}(mixed ){4,}new( new)*$/);
});

test('leaves whole files when killed at any moment, and the next run completes them', async () => {
  const found = await forEachOf(KILLS, (k) =>
    withRun('forever', async ({ directory, end, kill, output }) => {
      await once(output, 'data');
      await setTimeout(k % 5);
      kill();
      expect(await end).toBe('SIGKILL');
      writeTree(directory, NEW, [...OLD.keys(), ...NEW.keys(), ...(interruptedFiles(directory) as string[])]);
      expect(treeBelow(directory)).toEqual(NEW_TREE);
      return leftoversBelow(path.dirname(directory));
    }),
  );
  expect(found.flat()).toEqual([]);
});
