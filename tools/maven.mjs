import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cachedFolder } from './cached.mjs';

/**
 * Downloads the dependencies of a pom.xml to the user's cache folder, unless these versions are already there. Returns the folder.
 *
 * @param name name of the program that needs them
 * @param pom pom.xml that pins every dependency, including transitive ones
 * @throws if Maven is not installed, or a dependency cannot be downloaded
 */
export function downloadJars(name, pom) {
  return cachedFolder(name, readFileSync(pom), (folder) => {
    const goal = [
      '--quiet',
      '--batch-mode',
      '--file',
      pom,
      'dependency:copy-dependencies',
      `-DoutputDirectory=${folder}`,
    ];
    execFileSync('mvn', goal, { stdio: ['ignore', 'inherit', 'inherit'] });
  });
}
