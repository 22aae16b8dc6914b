// Runs ShellCheck over the scripts that bundles bring. Needs Python with pip, which fetches it once, by its version.
//   npm run lint:scripts
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

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
  const scripts = bundles().flatMap((folder) => scriptsBelow(folder));
  if (scripts.length === 0) throw new Error("there are no scripts; run 'npm run synth'");
  const { status } = spawnSync(
    install(),
    ['--shell=sh', '--enable=all', '--exclude=SC2250,SC2310,SC2312', ...scripts],
    {
      stdio: 'inherit',
    },
  );
  console.log(`${scripts.length} scripts: ${scripts.map((script) => relative(ROOT, script)).join(', ')}`);
  process.exitCode = status ?? 1;
}

function bundles() {
  const examples = readdirSync(join(ROOT, 'examples')).map((name) => join(ROOT, 'examples', name, 'dist'));
  return [join(ROOT, 'dist'), ...examples].filter((folder) => existsSync(folder));
}

function scriptsBelow(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.sh')).map((file) => join(folder, file));
}

/** Installs it below the user's cache folder, unless this version is there. */
function install() {
  const version = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'cdk8s-spinkube', `shellcheck-${version}`);
  const program = join(folder, 'bin', 'shellcheck');
  if (!existsSync(program)) {
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--root-user-action=ignore', '--target', folder];
    try {
      execFileSync('python3', [...pip, '--requirement', REQUIREMENTS], { stdio: ['ignore', 'ignore', 'pipe'] });
    } catch (error) {
      throw new Error(`Python with pip is needed to fetch ShellCheck: ${error.message}`, { cause: error });
    }
  }
  return program;
}
