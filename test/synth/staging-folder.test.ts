import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { putBackTree, writeTree } from '../../lib/synth/write-tree';
import { filesBelow } from '../gitops/stages';
import { NEW, NEW_TREE, OLD_TREE, treeBelow, writeNewTree } from './trees';
import { withOldTree } from './with-old-tree';

describe('what a run that was killed has left', () => {
  const deadProcess = () => spawnSync('true').pid;

  /** Leaves what a run would have that is in the middle of a swap. */
  function leaveInSwap(directory: string, pid: number): string {
    const staging = path.join(path.dirname(directory), `.dist.synth-${pid}-a1B2c3`);
    fs.mkdirSync(staging);
    fs.renameSync(directory, path.join(staging, 'old'));
    writeTree(path.join(staging, 'new'), NEW, []);
    return staging;
  }

  test('is removed, beside the directory and in it', () => {
    withOldTree((directory, parent) => {
      for (const pid of [deadProcess(), process.pid]) {
        fs.mkdirSync(path.join(parent, `.dist.synth-${pid}-a1B2c3`, 'new'), { recursive: true });
        fs.mkdirSync(path.join(directory, `.synth-${pid}-a1B2c3`, 'new'), { recursive: true });
      }
      writeNewTree(directory);
      expect(treeBelow(directory)).toEqual(NEW_TREE);
      expect(fs.readdirSync(parent)).toEqual(['dist']);
    });
  });

  test('is left alone when it is of a run that lives, of another directory, or of somebody else', () => {
    withOldTree((directory, parent) => {
      const [dead, alive] = [deadProcess(), process.ppid];
      const names = [`.dist.synth-${alive}-a1B2c3`, `.dist2.synth-${dead}-a1B2c3`, `.dist.synth-${dead}`];
      names.forEach((name) => {
        fs.mkdirSync(path.join(parent, name));
      });
      writeNewTree(directory);
      expect(fs.readdirSync(parent)).toEqual([...names, 'dist'].sort());
    });
  });

  test('is put back when it is the old tree', () => {
    withOldTree((directory, parent) => {
      leaveInSwap(directory, deadProcess());
      putBackTree(directory);
      expect(treeBelow(directory)).toEqual(OLD_TREE);
      leaveInSwap(directory, process.ppid); // its number was given to another process
      writeNewTree(directory);
      expect(treeBelow(directory)).toEqual(NEW_TREE);
      expect(fs.readdirSync(parent)).toHaveLength(2);
    });
  });

  test('is not put back when its tree was on the way out', () => {
    withOldTree((directory, parent) => {
      fs.rmSync(path.join(leaveInSwap(directory, deadProcess()), 'new'), { recursive: true });
      putBackTree(directory);
      expect(fs.existsSync(directory)).toBe(false);
      writeTree(directory, NEW, []);
      expect(filesBelow(directory)).toEqual(Object.fromEntries([...NEW].map(([file, { text }]) => [file, text])));
      expect(fs.readdirSync(parent)).toEqual(['dist']);
    });
  });
});
