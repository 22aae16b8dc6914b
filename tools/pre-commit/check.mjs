// Runs the hook of .pre-commit-hooks.yaml with pre-commit itself, as it is in the latest commit. Needs Python with pip, which
// fetches pre-commit once, and npm, which installs the hook.
//   npm run test:hook
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPythonPackages } from '../pip.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');

const APP = `apiVersion: core.spinkube.dev/v1alpha1
kind: SpinApp
metadata:
  name: hello
spec:
  image: ghcr.io/shop/hello:v1
  executor: shim
  replicas: `;

const scratch = mkdtempSync(join(tmpdir(), 'pre-commit-'));
try {
  main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function main() {
  const packages = installPythonPackages('pre-commit', join(HERE, 'requirements.txt'));
  const repository = join(scratch, 'repository');
  git('init', '--quiet', repository);
  const rev = git('-C', ROOT, 'rev-parse', 'HEAD');
  const config = { repos: [{ repo: ROOT, rev, hooks: [{ id: 'cdk8s-spinkube-validate' }] }] };
  writeFileSync(join(repository, '.pre-commit-config.yaml'), JSON.stringify(config));
  const commit = (replicas) => {
    writeFileSync(join(repository, 'app.yaml'), `${APP}${replicas}\n`);
    git('-C', repository, 'add', '.');
    return preCommit(packages, repository);
  };
  expect(commit(0), 1, "  8:3 error spin-app-replicas: 'spec.replicas' (0) must be at least 1");
  expect(commit(1), 0, 'Passed');
  console.log('the hook rejects an invalid SpinApp and passes a valid one');
}

function git(...args) {
  return execFileSync('git', args, { encoding: 'utf8' }).trim();
}

function preCommit(packages, repository) {
  return spawnSync('python3', ['-m', 'pre_commit', 'run', '--all-files', '--color=never'], {
    cwd: repository,
    encoding: 'utf8',
    env: {
      ...process.env,
      PRE_COMMIT_HOME: join(scratch, 'home'),
      PYTHONPATH: packages,
      npm_config_prefer_offline: 'true',
    },
  });
}

function expect({ error, status, stderr, stdout }, code, words) {
  if (error) throw error;
  if (status !== code || !stdout.includes(words)) {
    throw new Error(`pre-commit has exited with ${status} instead of ${code}, without '${words}':\n${stdout}${stderr}`);
  }
}
