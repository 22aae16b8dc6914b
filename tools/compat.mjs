// Compares the public API with that of the last release, and fails on a change that breaks programs: npm run compat
//   node tools/compat.mjs    after a build; in the folder of the package
//
// The release is the last tag v*, of which the assembly is built in a temporary worktree. Intended breaks are listed in
// .compatignore, by the keys that jsii-diff prints.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const tag = lastRelease();
if (tag === undefined) {
  console.log('There is no release yet, that is, no tag v*: nothing to compare the API with.');
} else {
  const folder = join(mkdtempSync(join(tmpdir(), 'compat-')), tag);
  try {
    run('git', 'worktree', 'add', '--quiet', '--detach', folder, tag);
    run('npm', 'ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--silent');
    run('npm', 'run', '--prefix', folder, '--silent', 'build');
    console.log(`Comparing the API with that of ${tag}.`);
    const options = ['--error-on=all', '--keys', '--ignore-file=.compatignore'];
    // Not by npx, which takes the options for its own.
    const { status } = spawnSync(join('node_modules', '.bin', 'jsii-diff'), [...options, folder, '.'], {
      stdio: 'inherit',
    });
    process.exitCode = status ?? 1;
  } finally {
    run('git', 'worktree', 'remove', '--force', folder);
    rmSync(join(folder, '..'), { recursive: true, force: true });
  }
}

/** The last release before this commit, which may be tagged as the next one. */
function lastRelease() {
  const args = ['describe', '--tags', '--abbrev=0', '--match', 'v*', 'HEAD^'];
  const { status, stdout } = spawnSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? stdout.trim() : undefined;
}

function run(command, ...args) {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}
