import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cachedFolder } from './cached.mjs';

/**
 * Installs Python packages in the user's cache folder, unless these versions are already installed. Returns the folder.
 *
 * @param name name of the tool that the packages provide
 * @param requirements requirements file that pins every package, including transitive dependencies
 * @throws if Python with pip is not installed, or a package cannot be downloaded
 */
export function installPythonPackages(name, requirements) {
  return cachedFolder(name, readFileSync(requirements), (folder) => {
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--root-user-action=ignore', '--target', folder];
    try {
      execFileSync('python3', [...pip, '--requirement', requirements], { stdio: ['ignore', 'ignore', 'pipe'] });
    } catch (error) {
      throw new Error(`Python with pip is needed to fetch ${name}: ${error.message}`, { cause: error });
    }
  });
}
