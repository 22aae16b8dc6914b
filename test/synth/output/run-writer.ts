/**
 * A program that writes trees into a directory, for tests that kill it:
 *
 *     run-writer DIRECTORY          writes the new tree over the old one
 *     run-writer DIRECTORY count    the same, and prints how many calls changed the file system
 *     run-writer DIRECTORY K        the same, and kills itself just before the K-th of these calls
 *     run-writer DIRECTORY forever  alternates between the old and the new tree
 */
import fs from 'fs';
import { CHANGING } from './changing-calls';

const [, , directory, mode] = process.argv;

async function main(): Promise<void> {
  countCalls((count) => {
    if (count === Number(mode)) {
      process.kill(process.pid, 'SIGKILL');
    }
  });
  // Imported only now, so that it gets the functions replaced above.
  const { NEW, OLD } = await import('./trees');
  const { writeTree } = await import('../../../lib/synth/output/write-tree');
  const write = () => {
    writeTree(directory, NEW, [...OLD.keys()]);
  };
  write();
  if (mode === 'count') {
    process.stdout.write(String(calls));
  }
  while (mode === 'forever') {
    writeTree(directory, OLD, [...NEW.keys()]);
    write();
    fs.writeSync(1, '.');
  }
}

let calls = 0;

function countCalls(beforeEach: (count: number) => void): void {
  const functions = fs as unknown as { [name: string]: (...args: unknown[]) => unknown };
  for (const name of CHANGING) {
    const actual = functions[name];
    functions[name] = (...args) => {
      calls += 1;
      beforeEach(calls);
      return actual(...args);
    };
  }
}

void main();
