import { execFileSync } from 'child_process';
import { isManifestFile } from '../validation/documents/read-files';
import { UnusableInput } from '../validation/documents/unusable-input';
import { TreeFiles } from './tree';

/** Modes of files, as opposed to links and submodules. */
const FILE_MODES = ['100644', '100755'];

const LARGEST_OUTPUT = 2 ** 30;

/**
 * The manifests at a revision of Git.
 *
 * @param revision a tree as Git names it: `HEAD~1:dist`, or `HEAD~1:./dist` from the working directory
 * @throws UnusableInput if there is no such tree, or no Git
 */
export function filesAtRevision(revision: string): TreeFiles {
  const tree = git(['rev-parse', '--verify', '--quiet', '--end-of-options', revision], revision).trim();
  const entries = git(['ls-tree', '-r', '-z', '--full-tree', tree], revision)
    .split('\0')
    .filter(Boolean)
    .map((entry) => {
      const [description, file] = entry.split('\t');
      const [mode, , hash] = description.split(' ');
      return { file, hash, mode };
    })
    .filter(({ file, mode }) => FILE_MODES.includes(mode) && isManifestFile(file));
  const contents = readBlobs(
    entries.map(({ hash }) => hash),
    revision,
  );
  return new Map(entries.map(({ file }, index) => [file, contents[index]]));
}

/** Contents by hash. Git prints each as a line that ends with its size, and then the content and a line end. */
function readBlobs(hashes: readonly string[], revision: string): string[] {
  const output = run(['cat-file', '--batch'], revision, `${hashes.join('\n')}\n`);
  let at = 0;
  return hashes.map(() => {
    const start = output.indexOf('\n', at) + 1;
    const size = Number(output.toString('utf8', at, start).trim().split(' ').at(-1));
    at = start + size + 1;
    return output.toString('utf8', start, start + size);
  });
}

function git(args: readonly string[], revision: string): string {
  return run(args, revision).toString();
}

function run(args: readonly string[], revision: string, input = ''): Buffer {
  try {
    return execFileSync('git', args, {
      env: process.env,
      input,
      maxBuffer: LARGEST_OUTPUT,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UnusableInput(
      isMissing
        ? `'${revision}' is not a folder, and without git it cannot be read as a revision; install git, or use a folder`
        : `'${revision}' is neither a folder nor a Git revision with that folder; use one that exists, such as HEAD~1 or main:dist`,
    );
  }
}
