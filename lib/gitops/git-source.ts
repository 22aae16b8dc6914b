import { violation } from '../private/errors';

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
   * @throws if the address or the path is not valid, or more than one revision is given
   */
  public static of(options: GitSourceOptions): GitSource {
    const { branch, commit, tag, url } = options;
    if (!/^(https?:\/\/|ssh:\/\/|[\w.-]+@[\w.-]+:)\S+$/.test(url)) {
      const remedy = 'begin with https://, ssh:// or git@host:';
      throw new Error(`GitSource.of: ${violation('url', url, 'must be the address of a Git repository', remedy)}`);
    }
    const revisions = [branch, tag, commit].filter((revision) => revision !== undefined);
    if (revisions.length > 1 || revisions.includes('')) {
      const rule = 'must be one of branch, tag and commit';
      throw new Error(`GitSource.of: ${violation('revision', revisions.join(', '), rule, 'give one of them')}`);
    }
    return new GitSource({ ...options, path: sourcePath('GitSource.of', options.path ?? 'dist') });
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

/** A path in a repository, without a slash at its end; refuses one that is absolute or leaves it. */
export function sourcePath(factory: string, path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (path === '' || path.startsWith('/') || parts.includes('..') || /[\\\s]/.test(path)) {
    const rule = 'must be a relative path within the repository';
    throw new Error(`${factory}: ${violation('path', path, rule, "use '.' for the whole repository")}`);
  }
  return parts.join('/') || '.';
}
