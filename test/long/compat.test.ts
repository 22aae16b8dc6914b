import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { inTemporaryFolder } from '../gitops/stages';

const TOOL = path.join(__dirname, '..', '..', 'tools', 'compat.mjs');

/** Runs the comparison in a repository of two commits with some tags. Its package has a build that fails. */
function compat(tags: { readonly [tag: string]: string }): {
  status: number | null;
  output: string;
  worktrees: number;
} {
  return inTemporaryFolder((cwd) => {
    const git = (...args: string[]) => execFileSync('git', args, { cwd, encoding: 'utf8' });
    git('init', '--quiet');
    git('config', 'user.name', 'maintainer');
    git('config', 'user.email', 'maintainer@example.com');
    const manifest = { name: 'library', version: '1.0.0', scripts: { build: 'echo the build fails >&2; exit 1' } };
    fs.writeFileSync(path.join(cwd, 'package.json'), JSON.stringify(manifest));
    fs.writeFileSync(
      path.join(cwd, 'package-lock.json'),
      JSON.stringify({ name: 'library', version: '1.0.0', lockfileVersion: 3, packages: { '': manifest } }),
    );
    git('add', '.');
    git('commit', '--quiet', '--message', 'one');
    git('commit', '--quiet', '--allow-empty', '--message', 'two');
    for (const [tag, commit] of Object.entries(tags)) {
      git('tag', tag, commit);
    }
    const { status, stderr, stdout } = spawnSync(process.execPath, [TOOL], { cwd, encoding: 'utf8' });
    return { status, output: stdout + stderr, worktrees: git('worktree', 'list').trim().split('\n').length };
  });
}

test.each([
  ['no tags', {}],
  ['the tag of this commit', { 'v1.0.0': 'HEAD' }],
  ['tags of other things', { latest: 'HEAD^' }],
])('has nothing to compare with: %s', (_, tags) => {
  const { status, output } = compat(tags);
  expect(output).toContain('There is no release yet');
  expect(status).toBe(0);
});

test('fails if the last release does not build, and leaves no worktree', () => {
  const { status, output, worktrees } = compat({ 'v0.9.0': 'HEAD^' });
  expect(output).toContain('the build fails');
  expect({ status, worktrees }).toEqual({ status: 1, worktrees: 1 });
});
