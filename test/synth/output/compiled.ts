import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { transformFileSync } from '@swc/core';

const ROOT = path.join(__dirname, '..', '..', '..');

/**
 * Compiles `run-writer.ts` and its imports into a folder, so that its processes start fast.
 *
 * @returns the folder, which the caller must remove
 */
export function compileWriter(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'compiled-'));
  const sources = ['lib/private/errors.ts', ...modulesIn('lib/synth/output'), ...modulesIn('test/synth/output')];
  for (const source of sources) {
    const target = path.join(folder, source.replace(/ts$/, 'js'));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, transformFileSync(path.join(ROOT, source)).code);
  }
  fs.chmodSync(folder, 0o755); // other users run it
  return folder;
}

function modulesIn(folder: string): string[] {
  const files = fs.readdirSync(path.join(ROOT, folder)).filter((file) => /^[^.]*\.ts$/.test(file));
  return files.map((file) => `${folder}/${file}`);
}

/** The program in a folder of `compileWriter()`. */
export function writerIn(folder: string): string {
  return path.join(folder, 'test', 'synth', 'output', 'run-writer.js');
}
