import * as path from 'path';
import { STANDARD_INPUT } from '../../lib/validation/documents/read-texts';

/**
 * The path of a file from the root of its repository, with slashes, as GitHub shows it; undefined for the standard input.
 *
 * GitHub Actions names the root in GITHUB_WORKSPACE; elsewhere, it is the working directory.
 */
export function repositoryPath(file: string): string | undefined {
  const root = process.env.GITHUB_WORKSPACE ?? '';
  return file === STANDARD_INPUT ? undefined : path.relative(root, file).split(path.sep).join('/');
}
