import * as fs from 'fs';
import * as path from 'path';
import { writeTree } from '../../lib/synth/write-tree';
import { filesBelow, inTemporaryFolder } from '../gitops/stages';

type Call = 'writeFileSync' | 'mkdtempSync' | 'renameSync';

jest.mock('fs', () => {
  const actual = jest.requireActual<typeof fs>('fs');
  const calls: Call[] = ['writeFileSync', 'mkdtempSync', 'renameSync'];
  return { ...actual, ...Object.fromEntries(calls.map((call) => [call, jest.fn(actual[call] as () => void)])) };
});

/** Makes the next such call fail as the operating system would. */
function failNext(call: Call, code: string): void {
  jest.mocked(fs[call] as () => void).mockImplementationOnce(() => {
    throw Object.assign(new Error('as the system says it'), { code });
  });
}

test.each([
  ['mkdtempSync', 'EACCES', 'no permission (EACCES); nothing was changed'],
  ['mkdtempSync', 'EROFS', 'the file system is read-only (EROFS); nothing was changed'],
  ['writeFileSync', 'ENOSPC', 'the disk is full (ENOSPC); nothing was changed'],
  ['writeFileSync', 'EIO', 'as the system says it; nothing was changed'],
  ['renameSync', 'EPERM', 'no permission (EPERM); some of its files may be new already, so repeat the synth'],
] as const)('when %s fails with %s, the old files stay and nothing is left behind', (call, code, message) => {
  inTemporaryFolder((folder) => {
    writeTree(folder, new Map([['a/file', { text: 'old' }]]), []);
    failNext(call, code);
    expect(() => {
      writeTree(folder, new Map([['a/file', { text: 'new' }]]), ['a/file']);
    }).toThrow(`cannot write the bundle to '${folder}': ${message}`);
    expect(filesBelow(folder)).toEqual({ 'a/file': 'old' });
  });
});

test('the message is all there is to read', () => {
  inTemporaryFolder((folder) => {
    failNext('mkdtempSync', 'EACCES');
    try {
      writeTree(folder, new Map(), []);
      expect('thrown').toBe('not thrown');
    } catch (error) {
      expect((error as Error).stack).toBe(
        `Error: cannot write the bundle to '${folder}': no permission (EACCES); nothing was changed`,
      );
    }
  });
});

test('folders that are empty without a stale file go with it', () => {
  inTemporaryFolder((folder) => {
    writeTree(folder, new Map([['old/deep/file', { text: 'old' }]]), []);
    writeTree(folder, new Map([['new', { text: 'new' }]]), ['old/deep/file', 'never/there']);
    expect(fs.readdirSync(folder)).toEqual(['new']);
    expect(fs.existsSync(path.join(folder, 'old'))).toBe(false);
  });
});

test('a file that is as it should be is left alone, also when it is a program', () => {
  inTemporaryFolder((folder) => {
    const tree = (text: string, executable: boolean) =>
      new Map([
        ['same', { text: 'same' }],
        ['other', { text, executable }],
      ]);
    const inodes = () => ['same', 'other'].map((file) => fs.statSync(path.join(folder, file)).ino);
    writeTree(folder, tree('a', false), []);
    const [same, other] = inodes();
    writeTree(folder, tree('a', false), ['same', 'other']);
    expect(inodes()).toEqual([same, other]);
    writeTree(folder, tree('a', true), ['same', 'other']);
    expect(fs.statSync(path.join(folder, 'other')).mode & 0o100).toBe(0o100);
    writeTree(folder, tree('b', true), ['same', 'other']);
    expect(filesBelow(folder)).toEqual({ same: 'same', other: 'b' });
    expect(inodes()[0]).toBe(same);
  });
});
