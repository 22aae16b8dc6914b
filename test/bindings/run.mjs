// Runs the tests that are written in other languages, against the packages that jsii makes of this one for them.
//   npm run test:bindings    after npm run build
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPythonPackages } from '../../tools/pip.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');
const PACKAGES = join(ROOT, 'build', 'packages');

const LANGUAGES = { python };

for (const [language, test] of Object.entries(LANGUAGES)) {
  console.log(`== ${language}`);
  if (!test()) process.exitCode = 1;
}

function python() {
  if (spawnSync('python3', ['-m', 'pip', '--version'], { stdio: 'ignore' }).status !== 0) {
    return skip('python', 'there is no python3 with pip');
  }
  const site = installWheel();
  const folder = join(HERE, 'python');
  const packages = installPythonPackages('bindings', join(folder, 'requirements.txt'));
  const env = { PYTHONPATH: [site, packages].join(':'), PYTHONDONTWRITEBYTECODE: '1' };
  return (
    run('python3', ['-m', 'unittest', 'discover', '--start-directory', folder], env) &&
    run(join(site, 'bin', 'cdk8s-spinkube'), ['validate', 'dist/manifests'], env)
  );
}

/** Builds the wheel and unpacks it as pip does, with its command. */
function installWheel() {
  rmSync(join(PACKAGES, 'python'), { recursive: true, force: true });
  pacmak('python');
  const wheels = readdirSync(join(PACKAGES, 'python')).filter((file) => file.endsWith('.whl'));
  const site = join(PACKAGES, 'python', 'site');
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--root-user-action=ignore', '--target', site];
  execFileSync('python3', [...pip, ...wheels.map((file) => join(PACKAGES, 'python', file))], { stdio: 'inherit' });
  return site;
}

function pacmak(language, ...options) {
  execFileSync('npx', ['jsii-pacmak', '--target', language, '--outdir', PACKAGES, ...options], {
    cwd: ROOT,
    env: quiet(),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function run(command, arguments_, env) {
  return spawnSync(command, arguments_, { cwd: ROOT, env: { ...quiet(), ...env }, stdio: 'inherit' }).status === 0;
}

/** The environment, in which jsii does not complain of the version of Node. */
function quiet() {
  return { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] };
}

/** True if the other languages may continue: not in CI, where every toolchain must be installed. */
function skip(language, reason) {
  console.log(`skipped: ${language}: ${reason}`);
  return process.env.CI === undefined;
}
