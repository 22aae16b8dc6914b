import * as fs from 'fs';
import * as path from 'path';
import { writeTree } from '../../lib/synth/write-tree';
import { inTemporaryFolder } from '../gitops/stages';
import { CHANGING } from './changing-calls';
import { NEW, NEW_TREE, OLD_TREE, treeBelow, writeNewTree, writeOldTree } from './trees';

jest.mock('fs', () => {
  const actual = jest.requireActual<typeof fs>('fs');
  const { CHANGING: names } = jest.requireActual<{ CHANGING: (keyof typeof fs)[] }>('./changing-calls');
  return { ...actual, ...Object.fromEntries(names.map((name) => [name, jest.fn(actual[name] as () => void)])) };
});

/** A call of the file system, and how it should fail; undefined if it should not. */
type Fault = (name: string, ...args: unknown[]) => string | undefined;

/** Runs `use` with a file system that fails, as the operating system would. */
function withFault<T>(fault: Fault, use: () => T): T {
  const actual = jest.requireActual<{ [name: string]: (...args: unknown[]) => unknown }>('fs');
  const implement = (implementation: (name: string, args: unknown[]) => unknown) => {
    for (const name of CHANGING) {
      jest.mocked(fs[name] as (...args: unknown[]) => unknown).mockImplementation((...args) => {
        return implementation(name, args);
      });
    }
  };
  implement((name, args) => {
    const code = fault(name, ...args);
    if (code !== undefined) {
      throw Object.assign(new Error('as the system says it'), { code });
    }
    return actual[name](...args);
  });
  try {
    return use();
  } finally {
    implement((name, args) => actual[name](...args));
  }
}

/** What came of a run with a fault; `call` is undefined if it was over before. */
interface Outcome {
  readonly call?: string;
  readonly error?: string;
}

/** Writes the new tree while the k-th call fails. */
function writeWithFault(directory: string, k: number, code: string): Outcome {
  let count = 0;
  let call: string | undefined;
  const fault: Fault = (name) => {
    count += 1;
    call = count === k ? name : call;
    return count === k ? code : undefined;
  };
  try {
    withFault(fault, () => {
      writeNewTree(directory);
    });
    return { call };
  } catch (error) {
    return { call, error: (error as Error).message };
  }
}

/** Writes over a tree that `prepare` makes with one call after the other failing, until none is left to fail. */
function forEveryCall(code: string, prepare: (directory: string) => void, check: Check): string[] {
  const calls: string[] = [];
  for (;;) {
    const call = inTemporaryFolder((parent) => {
      const directory = path.join(parent, 'dist');
      prepare(directory);
      const outcome = writeWithFault(directory, calls.length + 1, code);
      check(directory, outcome.error);
      if (outcome.call === 'rmSync' && outcome.error === undefined) {
        writeNewTree(directory); // what could not be removed is removed by the next run
      }
      expect(fs.readdirSync(parent)).toEqual(fs.existsSync(directory) ? ['dist'] : []);
      return outcome.call;
    });
    if (call === undefined) {
      return calls;
    }
    calls.push(call);
  }
}

type Check = (directory: string, error: string | undefined) => void;

// A swap may be refused although files can be written; a disk that is full refuses everything.
describe.each([
  ['ENOSPC', 'the disk is full (ENOSPC)'],
  ['EPERM', 'no permission (EPERM)'],
])('when a call fails with %s', (code, reason) => {
  const message = (directory: string) => `cannot write the bundle to '${directory}': ${reason}; nothing was changed`;

  test('the old tree is there, or the new one', () => {
    const calls = forEveryCall(code, writeOldTree, (directory, error) => {
      expect([undefined, message(directory)]).toContain(error);
      expect(treeBelow(directory)).toEqual(error === undefined ? NEW_TREE : OLD_TREE);
    });
    expect(new Set(calls)).toEqual(
      new Set([
        ...['chmodSync', 'linkSync', 'mkdirSync', 'mkdtempSync', 'renameSync', 'rmSync', 'symlinkSync'],
        'writeFileSync',
      ]),
    );
  });

  test('a new directory is there, or none', () => {
    const nothing = () => undefined;
    const calls = forEveryCall(code, nothing, (directory, error) => {
      expect([undefined, message(directory)]).toContain(error);
      const files = fs.existsSync(directory) ? Object.keys(treeBelow(directory)) : [];
      expect(files.filter((file) => NEW.has(file))).toHaveLength(error === undefined ? NEW.size : 0);
    });
    expect(calls).toContain('writeFileSync');
  });
});

test('where files cannot have links, they are written in place', () => {
  inTemporaryFolder((directory) => {
    writeOldTree(directory);
    const before = fs.statSync(directory).ino;
    const fault: Fault = (name) => (name === 'linkSync' ? 'EPERM' : undefined);
    withFault(fault, () => {
      writeNewTree(directory);
    });
    expect(treeBelow(directory)).toEqual(NEW_TREE);
    expect(fs.statSync(directory).ino).toBe(before);
  });
});

test('when files are written in place and that fails, the message says so', () => {
  inTemporaryFolder((directory) => {
    writeOldTree(directory);
    const ofFiles: Fault = (name, from) =>
      (name === 'renameSync' && String(from).endsWith('a.yaml')) || name === 'linkSync' ? 'EPERM' : undefined;
    const write = () => {
      withFault(ofFiles, () => {
        writeNewTree(directory);
      });
    };
    expect(write).toThrow(
      `cannot write the bundle to '${directory}': no permission (EPERM); some of its files may be new already, so repeat the synth`,
    );
    writeNewTree(directory);
    expect(treeBelow(directory)).toEqual(NEW_TREE);
  });
});

test('an old tree that cannot be put back is named, and the next run puts it back', () => {
  inTemporaryFolder((parent) => {
    const directory = path.join(parent, 'dist');
    writeOldTree(directory);
    const afterTheFirst: Fault = (name) => (name === 'renameSync' && !fs.existsSync(directory) ? 'EIO' : undefined);
    const write = () => {
      withFault(afterTheFirst, () => {
        writeNewTree(directory);
      });
    };
    expect(write).toThrow(
      /as the system says it; its files are in '.*\/\.dist\.synth-.*\/old', and the next synth puts/,
    );
    expect(fs.existsSync(directory)).toBe(false);
    writeTree(directory, [], []);
    expect(treeBelow(directory)).toEqual(OLD_TREE);
    expect(fs.readdirSync(parent)).toEqual(['dist']);
  });
});

test('the message is all there is to read', () => {
  inTemporaryFolder((folder) => {
    let stack: unknown;
    try {
      const everything: Fault = () => 'EACCES';
      withFault(everything, () => {
        writeTree(folder, [], []);
      });
    } catch (error) {
      stack = (error as Error).stack;
    }
    expect(stack).toBe(`Error: cannot write the bundle to '${folder}': no permission (EACCES); nothing was changed`);
  });
});
