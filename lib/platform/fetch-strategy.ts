import { violation } from '../private/errors';
import { SPIN_SHIMS, SpinShimVersion } from './releases';
import { ShimArchitecture } from './shim-architecture';

/** An archive with the shim for one kind of nodes. */
export interface ShimPlatform {
  /** Processor of the nodes. They run Linux. */
  readonly architecture: ShimArchitecture;

  /** URL of the archive, a `.tar.gz` with a file `containerd-shim-<name of the Shim>`. */
  readonly location: string;

  /**
   * SHA-256 of the archive in hexadecimal, 64 digits.
   *
   * @default - the archive is not checked
   */
  readonly sha256?: string;
}

/** Handler of the Spin shim, and so the name of its Shim: its archive holds `containerd-shim-spin-v2`. */
export const SPIN_HANDLER = 'spin-v2';

/** What a fetch strategy needs to be rendered. */
interface Source {
  readonly platforms?: ShimPlatform[];
  readonly location?: string;

  /** The name that the archive asks of the Shim, where it is known. */
  readonly shimName?: string;

  /** What is wrong with it from the start. */
  readonly errors?: string[];
}

/**
 * Where runtime-class-manager gets a shim from.
 *
 * @see https://github.com/spinframework/runtime-class-manager/blob/main/docs/runtimeclass.md
 */
export class FetchStrategy {
  /**
   * The released archives of containerd-shim-spin for amd64 and arm64, checked by SHA-256. The Shim must be called
   * `spin-v2`.
   *
   * @param version version of the shim
   */
  public static spinShim(version: SpinShimVersion): FetchStrategy {
    const { platforms } = SPIN_SHIMS[version];
    const rule = 'has no archives that are known here';
    const errors = platforms.length > 0 ? [] : [violation('spinShim', version, rule, 'use a later version')];
    return new FetchStrategy({ platforms: [...platforms], shimName: SPIN_HANDLER, errors });
  }

  /**
   * An archive for each platform.
   *
   * @param platforms the archives; one at least, and one for each processor
   */
  public static platforms(platforms: ShimPlatform[]): FetchStrategy {
    return new FetchStrategy({ platforms: platforms.map((platform) => ({ ...platform })) });
  }

  /**
   * One archive for all nodes, which then all have the same processor. It is not checked.
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

  /** @internal */
  public _validate(shimName: string): string[] {
    const { location, platforms, shimName: wanted = shimName, errors = [] } = this.source;
    const nameErrors =
      wanted === shimName
        ? []
        : [violation('metadata.name', shimName, `must be ${wanted}, the name in the archive`, `call it ${wanted}`)];
    return [
      ...errors,
      ...nameErrors,
      ...(errors.length > 0 ? [] : validatePlatforms(platforms)),
      ...(platforms ?? []).flatMap((platform) => [
        ...validateLocation(platform.location),
        ...validateChecksum(platform.sha256),
      ]),
      ...(location === undefined ? [] : validateLocation(location)),
    ];
  }
}

/** The two names of a processor are one. */
const ALIASES: { [architecture: string]: string } = { x86_64: 'amd64', aarch64: 'arm64' };

function validatePlatforms(platforms?: ShimPlatform[]): string[] {
  const names = (platforms ?? []).map(({ architecture }) => ALIASES[architecture] ?? architecture);
  return names
    .filter((name, index) => names.indexOf(name) !== index)
    .map((name) => violation('fetchStrategy', name, 'has two archives', 'remove one of them'));
}

function validateLocation(location: string): string[] {
  return /^https?:\/\/[^\s/]+\/\S+$/.test(location)
    ? []
    : [violation('fetchStrategy', location, 'must be the URL of an archive', 'begin with https://')];
}

function validateChecksum(sha256?: string): string[] {
  return sha256 === undefined || /^[0-9a-f]{64}$/.test(sha256)
    ? []
    : [
        violation(
          'fetchStrategy',
          sha256,
          'must be a SHA-256, 64 lower-case hexadecimal digits',
          "use what 'sha256sum' prints for the archive",
        ),
      ];
}
