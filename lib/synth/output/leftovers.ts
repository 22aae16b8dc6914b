import * as fs from 'fs';
import * as path from 'path';

/** The names of temporary files of a run; by the process ID later runs tell if it has ended. */
const NAME = /^\.synth-(\d+)-[0-9a-z]+(-\d+\.tmp|\.journal)$/;

/** Tells if a file is a temporary one, of a run that has not ended or was killed. */
export function isTemporary(name: string): boolean {
  return NAME.test(name);
}

/** Names the temporary files of one run, and finds those of killed runs. */
export class TemporaryNames {
  private readonly prefix = `.synth-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
  private count = 0;

  /** The journal: lists the files of an unfinished run. */
  public readonly journal = `${this.prefix}.journal`;

  public next(): string {
    this.count += 1;
    return `${this.prefix}-${this.count}.tmp`;
  }

  /** The paths of temporary files that killed runs left in a folder. */
  public leftoversIn(folder: string): string[] {
    return namesIn(folder)
      .filter((name) => !name.startsWith(this.prefix) && !isRunning(Number(NAME.exec(name)?.[1])))
      .map((name) => path.join(folder, name));
  }
}

/** The files that killed runs wrote or did not remove, which may be missing from the inventory. */
export function interruptedFiles(directory: string): unknown[] {
  const journals = namesIn(directory).filter((name) => name.endsWith('.journal'));
  return journals.flatMap((name) => {
    try {
      return JSON.parse(fs.readFileSync(path.join(directory, name), 'utf8')) as unknown[];
    } catch {
      return []; // A truncated journal: its run has not renamed any file.
    }
  });
}

/** The names of temporary files in a folder. */
function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder).filter((name) => NAME.test(name));
  } catch {
    return [];
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) {
    return false; // An earlier run: in containers, all runs may have the same process ID.
  }
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // The process runs as another user.
  }
}
