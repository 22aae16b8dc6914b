import { execFileSync } from 'child_process';
import { temporaryFolder } from './suite';

/** The sources of a module at a version. No module of ours needs them, so they are asked for by name. */
export function folderOf(module: string): string {
  const options = { encoding: 'utf8', cwd: temporaryFolder() } as const;
  const { Dir } = JSON.parse(execFileSync('go', ['mod', 'download', '-json', module], options)) as { Dir: string };
  return Dir;
}
