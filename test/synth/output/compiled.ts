import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { compileInto, modulesIn } from '../../compiled';

/**
 * Compiles `run-writer.ts` and its imports into a folder, so that its processes start fast.
 *
 * @returns the folder, which the caller must remove
 */
export function compileWriter(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'compiled-'));
  const sources = ['lib/private/errors.ts', ...modulesIn('lib/synth/output'), ...modulesIn('test/synth/output')];
  compileInto(folder, sources);
  fs.chmodSync(folder, 0o755); // other users run it
  return folder;
}

/** The program in a folder of `compileWriter()`. */
export function writerIn(folder: string): string {
  return path.join(folder, 'test', 'synth', 'output', 'run-writer.js');
}
