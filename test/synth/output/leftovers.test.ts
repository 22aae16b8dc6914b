import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { interruptedFiles } from '../../../lib/synth/output/leftovers';
import { inTemporaryFolder } from '../../gitops/stages';
import { NEW_TREE, treeBelow, writeNewTree } from './trees';
import { withOldTree } from './with-old-tree';

describe('interrupted runs', () => {
  const deadProcess = () => spawnSync('true').pid;

  /** Creates the temporary files of a killed run. */
  function leave(directory: string, pid: number): void {
    fs.writeFileSync(path.join(directory, `.synth-${pid}-a1b2c3.journal`), '["manifests/gone/gone.yaml"]');
    fs.writeFileSync(path.join(directory, 'manifests', 'a', `.synth-${pid}-a1b2c3-2.tmp`), 'half');
  }

  test('removes the temporary folder of a killed first run', () => {
    inTemporaryFolder((parent) => {
      const [running, killed] = [process.ppid, deadProcess()].map((pid) => `.synth-${pid}-a1b2c3-1.tmp`);
      [running, killed].forEach((name) => fs.mkdirSync(path.join(parent, name, 'manifests'), { recursive: true }));
      writeNewTree(path.join(parent, 'dist'));
      expect(fs.readdirSync(parent)).toEqual([running, 'dist']);
    });
  });

  test.each([[0], [1]])('removes temporary files of killed runs after %d earlier runs', (runs) => {
    withOldTree((directory) => {
      Array.from({ length: runs }, () => {
        writeNewTree(directory);
      });
      [deadProcess(), process.pid].forEach((pid) => {
        leave(directory, pid);
      });
      writeNewTree(directory);
      expect(treeBelow(directory)).toEqual(NEW_TREE);
    });
  });

  test('keeps temporary files of a running process, and files with similar names', () => {
    withOldTree((directory, parent) => {
      leave(directory, process.ppid);
      const similar = ['.synth-1', `.synth-${deadProcess()}.tmp`];
      similar.forEach((name) => {
        fs.writeFileSync(path.join(directory, name), '');
      });
      const left = () => Object.keys(treeBelow(parent)).filter((file) => file.includes('.synth-'));
      const before = left();
      expect(before).toHaveLength(4);
      writeNewTree(directory);
      expect(left()).toEqual(before);
    });
  });

  test('reads the files of an unfinished run from its journal, and ignores a truncated journal', () => {
    withOldTree((directory) => {
      leave(directory, deadProcess());
      fs.writeFileSync(path.join(directory, '.synth-1-a1b2c3.journal'), '["manifests/go');
      expect(interruptedFiles(directory)).toEqual(['manifests/gone/gone.yaml']);
    });
  });
});
