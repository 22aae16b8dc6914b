import * as fs from 'fs';
import * as net from 'net';
import * as os from 'os';
import * as path from 'path';
import { spawnSync } from 'child_process';
import { FileContent } from '../../../lib/synth/output/file-content';
import { writeTree } from '../../../lib/synth/output/write-tree';
import { filesBelow, inTemporaryFolder } from '../../gitops/stages';
import { compileWriter, writerIn } from './compiled';
import { NEW, NEW_TREE, OLD, OLD_TREE, treeBelow, writeNewTree, writeOldTree } from './trees';
import { withOldTree } from './with-old-tree';

function inode(...file: string[]): number {
  return fs.lstatSync(path.join(...file)).ino;
}

test('turns the old tree into the new one and keeps other files', () => {
  withOldTree((directory, parent) => {
    expect(treeBelow(directory)).toEqual(OLD_TREE);
    writeNewTree(directory);
    expect(treeBelow(directory)).toEqual(NEW_TREE);
    expect(fs.readdirSync(parent)).toEqual(['dist']);
  });
});

test('renames only the file that changes', () => {
  withOldTree((directory) => {
    const inodes = () =>
      Object.fromEntries(Object.keys(treeBelow(directory)).map((file) => [file, inode(directory, file)]));
    const before = inodes();
    writeTree(directory, [...OLD, ['manifests/a/a.yaml', { text: 'changed' }]], [...OLD.keys()]);
    const after = inodes();
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(Object.keys(after).filter((file) => after[file] !== before[file])).toEqual(['manifests/a/a.yaml']);
  });
});

test.each([
  ['a file is in the place of a folder', 'NOTES/file', "'DIR/NOTES' is a file, but a folder belongs there; remove it"],
  ['a folder is in the place of a file', 'empty', "'DIR/empty' is a folder, but a file belongs there; remove it"],
  [
    'a symbolic link leads out of the directory',
    'out/file',
    "'DIR/out' is a symbolic link out of the directory; remove it",
  ],
])('changes nothing when %s', (_, file, message) => {
  withOldTree((directory, parent) => {
    fs.mkdirSync(path.join(parent, 'outside'));
    fs.symlinkSync('../outside', path.join(directory, 'out'));
    const before = treeBelow(parent);
    expect(() => {
      writeNewTree(directory, [...NEW, [file, { text: '' }]]);
    }).toThrow(`cannot write the bundle to '${directory}': ${message.replace('DIR', directory)}; nothing was changed`);
    expect(treeBelow(parent)).toEqual(before);
  });
});

test.each([
  ['file', 'file/below'],
  ['file/below', 'file'],
  ['new/file', 'new/file/below'],
])('rejects a bundle with the files %s and %s', (...files) => {
  inTemporaryFolder((directory) => {
    expect(() => {
      writeTree(
        directory,
        files.map((file) => [file, { text: '' }]),
        [],
      );
    }).toThrow(/is both a file and a folder of the bundle|a file stands where a folder is required/);
    expect(fs.readdirSync(directory)).toEqual([]);
  });
});

test('does not remove a stale file through a symbolic link out of the directory', () => {
  withOldTree((directory, parent) => {
    fs.mkdirSync(path.join(parent, 'outside'));
    fs.writeFileSync(path.join(parent, 'outside', 'file'), 'mine');
    fs.symlinkSync('../outside', path.join(directory, 'out'));
    writeTree(directory, NEW, [...OLD.keys(), 'out/file']);
    expect(fs.readFileSync(path.join(parent, 'outside', 'file'), 'utf8')).toBe('mine');
  });
});

test('does not touch unchanged files or files of other programs', () => {
  withOldTree((directory) => {
    const same = ['README.md', 'kubectl/install.sh', 'NOTES', 'manifests/a/note'];
    const before = same.map((file) => [inode(directory, file), fs.statSync(path.join(directory, file)).mtimeMs]);
    const changed = inode(directory, 'kubectl/uninstall.sh');
    writeNewTree(directory);
    expect(same.map((file) => [inode(directory, file), fs.statSync(path.join(directory, file)).mtimeMs])).toEqual(
      before,
    );
    expect(inode(directory, 'kubectl/uninstall.sh')).not.toBe(changed);
  });
});

test('does not touch a directory in which nothing changes', () => {
  withOldTree((directory, parent) => {
    writeNewTree(directory);
    const identity = () => [inode(directory), fs.statSync(directory).ctimeMs];
    const before = identity();
    writeNewTree(directory);
    expect(identity()).toEqual(before);
    expect(fs.readdirSync(parent)).toEqual(['dist']);
  });
});

test('removes a stale file if nothing else changes', () => {
  withOldTree((directory) => {
    writeTree(directory, [], ['manifests/gone/gone.yaml', 'never/there']);
    const expected: { [file: string]: string } = { ...OLD_TREE };
    delete expected['manifests/gone'];
    delete expected['manifests/gone/gone.yaml'];
    expect(treeBelow(directory)).toEqual(expected);
  });
});

test('changes nothing when another run has written to the directory meanwhile', () => {
  withOldTree((directory, parent) => {
    const compiled = compileWriter();
    function* files(): Generator<[string, FileContent]> {
      yield ['stages.json', { text: 'newer' }];
      spawnSync(process.execPath, [writerIn(compiled), directory]);
    }
    try {
      expect(() => {
        writeNewTree(directory, files());
      }).toThrow(
        `cannot write the bundle to '${directory}': another process has written to it meanwhile; nothing was changed`,
      );
      expect(treeBelow(directory)).toEqual(NEW_TREE);
      expect(fs.readdirSync(parent)).toEqual(['dist']);
    } finally {
      fs.rmSync(compiled, { recursive: true });
    }
  });
});

test('gives new folders the group of a directory with the setgid bit', () => {
  withOldTree((directory) => {
    fs.chmodSync(directory, 0o2755);
    writeNewTree(directory, new Map([['added/file', { text: '' }]]));
    expect(fs.statSync(path.join(directory, 'added')).mode & 0o2000).toBe(0o2000);
  });
});

test('replaces a file with several hard links instead of writing to it', () => {
  withOldTree((directory, parent) => {
    const link = path.join(parent, 'link');
    fs.linkSync(path.join(directory, 'stages.json'), link);
    writeNewTree(directory, [['stages.json', { text: 'old' }], ...NEW]);
    expect(fs.readFileSync(link, 'utf8')).toBe('old');
    expect(treeBelow(directory)).toEqual(NEW_TREE);
  });
});

test('writes the last of two files with the same path', () => {
  inTemporaryFolder((directory) => {
    const files: [string, FileContent][] = ['a', 'b', 'a'].map((text) => ['file', { text }]);
    writeTree(directory, files.slice(0, 2), []);
    expect(filesBelow(directory)).toEqual({ file: 'b' });
    writeTree(directory, files, []);
    expect(filesBelow(directory)).toEqual({ file: 'a' });
    writeTree(directory, files, []);
    expect(filesBelow(directory)).toEqual({ file: 'a' });
  });
});

test('removes folders left empty by stale files', () => {
  inTemporaryFolder((folder) => {
    writeTree(folder, new Map([['old/deep/file', { text: 'old' }]]), []);
    writeTree(folder, new Map([['new', { text: 'new' }]]), ['old/deep/file', 'never/there']);
    expect(fs.readdirSync(folder)).toEqual(['new']);
  });
});

test('rethrows a rendering error and changes nothing', () => {
  withOldTree((directory, parent) => {
    const error = Object.assign(new Error('not rendered'), { code: 'EXDEV' });
    function* files(): Generator<[string, FileContent]> {
      yield* NEW;
      throw error;
    }
    for (const outdir of [directory, path.join(parent, 'not', 'there')]) {
      let caught: unknown;
      try {
        writeNewTree(outdir, files());
      } catch (thrown) {
        caught = thrown;
      }
      expect(caught).toBe(error);
    }
    expect(treeBelow(directory)).toEqual(OLD_TREE);
    expect(fs.readdirSync(parent)).toEqual(['dist']);
  });
});

test('keeps the mode of an existing directory, and creates a new one with the default mode', () => {
  inTemporaryFolder((parent) => {
    const directory = path.join(parent, 'dist');
    const mode = () => fs.statSync(directory).mode & 0o7777;
    fs.mkdirSync(path.join(parent, 'usual'));
    writeTree(directory, OLD, []);
    expect(mode()).toBe(fs.statSync(path.join(parent, 'usual')).mode & 0o7777);
    fs.chmodSync(directory, 0o2750);
    writeNewTree(directory);
    expect(mode()).toBe(0o2750);
    fs.rmSync(directory, { recursive: true });
    fs.mkdirSync(directory, { mode: 0o700 });
    writeNewTree(directory);
    expect(mode()).toBe(0o700);
  });
});

test('follows a symbolic link to the directory, even if that does not exist yet', () => {
  inTemporaryFolder((parent) => {
    const link = path.join(parent, 'link');
    const directory = path.join(parent, 'far', 'away');
    fs.symlinkSync('far/away', link);
    writeOldTree(link);
    expect(treeBelow(directory)).toEqual(OLD_TREE);
    writeNewTree(link);
    expect(treeBelow(directory)).toEqual(NEW_TREE);
    expect(fs.readlinkSync(link)).toBe('far/away');
    expect(fs.readdirSync(parent)).toEqual(['far', 'link']);
    expect(fs.readdirSync(path.join(parent, 'far'))).toEqual(['away']);
  });
});

describe('writing in place', () => {
  /** Expects the new tree in the same directory. */
  function expectInPlace(directory: string, write: () => void): void {
    const before = inode(directory);
    write();
    expect(inode(directory)).toBe(before);
    expect(treeBelow(directory)).toMatchObject(NEW_TREE);
    expect(Object.keys(treeBelow(directory))).not.toContain('manifests/gone');
    expect(fs.readdirSync(path.dirname(directory))).toEqual(['dist']);
  }

  test('works from inside the directory', () => {
    withOldTree((directory) => {
      const before = process.cwd();
      process.chdir(path.join(directory, 'manifests'));
      try {
        expectInPlace(directory, () => {
          writeNewTree('..');
        });
        expect(fs.readdirSync('.')).toEqual(['a', 'more']);
      } finally {
        process.chdir(before);
      }
    });
  });

  test('keeps a socket', async () => {
    const server = net.createServer();
    const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'socket-'));
    try {
      const directory = path.join(parent, 'dist');
      writeOldTree(directory);
      await new Promise<void>((listening) => server.listen(path.join(directory, 'socket'), listening));
      expectInPlace(directory, () => {
        writeNewTree(directory);
      });
      expect(fs.lstatSync(path.join(directory, 'socket')).isSocket()).toBe(true);
    } finally {
      server.close();
      fs.rmSync(parent, { recursive: true });
    }
  });

  test('keeps a Git repository', () => {
    withOldTree((directory) => {
      fs.mkdirSync(path.join(directory, '.git'));
      expectInPlace(directory, () => {
        writeNewTree(directory);
      });
    });
  });

  test('keeps a read-only folder', () => {
    withOldTree((directory) => {
      fs.writeFileSync(path.join(directory, 'empty', 'note'), 'mine');
      fs.chmodSync(path.join(directory, 'empty'), 0o550);
      const before = inode(directory);
      writeNewTree(directory);
      expect(inode(directory)).toBe(before);
      expect(treeBelow(directory)).toMatchObject({ empty: 'dr-xr-x---', 'stages.json': '-rw-r--r-- new' });
    });
  });

  // Only Linux has such names.
  (process.platform === 'linux' ? test : test.skip)('keeps a file whose name is not valid UTF-8', () => {
    withOldTree((directory) => {
      const name = Buffer.concat([Buffer.from(`${directory}/`), Buffer.from([0xff])]);
      fs.writeFileSync(name, 'mine');
      writeNewTree(directory);
      expect(fs.readFileSync(name, 'utf8')).toBe('mine');
      expect(fs.readFileSync(path.join(directory, 'stages.json'), 'utf8')).toBe('new');
    });
  });

  test('follows a symbolic link to one of its folders', () => {
    withOldTree((directory, parent) => {
      fs.renameSync(path.join(directory, 'kubectl'), path.join(directory, 'scripts'));
      fs.symlinkSync('scripts', path.join(directory, 'kubectl'));
      writeNewTree(directory);
      expect(fs.readlinkSync(path.join(directory, 'kubectl'))).toBe('scripts');
      expect(treeBelow(directory)).toMatchObject({ 'scripts/uninstall.sh': '-rwxr-xr-x program' });
      expect(fs.readdirSync(parent)).toEqual(['dist']);
    });
  });
});
