import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { FileContent } from '../../../lib/synth/output/file-content';
import { inTemporaryFolder } from '../../gitops/stages';
import { compileWriter, writerIn } from './compiled';
import { NEW, NEW_TREE, OLD_TREE, treeBelow, writeNewTree, writeOldTree } from './trees';

function run(command: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  }
}

/** Runs `use` while a 64 KiB disk is mounted on a folder. */
function withDisk(folder: string, use: () => void): void {
  fs.mkdirSync(folder);
  run('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder);
  try {
    use();
  } finally {
    run('umount', folder);
  }
}

function canMount(): boolean {
  try {
    inTemporaryFolder((folder) => {
      withDisk(path.join(folder, 'disk'), () => undefined);
    });
    return true;
  } catch {
    return false;
  }
}

/** A test that mounts a disk; reported as skipped where mounting is not allowed. */
const testWithMounts = canMount() ? test : test.skip;

const isRoot = process.getuid?.() === 0;

/** A test that gives files to other users. */
const testAsRoot = isRoot ? test : test.skip;

const TOO_MUCH = new Map<string, FileContent>([...NEW, ['manifests/big.yaml', { text: '.'.repeat(65_536) }]]);

testWithMounts.each(['dist', '.'])('keeps the old tree on a full disk (output directory: %s)', (below) => {
  inTemporaryFolder((folder) => {
    const disk = path.join(folder, 'disk');
    withDisk(disk, () => {
      const directory = path.join(disk, below);
      writeOldTree(directory);
      const free = () => fs.statfsSync(disk).bfree;
      const before = free();
      expect(() => {
        writeNewTree(directory, TOO_MUCH);
      }).toThrow(`cannot write the bundle to '${directory}': the disk is full (ENOSPC); nothing was changed`);
      expect(treeBelow(directory)).toEqual(OLD_TREE);
      expect(fs.readdirSync(path.dirname(directory))).toEqual([path.basename(directory)]);
      expect(free()).toBe(before);
      writeNewTree(directory);
      expect(treeBelow(directory)).toEqual(NEW_TREE);
    });
  });
});

testWithMounts('leaves a read-only disk as it is', () => {
  inTemporaryFolder((folder) => {
    const disk = path.join(folder, 'disk');
    withDisk(disk, () => {
      const directory = path.join(disk, 'dist');
      writeOldTree(directory);
      run('mount', '-o', 'remount,ro', disk);
      for (const outdir of [directory, path.join(disk, 'another')]) {
        expect(() => {
          writeNewTree(outdir);
        }).toThrow(`cannot write the bundle to '${outdir}': the file system is read-only (EROFS); nothing was changed`);
      }
      expect(treeBelow(directory)).toEqual(OLD_TREE);
      expect(fs.readdirSync(disk)).toEqual(['dist']);
    });
  });
});

testWithMounts.each([
  ['a disk', (_: string, directory: string) => ['-t', 'tmpfs', 'tmpfs', directory]],
  ['another folder of the same disk', (folder: string, directory: string) => ['--bind', folder, directory]],
])('writes to a directory on which %s is mounted', (_, options) => {
  inTemporaryFolder((folder) => {
    const directory = path.join(folder, 'dist with space');
    const origin = path.join(folder, 'origin');
    [directory, origin].forEach((one) => {
      fs.mkdirSync(one);
    });
    run('mount', ...options(origin, directory));
    try {
      writeOldTree(directory);
      writeNewTree(directory);
      expect(treeBelow(directory)).toEqual(NEW_TREE);
      expect(fs.readdirSync(folder)).toEqual(['dist with space', 'origin']);
    } finally {
      run('umount', directory);
    }
  });
});

testWithMounts('keeps a mount below the directory', () => {
  inTemporaryFolder((folder) => {
    const directory = path.join(folder, 'dist');
    const origin = path.join(folder, 'origin');
    writeOldTree(directory);
    fs.mkdirSync(path.join(origin, 'deep'), { recursive: true });
    run('mount', '--bind', origin, path.join(directory, 'empty'));
    try {
      writeNewTree(directory);
      expect(treeBelow(directory)).toMatchObject({ 'empty/deep': 'drwxr-xr-x', 'stages.json': '-rw-r--r-- new' });
    } finally {
      run('umount', path.join(directory, 'empty'));
    }
    expect(fs.readdirSync(origin)).toEqual(['deep']);
  });
});

describe('run by a regular user', () => {
  let compiled: string;

  beforeAll(() => {
    compiled = compileWriter();
  });

  afterAll(() => {
    fs.rmSync(compiled, { recursive: true });
  });

  /** Writes the new tree as a user other than root; returns the standard error. */
  function writeAsRegularUser(directory: string): string {
    const user = isRoot ? { uid: 65_534, gid: 65_534 } : {};
    return spawnSync(process.execPath, [writerIn(compiled), directory], { ...user, encoding: 'utf8' }).stderr;
  }

  /** Writes the old tree, owned by a regular user, in a read-only folder. */
  function withTreeOfRegularUser(use: (directory: string, parent: string) => void): void {
    inTemporaryFolder((parent) => {
      const directory = path.join(parent, 'dist');
      writeOldTree(directory);
      if (isRoot) {
        run('chown', '-R', '65534:65534', directory);
      }
      fs.chmodSync(parent, 0o555);
      try {
        use(directory, parent);
      } finally {
        fs.chmodSync(parent, 0o755);
        fs.chmodSync(directory, 0o755);
      }
    });
  }

  test('writes when the directory is writable and its parent is not', () => {
    withTreeOfRegularUser((directory, parent) => {
      expect(writeAsRegularUser(directory)).toBe('');
      expect(treeBelow(directory)).toEqual(NEW_TREE);
      expect(fs.readdirSync(parent)).toEqual(['dist']);
    });
  });

  testAsRoot('writes next to a folder of another user', () => {
    withTreeOfRegularUser((directory, parent) => {
      fs.chmodSync(parent, 0o777);
      run('chown', '0:0', path.join(directory, 'empty'));
      const before = fs.statSync(directory).ino;
      expect(writeAsRegularUser(directory)).toBe('');
      expect(treeBelow(directory)).toEqual(NEW_TREE);
      expect(fs.statSync(directory).ino).toBe(before);
      expect(fs.readdirSync(parent)).toEqual(['dist']);
    });
  });

  testAsRoot('keeps owning the folders after root has written', () => {
    withTreeOfRegularUser((directory) => {
      const before = fs.statSync(directory).ino;
      writeNewTree(directory);
      expect(fs.statSync(directory).ino).toBe(before);
      const owners = ['.', 'manifests', 'empty'].map((folder) => fs.statSync(path.join(directory, folder)).uid);
      expect(owners).toEqual([65_534, 65_534, 65_534]);
    });
  });

  test.each(['the directory is read-only', 'the directory is read-only with a writable parent'])(
    'changes nothing when %s',
    (where) => {
      withTreeOfRegularUser((directory, parent) => {
        fs.chmodSync(directory, 0o555);
        fs.chmodSync(parent, where.endsWith('writable parent') ? 0o777 : 0o555);
        expect(writeAsRegularUser(directory)).toContain('no permission (EACCES); nothing was changed');
        expect(treeBelow(directory)).toEqual(OLD_TREE);
        expect(fs.readdirSync(parent)).toEqual(['dist']);
      });
    },
  );
});
