import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Installs Python packages in the user's cache folder, unless these versions are already installed. Returns the folder.
 *
 * @param name name of the tool that the packages provide
 * @param requirements requirements file that pins every package, including transitive dependencies
 * @throws if Python with pip is not installed, or a package cannot be downloaded
 */
export function installPythonPackages(name, requirements) {
  const version = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'cdk8s-spinkube', `${name}-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  // An interrupted installation leaves nothing that looks complete.
  const unfinished = mkdtempSync(`${folder}-`);
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--root-user-action=ignore', '--target', unfinished];
  try {
    execFileSync('python3', [...pip, '--requirement', requirements], { stdio: ['ignore', 'ignore', 'pipe'] });
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new Error(`Python with pip is needed to fetch ${name}: ${error.message}`, { cause: error });
  }
  return folder;
}
