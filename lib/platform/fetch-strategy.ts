import { checkedProps, checkedType } from '../private/checked-props';
import { violation } from '../private/errors';
import { ShimArchitecture } from '../releases/facts';
import { withChecksums } from '../releases/spin-shim/archives';
import { SpinShimVersion } from '../releases/spin-shim/spin-shim-version';
import { Problems } from '../validation/problems';
import { ofAnyText } from '../validation/requirement';

/** Archive of a shim for one platform, that is for Linux nodes of one architecture. */
export interface ShimPlatform {
  /** CPU architecture of the nodes (`arch`). */
  readonly architecture: ShimArchitecture;

  /** URL of the archive, a `.tar.gz` with the file `containerd-shim-<name of the Shim>`. */
  readonly location: string;

  /**
   * SHA-256 checksum of the archive: 64 lower-case hexadecimal digits.
   *
   * @default - the archive is not verified
   */
  readonly sha256?: string;
}

/** Options of `FetchStrategy.spinShim()`. */
export interface SpinShimFetchOptions {
  /**
   * SHA-256 checksum of the archive for each architecture, `aarch64` and `x86_64`: 64 lower-case hexadecimal digits, as
   * `sha256sum` prints them. Archives of other architectures are left out.
   *
   * @default - those that are published with the version. A bundle warns if there are none: the archives are not verified
   */
  readonly sha256?: { [architecture: string]: string };
}

/** Handler of the Spin shim, and so the name of its Shim: its archive has the file `containerd-shim-spin-v2`. */
export const SPIN_HANDLER = 'spin-v2';

/** Archives, in one of two ways. */
interface Source {
  readonly platforms?: ShimPlatform[];
  readonly location?: string;

  /** Version of containerd-shim-spin that the archives are of. */
  readonly version?: SpinShimVersion;
}

/**
 * Fetch strategy of a Shim: how runtime-class-manager downloads it.
 *
 * @see https://github.com/spinframework/runtime-class-manager/blob/main/docs/runtimeclass.md
 */
export class FetchStrategy {
  /**
   * The released archives of containerd-shim-spin for amd64 and arm64, verified by SHA-256. The Shim must be named
   * `spin-v2`.
   *
   * @param version version of the shim
   * @param options checksums of a version for which none are published
   * @throws if it is not a `SpinShimVersion`, or if a checksum is for an unknown architecture
   */
  public static spinShim(version: SpinShimVersion, options: SpinShimFetchOptions = {}): FetchStrategy {
    const { sha256 } = checkedProps('SpinShimFetchOptions', options, SPIN_SHIM);
    const { archives } = checkedType('SpinShimVersion', version, 'version', SPIN_SHIM)._facts;
    const platforms = withChecksums(archives, sha256, [SPIN_SHIM, 'sha256']);
    return new FetchStrategy({ platforms: [...platforms], version });
  }

  /**
   * `platforms`: an archive for each platform.
   *
   * @param platforms the archives; at least one, and one for each architecture
   * @throws if it is not a list
   */
  public static platforms(platforms: ShimPlatform[]): FetchStrategy {
    const archives = checkedType('ShimPlatform[]', platforms, 'platforms', 'FetchStrategy.platforms');
    return new FetchStrategy({ platforms: archives.map((platform) => ({ ...platform })) });
  }

  /**
   * `anonHttp`: one archive for all nodes, which must have the same architecture. It is not verified.
   *
   * @param location URL of the archive
   */
  public static anonymousHttp(location: string): FetchStrategy {
    return new FetchStrategy({ location });
  }

  private constructor(private readonly source: Source) {}

  /** @internal */
  public _toJson(): unknown {
    const { location, platforms = [] } = this.source;
    return location === undefined
      ? {
          platforms: platforms.map((platform) => ({
            os: 'linux',
            arch: platform.architecture,
            location: platform.location,
            sha256: platform.sha256,
          })),
        }
      : { anonHttp: { location } };
  }

  /**
   * Version of the shim; undefined if unknown.
   *
   * @internal
   */
  public get _version(): SpinShimVersion | undefined {
    return this.source.version;
  }

  /** @internal */
  public get _warnings(): string[] {
    const { platforms = [], version } = this.source;
    if (!version) {
      return [];
    }
    const rule = 'has no published checksums: its archives are downloaded without being verified';
    const remedy = "give 'sha256' to FetchStrategy.spinShim()";
    const isVerified = platforms.every(({ sha256 }) => sha256 !== undefined);
    return [
      ...version._warnings('containerd-shim-spin'),
      ...(isVerified ? [] : [violation('fetchStrategy', version.name, rule, remedy)]),
    ];
  }

  /** @internal */
  public _check(problems: Problems): void {
    const { location, platforms = [], version } = this.source;
    if (version?._facts.archives.length === 0) {
      problems.at('spinShim').refuse(version.name, 'has no known archives', 'use a later version');
    }
    const strategy = problems.at('fetchStrategy');
    const architectures = platforms.map(({ architecture }) => goArchitecture(architecture));
    for (const twice of architectures.filter((name, index) => architectures.indexOf(name) !== index)) {
      strategy.refuse(twice, 'has two archives', 'remove one');
    }
    for (const platform of platforms) {
      strategy.require(platform.location, ARCHIVE_URL);
      strategy.require(platform.sha256, CHECKSUM);
    }
    strategy.require(location, ARCHIVE_URL);
  }
}

const ALIASES: { [architecture: string]: string } = { x86_64: 'amd64', aarch64: 'arm64' };

/** An architecture as nodes name it. A Shim may have both names. */
export function goArchitecture(name: string): string {
  return ALIASES[name] ?? name;
}

const SPIN_SHIM = 'FetchStrategy.spinShim';

const ARCHIVE_URL = ofAnyText(
  (url) => /^https?:\/\/[^\s/]+\/\S+$/.test(url),
  'is not a valid URL of an archive',
  'begin it with https://',
);

const CHECKSUM = ofAnyText(
  (sha256) => /^[0-9a-f]{64}$/.test(sha256),
  'is not a valid SHA-256 checksum: use 64 lower-case hexadecimal digits',
  "use what 'sha256sum' prints for the archive",
);
