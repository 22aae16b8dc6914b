import * as fs from 'fs';
import * as path from 'path';
import { FileContent, Files, FileTree } from '../../../lib/synth/output/file-content';
import { writeTree } from '../../../lib/synth/output/write-tree';

process.umask(0o022); // makes the modes below independent of the user

/** Files of an earlier synth. */
export const OLD: FileTree = new Map<string, FileContent>([
  ['README.md', { text: 'same' }],
  ['stages.json', { text: 'old' }],
  ['kubectl/install.sh', { text: 'same', executable: true }],
  ['kubectl/uninstall.sh', { text: 'program' }],
  ['manifests/a/a.yaml', { text: 'old a' }],
  ['manifests/gone/gone.yaml', { text: 'stale' }],
]);

/** Files of the next synth: some are unchanged, every other file differs. */
export const NEW: FileTree = new Map<string, FileContent>([
  ['README.md', { text: 'same' }],
  ['stages.json', { text: 'new' }],
  ['kubectl/install.sh', { text: 'same', executable: true }],
  ['kubectl/uninstall.sh', { text: 'program', executable: true }],
  ['manifests/a/a.yaml', { text: 'new a' }],
  ['manifests/more/deep/more.yaml', { text: 'added' }],
]);

/** Files of other programs in the same folder. */
const FOREIGN = {
  NOTES: '-rw-r--r-- mine',
  current: '-> kubectl/install.sh',
  empty: 'drwxr-x---',
  'manifests/a/note': '-rw------- mine',
};

export const OLD_TREE = {
  ...FOREIGN,
  'README.md': '-rw-r--r-- same',
  kubectl: 'drwxr-xr-x',
  'kubectl/install.sh': '-rwxr-xr-x same',
  'kubectl/uninstall.sh': '-rw-r--r-- program',
  manifests: 'drwxrwx---',
  'manifests/a': 'drwxr-xr-x',
  'manifests/a/a.yaml': '-rw-r--r-- old a',
  'manifests/gone': 'drwxr-xr-x',
  'manifests/gone/gone.yaml': '-rw-r--r-- stale',
  'stages.json': '-rw-r--r-- old',
};

export const NEW_TREE = {
  ...FOREIGN,
  'README.md': '-rw-r--r-- same',
  kubectl: 'drwxr-xr-x',
  'kubectl/install.sh': '-rwxr-xr-x same',
  'kubectl/uninstall.sh': '-rwxr-xr-x program',
  manifests: 'drwxrwx---',
  'manifests/a': 'drwxr-xr-x',
  'manifests/a/a.yaml': '-rw-r--r-- new a',
  'manifests/more': 'drwxr-xr-x',
  'manifests/more/deep': 'drwxr-xr-x',
  'manifests/more/deep/more.yaml': '-rw-r--r-- added',
  'stages.json': '-rw-r--r-- new',
};

/** Writes `OLD_TREE`. */
export function writeOldTree(directory: string): void {
  writeTree(directory, OLD, []);
  fs.writeFileSync(path.join(directory, 'NOTES'), 'mine');
  fs.symlinkSync('kubectl/install.sh', path.join(directory, 'current'));
  fs.mkdirSync(path.join(directory, 'empty'), { mode: 0o750 });
  fs.writeFileSync(path.join(directory, 'manifests', 'a', 'note'), 'mine', { mode: 0o600 });
  fs.chmodSync(path.join(directory, 'manifests'), 0o770);
}

/** Turns it into `NEW_TREE`. */
export function writeNewTree(directory: string, files: Files = NEW): void {
  writeTree(directory, files, [...OLD.keys()]);
}

/** Everything below a folder: type and mode, text, target of a link. */
export function treeBelow(folder: string): { [file: string]: string } {
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(files.map((file) => [file, describe(path.join(folder, file))]));
}

function describe(file: string): string {
  const stat = fs.lstatSync(file);
  if (stat.isSymbolicLink()) {
    return `-> ${fs.readlinkSync(file)}`;
  }
  const mode = Array.from('rwxrwxrwx', (letter, index) => (stat.mode & (0o400 >> index) ? letter : '-')).join('');
  return stat.isDirectory() ? `d${mode}` : `-${mode} ${stat.isFile() ? fs.readFileSync(file, 'utf8') : '?'}`;
}

/** Temporary files below a folder. */
export function leftoversBelow(folder: string): string[] {
  return fs.existsSync(folder) ? Object.keys(treeBelow(folder)).filter((file) => file.includes('.synth-')) : [];
}
