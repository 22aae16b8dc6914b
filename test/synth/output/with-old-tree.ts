import * as path from 'path';
import { inTemporaryFolder } from '../../gitops/stages';
import { writeOldTree } from './trees';

/** Runs `use` with the path of an output directory that has `OLD_TREE`, in a folder where nothing else is. */
export function withOldTree(use: (directory: string, parent: string) => void): void {
  inTemporaryFolder((parent) => {
    const directory = path.join(parent, 'dist');
    writeOldTree(directory);
    use(directory, parent);
  });
}
