// Runs the tests that are written in other languages, against the packages that jsii makes of this one for them.
//   npm run test:bindings    after npm run build
import { execFileSync, spawnSync } from 'node:child_process';
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
  generate('python');
  const folder = join(HERE, 'python');
  const packages = installPythonPackages('bindings', join(folder, 'requirements.txt'));
  const env = { PYTHONPATH: [join(PACKAGES, 'python', 'src'), packages].join(':'), PYTHONDONTWRITEBYTECODE: '1' };
  return run('python3', ['-m', 'unittest', 'discover', '--start-directory', folder], env);
}

function generate(language) {
  execFileSync('npx', ['jsii-pacmak', '--code-only', '--target', language, '--outdir', PACKAGES], {
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
