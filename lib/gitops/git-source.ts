import { checkedOptions } from '../private/checked-values';
import { Problems } from '../validation/problems';

/** Location from which deployers fetch a bundle. */
export interface IBundleSource {
  /** Address of the repository. */
  readonly url: string;

  /** The output directory of the bundle in it; `.` for the root. */
  readonly path: string;
}

/** Options of `GitSource.of()`. */
export interface GitSourceOptions {
  /** Address of the repository: `https://`, `http://`, `ssh://`, or `git@host:path`. */
  readonly url: string;

  /**
   * The output directory of the bundle in the repository.
   *
   * @default 'dist'
   */
  readonly path?: string;

  /**
   * Branch to follow. Excludes `tag` and `commit`.
   *
   * @default 'main'
   */
  readonly branch?: string;

  /**
   * Tag to stay at. Excludes `branch` and `commit`.
   *
   * @default - none: a branch
   */
  readonly tag?: string;

  /**
   * Commit to stay at. Excludes `branch` and `tag`.
   *
   * @default - none: a branch
   */
  readonly commit?: string;
}

/** A Git repository that holds a bundle. */
export class GitSource implements IBundleSource {
  /**
   * A bundle in a Git repository.
   *
   * @param options address, path and revision
   * @throws with everything that is wrong at once: the address or the path is not valid, more than one revision is given
   */
  public static of(options: GitSourceOptions): GitSource {
    const settled = checkedOptions('GitSourceOptions', options, 'GitSource.of', 'url');
    const { branch, commit, tag, url } = settled;
    const problems = Problems.at();
    if (!isRepositoryUrl(url)) {
      problems.at('url').refuse(url, 'must be the address of a Git repository', REPOSITORY_REMEDY);
    }
    requireOne(problems.at('revision'), 'branch, tag and commit', branch, tag, commit);
    const path = sourcePath(problems.at('path'), settled.path ?? 'dist');
    problems.throwFrom('GitSource.of');
    return new GitSource({ ...settled, path });
  }

  public readonly url: string;
  public readonly path: string;

  /** Branch to follow, if set. */
  public readonly branch?: string;

  /** Tag to stay at, if set. */
  public readonly tag?: string;

  /** Commit to stay at, if set. */
  public readonly commit?: string;

  private constructor(options: GitSourceOptions & { readonly path: string }) {
    this.url = options.url;
    this.path = options.path;
    this.tag = options.tag;
    this.commit = options.commit;
    this.branch = options.branch ?? ((options.tag ?? options.commit) ? undefined : 'main');
  }

  /** Branch, tag or commit, whichever is set. */
  public get revision(): string {
    return this.commit ?? this.tag ?? this.branch ?? '';
  }
}

/** Beginnings of the addresses that `isRepositoryUrl()` accepts. */
export const REPOSITORY_REMEDY = 'begin with https://, ssh:// or git@host:';

/** Tells if a text is the address of a Git repository. */
export function isRepositoryUrl(url: string): boolean {
  return /^(https?:\/\/|ssh:\/\/|[\w.-]+@[\w.-]+:)\S+$/.test(url);
}

/** A path in a repository, without a slash at its end; refuses one that is absolute or leaves it. */
export function sourcePath(problems: Problems, given: unknown): string {
  const path = typeof given === 'string' ? given : '';
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (path === '' || path.startsWith('/') || parts.includes('..') || /[\\\s]/.test(path)) {
    problems.refuse(given, 'must be a relative path within the repository', "use '.' for the whole repository");
  }
  return parts.join('/') || '.';
}

/** Refuses more than one of several options, and one that is empty. */
export function requireOne(problems: Problems, names: string, ...values: (string | undefined)[]): void {
  const given = values.filter((value) => value !== undefined);
  if (given.length > 1 || given.includes('')) {
    problems.refuse(given.join(', '), `must be one of ${names}`, 'give one of them');
  }
}
