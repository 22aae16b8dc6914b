// `npm run prepare`: builds a clone that npm installs from Git, as pre-commit does. `npm ci`, in a checkout to work in, only
// bundles the program of `npm run synth`.
// `npm run prepack`, with the argument `--pack`: always builds, so that no stale or empty package is packed.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const packs = process.argv.includes('--pack');

if (packs || (process.env.npm_command !== 'ci' && !existsSync(join(ROOT, 'build', 'bin')))) {
  // With `npm install --global`, npm runs this script before it has installed the tools that it needs.
  if (!existsSync(join(ROOT, 'node_modules', 'jsii'))) npm('ci', '--ignore-scripts');
  npm('run', 'build');
}

if (process.env.npm_command === 'ci') {
  execFileSync(process.execPath, [join('tools', 'run.mjs'), '--bundle', 'main.ts'], { cwd: ROOT, stdio: 'inherit' });
}

function npm(...args) {
  execFileSync('npm', args, {
    cwd: ROOT,
    env: { ...process.env, npm_config_global: 'false' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
