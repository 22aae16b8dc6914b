// Runs ShellCheck over the scripts of bundles, of smoke tests and of an upgrade. Needs Python with pip, which downloads it once, at a pinned version.
//   npm run lint:scripts
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { committedBundles } from '../bundles.mjs';
import { installPythonPackages } from '../pip.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');
const REQUIREMENTS = join(HERE, 'requirements.txt');

try {
  main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function main() {
  const scripts = committedBundles().flatMap((folder) => scriptsBelow(folder));
  if (scripts.length === 0) throw new Error("found no scripts; run 'npm run synth'");
  scripts.push(join(ROOT, 'lib', 'app', 'smoke-test.sh'), upgradeScript());
  const shellcheck = join(installPythonPackages('shellcheck', REQUIREMENTS), 'bin', 'shellcheck');
  const { status } = spawnSync(
    shellcheck,
    ['--shell=sh', '--enable=all', '--exclude=SC2250,SC2310,SC2312', ...scripts],
    {
      stdio: 'inherit',
    },
  );
  console.log(`${scripts.length} scripts: ${scripts.map((script) => relative(ROOT, script)).join(', ')}`);
  process.exitCode = status ?? 1;
}

/** A script of `upgrade-plan`, which no bundle contains. */
function upgradeScript() {
  const file = join(mkdtempSync(join(tmpdir(), 'upgrade-')), 'upgrade.sh');
  const releases = ['--from-release', '2024.05', '--to-release', '2026.11'];
  const command = ['--import', 'tsx', join(ROOT, 'bin', 'cdk8s-spinkube.ts'), 'upgrade-plan', '--script', file];
  execFileSync(process.execPath, [...command, ...releases], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  return file;
}

function scriptsBelow(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.sh')).map((file) => join(folder, file));
}
