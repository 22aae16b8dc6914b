// `npm run prepare`: builds a clone that npm installs from Git, as pre-commit does. `npm ci`, in a checkout to work in, builds
// nothing, and neither does packing what is built.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

if (process.env.npm_command !== 'ci' && !existsSync(join(ROOT, 'build', 'bin'))) {
  // With `npm install --global`, npm runs this script before it has installed the tools that it needs.
  if (!existsSync(join(ROOT, 'node_modules', 'jsii'))) npm('ci', '--ignore-scripts');
  npm('run', 'build');
}

function npm(...args) {
  execFileSync('npm', args, {
    cwd: ROOT,
    env: { ...process.env, npm_config_global: 'false' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
