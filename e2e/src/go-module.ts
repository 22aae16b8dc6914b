import { execFileSync } from 'child_process';
import { temporaryFolder } from './suite';

/** Folder with the sources of a Go module at a version. It is downloaded by name, because no module here requires it. */
export function folderOf(module: string): string {
  const options = { encoding: 'utf8', cwd: temporaryFolder() } as const;
  const { Dir } = JSON.parse(execFileSync('go', ['mod', 'download', '-json', module], options)) as { Dir: string };
  return Dir;
}
