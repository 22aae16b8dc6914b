import * as fs from 'fs';
import * as path from 'path';
import { interruptedFiles } from '../../../lib/synth/output/leftovers';
import { writeTree } from '../../../lib/synth/output/write-tree';
import { inTemporaryFolder } from '../../gitops/stages';
import { CHANGING } from './changing-calls';
import { leftoversBelow, NEW, NEW_TREE, OLD, OLD_TREE, treeBelow, writeNewTree, writeOldTree } from './trees';

jest.mock('fs', () => {
  const actual = jest.requireActual<typeof fs>('fs');
  const { CHANGING: names } = jest.requireActual<{ CHANGING: (keyof typeof fs)[] }>('./changing-calls');
  return { ...actual, ...Object.fromEntries(names.map((name) => [name, jest.fn(actual[name] as () => void)])) };
});

const HALF_WRITTEN = 'some files have been replaced already, so run the synth again';

/** Decides whether a file system call fails, and with which error code; undefined if it succeeds. */
type Fault = (name: string, ...args: unknown[]) => string | undefined;

/** Runs `use` with a file system that fails as the operating system would. */
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

/** The outcome of a run with a fault; `call` is undefined if the run made fewer calls. */
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

/** Writes over the tree of `prepare` again and again, failing a later call each time, until all calls have failed once. */
function forEveryCall(code: string, prepare: (directory: string) => void, check: Check): string[] {
  const calls: string[] = [];
  for (;;) {
    const call = inTemporaryFolder((parent) => {
      const directory = path.join(parent, 'dist');
      prepare(directory);
      const outcome = writeWithFault(directory, calls.length + 1, code);
      check(directory, outcome.error);
      if (outcome.call === 'rmSync' && outcome.error === undefined) {
        writeNewTree(directory); // the next run removes what this one could not
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

describe.each([
  ['ENOSPC', 'the disk is full (ENOSPC)'],
  ['EPERM', 'no permission (EPERM)'],
])('when a call fails with %s', (code, reason) => {
  const message = (directory: string) => `cannot write the bundle to '${directory}': ${reason}; nothing was changed`;
  const partly = (directory: string) => message(directory).replace('nothing was changed', HALF_WRITTEN);

  test('keeps the old tree, or reports that some files have been replaced', () => {
    const calls = forEveryCall(code, writeOldTree, (directory, error) => {
      expect([undefined, message(directory), partly(directory)]).toContain(error);
      if (error === message(directory)) {
        expect(treeBelow(directory)).toEqual(OLD_TREE);
      } else {
        writeNewTree(directory);
        expect(treeBelow(directory)).toEqual(NEW_TREE);
      }
      expect(leftoversBelow(directory)).toEqual([]);
    });
    const reading = ['closeSync', 'openSync'];
    const changing = ['mkdirSync', 'renameSync', 'rmSync', 'rmdirSync', 'writeFileSync'];
    expect(new Set(calls)).toEqual(new Set([...reading, ...changing]));
  });

  test('leaves a complete new directory, or none', () => {
    const nothing = () => undefined;
    const calls = forEveryCall(code, nothing, (directory, error) => {
      expect([undefined, message(directory)]).toContain(error);
      const files = fs.existsSync(directory) ? Object.keys(treeBelow(directory)) : [];
      expect(files.filter((file) => NEW.has(file))).toHaveLength(error === undefined ? NEW.size : 0);
    });
    expect(calls).toContain('writeFileSync');
  });
});

test('completes a half-written tree with the files of another synth', () => {
  inTemporaryFolder((directory) => {
    writeOldTree(directory);
    const last: Fault = (name, from) => (name === 'rmSync' && String(from).endsWith('gone.yaml') ? 'EIO' : undefined);
    expect(() => {
      withFault(last, () => {
        writeNewTree(directory);
      });
    }).toThrow(`cannot write the bundle to '${directory}': as the system says it; ${HALF_WRITTEN}`);
    writeTree(directory, OLD, [...OLD.keys(), ...(interruptedFiles(directory) as string[])]);
    expect(treeBelow(directory)).toEqual({ ...OLD_TREE, 'kubectl/uninstall.sh': '-rw-r--r-- program' });
  });
});

test('throws errors without a stack trace', () => {
  inTemporaryFolder((folder) => {
    let stack: unknown;
    try {
      const everything: Fault = () => 'EACCES';
      withFault(everything, () => {
        writeTree(folder, NEW, []);
      });
    } catch (error) {
      stack = (error as Error).stack;
    }
    expect(stack).toBe(`Error: cannot write the bundle to '${folder}': no permission (EACCES); nothing was changed`);
  });
});
