import * as fs from 'fs';
import * as os from 'os';

const SHARED_MEMORY = '/dev/shm';

/** TMPFS_MAGIC of Linux: the file system type of a tmpfs. */
const TMPFS_MAGIC = 0x01021994;

/** Describes the machine in one line. */
export function describeMachine(): string {
  const cpus = os.cpus();
  const model = cpus.length > 0 ? cpus[0].model.trim() : os.arch();
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GiB`;
  return [model, `${cpus.length} cores`, memory, `Node ${process.version}`, `${os.type()} ${os.release()}`].join(', ');
}

/** Output folder: in memory if possible, because the speed of a disk varies more than the figures. */
export function outputFolder(): { readonly folder: string; readonly description: string } {
  return isTmpfs(SHARED_MEMORY)
    ? { folder: SHARED_MEMORY, description: `a tmpfs (${SHARED_MEMORY})` }
    : { folder: os.tmpdir(), description: `the temporary folder (${os.tmpdir()})` };
}

function isTmpfs(folder: string): boolean {
  try {
    return fs.statfsSync(folder).type === TMPFS_MAGIC;
  } catch {
    return false;
  }
}
