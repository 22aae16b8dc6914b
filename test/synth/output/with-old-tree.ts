import * as path from 'path';
import { inTemporaryFolder } from '../../gitops/stages';
import { writeOldTree } from './trees';

/** Runs `use` with an output directory that holds `OLD_TREE`, in an otherwise empty folder. */
export function withOldTree(use: (directory: string, parent: string) => void): void {
  inTemporaryFolder((parent) => {
    const directory = path.join(parent, 'dist');
    writeOldTree(directory);
    use(directory, parent);
  });
}
