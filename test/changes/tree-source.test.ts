import { execFileSync } from 'child_process';
import * as fs from 'fs';
import { Tree } from '../../lib/changes/tree';
import { treeAt } from '../../lib/changes/tree-source';
import { UnusableInput } from '../../lib/validation/documents/unusable-input';
import { inEmptyFolder, write } from '../bin/command';

inEmptyFolder();

const namespace = (name: string) => `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}}\n`;

/** The names of objects by cluster and stage. */
function namesIn({ clusters }: Tree): object {
  return Object.fromEntries(
    clusters.map(({ name, stages }) => [
      name,
      Object.fromEntries(stages.map((stage) => [stage.name, stage.objects.map(({ metadata }) => metadata.name)])),
    ]),
  );
}

function git(...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { stdio: 'ignore' });
}

/** Writes files and commits them. */
function commit(files: { readonly [name: string]: string }): void {
  if (!fs.existsSync('.git')) {
    git('init', '--quiet', '--initial-branch=main');
  }
  Object.entries(files).forEach(([file, text]) => {
    write(file, text);
  });
  git('add', '--all');
  git('commit', '--quiet', '--message=a');
}

const inventory = (...stages: string[]) =>
  JSON.stringify({
    stages: stages.map((name) => ({ name, dependsOn: ['before'], path: `manifests/${name}.yaml`, objects: [] })),
  });

describe('a folder', () => {
  test('is one cluster with a stage for each folder', () => {
    write('tree/b/one.yaml', `${namespace('b1')}---\n${namespace('b2')}`);
    write('tree/b/two.json', JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'b3' } }));
    write('tree/a/deep/one.yml', namespace('a'));
    write('tree/root.yaml', namespace('root'));
    write('tree/a/values.yaml', 'replicas: 1\n');
    write('tree/a/kustomization.yaml', 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n');
    write('tree/a/README.md', '# A');
    write('tree/.hidden/a.yaml', namespace('hidden'));
    write('tree/node_modules/a.yaml', namespace('module'));
    const expected = { '.': { 'a/deep/': ['a'], 'b/': ['b1', 'b2', 'b3'], './': ['root'] } };
    expect(namesIn(treeAt('tree', 'tree'))).toEqual(expected);
    process.chdir('tree');
    expect(namesIn(treeAt('.', '.'))).toEqual(expected);
    expect(namesIn(treeAt('root.yaml', '.'))).toEqual({ '.': { './': ['root'] } });
  });

  test('with a bundle has its clusters and stages in order, and then other folders', () => {
    write('dist/stages.json', inventory('z', 'a'));
    write('dist/manifests/a.yaml', namespace('a'));
    write('dist/manifests/z.yaml', namespace('z'));
    write('dist/flux/b.yaml', namespace('b'));
    write('dist/eu/stages.json', inventory('apps'));
    write('dist/eu/manifests/apps.yaml', namespace('apps'));
    const tree = treeAt('dist', 'dist');
    expect(namesIn(tree)).toEqual({ '.': { z: ['z'], a: ['a'], 'flux/': ['b'] }, eu: { apps: ['apps'] } });
    expect(tree.clusters[0].stages.map(({ name, dependsOn }) => [name, dependsOn])).toEqual([
      ['z', ['before']],
      ['a', ['before']],
      ['flux/', []],
    ]);
  });

  test('without manifests has no objects', () => {
    fs.mkdirSync('empty');
    expect(namesIn(treeAt('empty', 'empty'))).toEqual({ '.': {} });
  });

  test('is rejected if a file cannot be read', () => {
    write('tree/a.yaml', namespace('a'));
    fs.symlinkSync('gone.yaml', 'tree/b.yaml');
    expect(() => treeAt('tree', 'tree')).toThrow(
      new UnusableInput("'tree/b.yaml' cannot be read (ENOENT); make it readable, or remove it"),
    );
  });
});

describe('a revision of Git', () => {
  beforeEach(() => {
    commit({ 'dist/a/a.yaml': namespace('old'), 'dist/a/ä b.yaml': namespace('odd'), 'dist/.hidden/a.yaml': 'a: [' });
    git('tag', 'first');
    commit({ 'dist/a/a.yaml': namespace('new'), 'other.yaml': namespace('other') });
    write('dist/a/a.yaml', namespace('work'));
  });

  test.each([
    ['HEAD:dist', 'dist', { 'a/': ['new', 'odd'] }],
    ['HEAD~1:dist', 'dist', { 'a/': ['old', 'odd'] }],
    ['first', 'dist', { 'a/': ['old', 'odd'] }],
    ['first', './dist/a', { './': ['old', 'odd'] }],
    ['first', 'HEAD:dist', { 'a/': ['old', 'odd'] }],
    ['main', 'first', { 'dist/a/': ['new', 'odd'], './': ['other'] }],
    ['dist', 'HEAD', { 'a/': ['work', 'odd'] }],
  ])('%s, compared with %s, has its manifests', (revision, other, expected) => {
    expect(namesIn(treeAt(revision, other))).toEqual({ '.': expected });
  });

  test('without a folder is that of the working directory', () => {
    process.chdir('dist');
    expect(namesIn(treeAt('first', '.'))).toEqual({ '.': { 'a/': ['old', 'odd'] } });
    expect(namesIn(treeAt('first:./a', '.'))).toEqual({ '.': { './': ['old', 'odd'] } });
  });

  test('has no links', () => {
    fs.symlinkSync('a.yaml', 'dist/a/link.yaml');
    commit({});
    expect(namesIn(treeAt('HEAD', 'dist'))).toEqual({ '.': { 'a/': ['work', 'odd'] } });
  });

  test.each(['gone', 'HEAD~9:dist', 'HEAD:gone', 'HEAD:other.yaml', '--help', ''])(
    'is rejected if it is %p',
    (name) => {
      expect(() => treeAt(name, 'dist')).toThrow(/is neither a folder nor a Git revision with that folder; use one/);
    },
  );

  test('is rejected without git', () => {
    const { PATH } = process.env;
    process.env.PATH = process.cwd();
    try {
      expect(() => treeAt('HEAD', 'dist')).toThrow(
        "'HEAD:./dist' is not a folder, and without git it cannot be read as a revision; install git, or use a folder",
      );
    } finally {
      process.env.PATH = PATH;
    }
  });
});
