import { execFileSync } from 'child_process';
import { isRepositoryUrl } from '../gitops/git-source';

/** The commit of a Git repository that a folder is in. */
export interface GitRevision {
  /** Address of the repository from which it was cloned, without a user or password, unless that is a folder. */
  readonly source?: string;

  /** The commit, as Flux writes it: `sha1:…`. */
  readonly revision: string;

  /** Time of the commit (RFC 3339, in UTC). */
  readonly created: string;

  /** True if files of the repository differ from the commit. */
  readonly isChanged: boolean;
}

/** The commit that a folder belongs to; undefined without Git, a repository or a commit. */
export function gitRevision(folder: string): GitRevision | undefined {
  const git = (...args: string[]) => output(folder, args);
  const found = git('log', '-1', '--format=%H %ct')?.split(' ');
  if (!found) {
    return undefined;
  }
  const [hash, seconds] = found;
  const source = git('config', '--get', 'remote.origin.url');
  return {
    source: source !== undefined && isRepositoryUrl(source) ? publicUrl(source) : undefined,
    revision: `${hash.length === 64 ? 'sha256' : 'sha1'}:${hash}`,
    created: timeOf(Number(seconds)),
    isChanged: git('status', '--porcelain', '--untracked-files=no') !== '',
  };
}

/** Seconds since 1970 as a time (RFC 3339, in UTC). */
export function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** The address without what it takes to log in by HTTP, and as a URL where it has the form of scp. */
function publicUrl(address: string): string {
  return address.replace(/^(https?:\/\/)[^@/]*@/, '$1').replace(/^([\w.-]+@[\w.-]+):/, 'ssh://$1/');
}

function output(cwd: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}
