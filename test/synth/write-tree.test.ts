import * as fs from 'fs';
import * as net from 'net';
import * as os from 'os';
import * as path from 'path';
import { spawnSync } from 'child_process';
import { FileContent, writeTree } from '../../lib/synth/write-tree';
import { filesBelow, inTemporaryFolder } from '../gitops/stages';
import { compileWriter, writerIn } from './compiled';
import { NEW, NEW_TREE, OLD, OLD_TREE, treeBelow, writeNewTree, writeOldTree } from './trees';
import { withOldTree } from './with-old-tree';

function inode(...file: string[]): number {
  return fs.lstatSync(path.join(...file)).ino;
}

test('the old tree becomes the new one, and what else is there comes along', () => {
  withOldTree((directory, parent) => {
    expect(treeBelow(directory)).toEqual(OLD_TREE);
    writeNewTree(directory);
    expect(treeBelow(directory)).toEqual(NEW_TREE);
    expect(fs.readdirSync(parent)).toEqual(['dist']);
  });
});

test('the whole tree is swapped', () => {
  withOldTree((directory) => {
    const before = inode(directory);
    writeNewTree(directory);
    expect(inode(directory)).not.toBe(before);
  });
});

test('files that are as they should be, and those of somebody else, stay the same files', () => {
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

test('a directory that is as it should be is not touched', () => {
  withOldTree((directory, parent) => {
    writeNewTree(directory);
    const identity = () => [inode(directory), fs.statSync(directory).ctimeMs];
    const before = identity();
    writeNewTree(directory);
    expect(identity()).toEqual(before);
    expect(fs.readdirSync(parent)).toEqual(['dist']);
  });
});

test('a stale file alone is reason enough to write', () => {
  withOldTree((directory) => {
    writeTree(directory, [], ['manifests/gone/gone.yaml', 'never/there']);
    const expected: { [file: string]: string } = { ...OLD_TREE };
    delete expected['manifests/gone'];
    delete expected['manifests/gone/gone.yaml'];
    expect(treeBelow(directory)).toEqual(expected);
  });
});

test('a tree that another run has written meanwhile is left alone', () => {
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
        `cannot write the bundle to '${directory}': another synth has written there meanwhile; nothing was changed`,
      );
      expect(treeBelow(directory)).toEqual(NEW_TREE);
      expect(fs.readdirSync(parent)).toEqual(['dist']);
    } finally {
      fs.rmSync(compiled, { recursive: true });
    }
  });
});

test('new folders get the group of the directory, if its mode says so', () => {
  withOldTree((directory) => {
    fs.chmodSync(directory, 0o2755);
    writeNewTree(directory, new Map([['added/file', { text: '' }]]));
    expect(fs.statSync(path.join(directory, 'added')).mode & 0o2000).toBe(0o2000);
  });
});

test('an old file is never written to, whoever else has a link to it', () => {
  withOldTree((directory, parent) => {
    const link = path.join(parent, 'link');
    fs.linkSync(path.join(directory, 'stages.json'), link);
    writeNewTree(directory, [['stages.json', { text: 'old' }], ...NEW]);
    expect(fs.readFileSync(link, 'utf8')).toBe('old');
    expect(treeBelow(directory)).toEqual(NEW_TREE);
  });
});

test('of two files with one path the later counts', () => {
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

test('folders that are empty without a stale file go with it', () => {
  inTemporaryFolder((folder) => {
    writeTree(folder, new Map([['old/deep/file', { text: 'old' }]]), []);
    writeTree(folder, new Map([['new', { text: 'new' }]]), ['old/deep/file', 'never/there']);
    expect(fs.readdirSync(folder)).toEqual(['new']);
  });
});

test('an error of rendering comes out as it is, and nothing has happened', () => {
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

test('an old directory keeps its mode, a new one has the usual one', () => {
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

test('a directory behind a symbolic link is written where it is, also when it is not there yet', () => {
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

describe('files are written in place', () => {
  /** Says that the directory is still the same, and has the new tree. */
  function expectInPlace(directory: string, write: () => void): void {
    const before = inode(directory);
    write();
    expect(inode(directory)).toBe(before);
    expect(treeBelow(directory)).toMatchObject(NEW_TREE);
    expect(Object.keys(treeBelow(directory))).not.toContain('manifests/gone');
    expect(fs.readdirSync(path.dirname(directory))).toEqual(['dist']);
  }

  test('where the process works', () => {
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

  test('beside a socket', async () => {
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

  test('beside a Git repository', () => {
    withOldTree((directory) => {
      fs.mkdirSync(path.join(directory, '.git'));
      expectInPlace(directory, () => {
        writeNewTree(directory);
      });
    });
  });

  test('beside a folder that not even its owner may change', () => {
    withOldTree((directory) => {
      fs.writeFileSync(path.join(directory, 'empty', 'note'), 'mine');
      fs.chmodSync(path.join(directory, 'empty'), 0o550);
      const before = inode(directory);
      writeNewTree(directory);
      expect(inode(directory)).toBe(before);
      expect(treeBelow(directory)).toMatchObject({ empty: 'dr-xr-x---', 'stages.json': '-rw-r--r-- new' });
    });
  });

  // Elsewhere there are no such names.
  (process.platform === 'linux' ? test : test.skip)('beside a file whose name is no text', () => {
    withOldTree((directory) => {
      const name = Buffer.concat([Buffer.from(`${directory}/`), Buffer.from([0xff])]);
      fs.writeFileSync(name, 'mine');
      writeNewTree(directory);
      expect(fs.readFileSync(name, 'utf8')).toBe('mine');
      expect(fs.readFileSync(path.join(directory, 'stages.json'), 'utf8')).toBe('new');
    });
  });

  test('through a symbolic link to one of its folders', () => {
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
