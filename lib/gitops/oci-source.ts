import { checkedOptions } from '../private/checked-values';
import { Problems } from '../validation/problems';
import { IBundleSource, requireOne, sourcePath } from './git-source';

/** Options of `OciSource.of()`. */
export interface OciSourceOptions {
  /** Address of the artifact without its tag: `oci://registry.example.com/platform`. */
  readonly url: string;

  /**
   * The output directory of the bundle in the artifact.
   *
   * @default '.'
   */
  readonly path?: string;

  /**
   * Tag to follow. Excludes `semver` and `digest`.
   *
   * @default 'latest'
   */
  readonly tag?: string;

  /**
   * Range of versions to follow: `>=1.0.0 <2.0.0`. Excludes `tag` and `digest`.
   *
   * @default - none: a tag
   */
  readonly semver?: string;

  /**
   * Digest to stay at: `sha256:…`. Excludes `tag` and `semver`.
   *
   * @default - none: a tag
   */
  readonly digest?: string;
}

/** An OCI artifact that holds a bundle. */
export class OciSource implements IBundleSource {
  /**
   * A bundle in an OCI artifact.
   *
   * @param options address, path and version
   * @throws with everything that is wrong at once: the address or the path is not valid, more than one version is given
   */
  public static of(options: OciSourceOptions): OciSource {
    const settled = checkedOptions('OciSourceOptions', options, 'OciSource.of', 'url');
    const { digest, semver, tag, url } = settled;
    const problems = Problems.at();
    if (!/^oci:\/\/[^\s/]+\/[^\s:]+$/.test(url)) {
      const remedy = "use 'oci://HOST/PATH', and set 'tag' for the tag";
      problems.at('url').refuse(url, 'must be the address of an OCI artifact', remedy);
    }
    requireOne(problems.at('version'), 'tag, semver and digest', tag, semver, digest);
    const path = sourcePath(problems.at('path'), settled.path ?? '.');
    problems.throwFrom('OciSource.of');
    return new OciSource({ ...settled, path });
  }

  public readonly url: string;
  public readonly path: string;

  /** Tag to follow, if set. */
  public readonly tag?: string;

  /** Range of versions to follow, if set. */
  public readonly semver?: string;

  /** Digest to stay at, if set. */
  public readonly digest?: string;

  private constructor(options: OciSourceOptions & { readonly path: string }) {
    this.url = options.url;
    this.path = options.path;
    this.semver = options.semver;
    this.digest = options.digest;
    this.tag = options.tag ?? ((options.semver ?? options.digest) ? undefined : 'latest');
  }
}
