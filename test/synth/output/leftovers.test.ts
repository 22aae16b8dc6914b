import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { interruptedFiles } from '../../../lib/synth/output/leftovers';
import { NEW_TREE, treeBelow, writeNewTree } from './trees';
import { withOldTree } from './with-old-tree';

describe('temporary files', () => {
  const deadProcess = () => spawnSync('true').pid;

  /** Leaves what a run has written when it is killed. */
  function leave(directory: string, pid: number): void {
    fs.mkdirSync(path.join(path.dirname(directory), `.synth-${pid}-a1b2c3-1.tmp`, 'manifests'), { recursive: true });
    fs.writeFileSync(path.join(directory, `.synth-${pid}-a1b2c3.journal`), '["manifests/gone/gone.yaml"]');
    fs.writeFileSync(path.join(directory, 'manifests', 'a', `.synth-${pid}-a1b2c3-2.tmp`), 'half');
  }

  test.each([[0], [1]])('of killed runs are removed after %d earlier runs', (runs) => {
    withOldTree((directory, parent) => {
      Array.from({ length: runs }, () => {
        writeNewTree(directory);
      });
      [deadProcess(), process.pid].forEach((pid) => {
        leave(directory, pid);
      });
      writeNewTree(directory);
      expect(treeBelow(directory)).toEqual(NEW_TREE);
      expect(fs.readdirSync(parent)).toEqual(['dist']);
    });
  });

  test('of a running process, and files with similar names, are left alone', () => {
    withOldTree((directory, parent) => {
      leave(directory, process.ppid);
      const similar = ['.synth-1', `.synth-${deadProcess()}.tmp`];
      similar.forEach((name) => {
        fs.writeFileSync(path.join(directory, name), '');
      });
      const left = () => Object.keys(treeBelow(parent)).filter((file) => file.includes('.synth-'));
      const before = left();
      expect(before).toHaveLength(6);
      writeNewTree(directory);
      expect(left()).toEqual(before);
    });
  });

  test('name the files of an unfinished run, unless they are unfinished themselves', () => {
    withOldTree((directory) => {
      leave(directory, deadProcess());
      fs.writeFileSync(path.join(directory, '.synth-1-a1b2c3.journal'), '["manifests/go');
      expect(interruptedFiles(directory)).toEqual(['manifests/gone/gone.yaml']);
    });
  });
});
