import { ComponentVersion, factsOf, isAsKnown, nearestKnown } from '../component-version';
import { SpinShimFacts } from '../facts';
import { releasedArchives, withChecksums } from './archives';
import { SPIN_SHIM_V0_13_1 } from './v0.13.1';
import { SPIN_SHIM_V0_23_0 } from './v0.23.0';
import { SPIN_SHIM_V0_24_0 } from './v0.24.0';
import { SPIN_SHIM_V0_25_1 } from './v0.25.1';

/** Options of `SpinShimVersion.of()`. */
export interface SpinShimVersionOptions {
  /**
   * Image with which the retired kwasm-operator puts the shim on nodes.
   *
   * @default - the image of the nearest known version with the tag of this one
   */
  readonly installerImage?: string;

  /**
   * SHA-256 of the released archive for each architecture, `aarch64` and `x86_64`, in hexadecimal. Archives of other
   * architectures are left out.
   *
   * @default - none: a bundle warns that the archives are not verified, unless `fetchStrategy` has their checksums
   */
  readonly checksums?: { [architecture: string]: string };
}

/** Version of containerd-shim-spin. */
export class SpinShimVersion extends ComponentVersion {
  /** v0.13.1 with Spin 2.3.1, of the tutorial. For kwasm-operator only: it is not known where its archives are. */
  public static readonly V0_13_1 = new SpinShimVersion(SPIN_SHIM_V0_13_1);

  /** v0.23.0 with Spin 3.6.2. */
  public static readonly V0_23_0 = new SpinShimVersion(SPIN_SHIM_V0_23_0);

  /** v0.24.0 with Spin 3.6.3. Its checksums are not published: `FetchStrategy.spinShim()` takes yours. */
  public static readonly V0_24_0 = new SpinShimVersion(SPIN_SHIM_V0_24_0);

  /** v0.25.1 with Spin 4.0.1. Its checksums are not published: `FetchStrategy.spinShim()` takes yours. */
  public static readonly V0_25_1 = new SpinShimVersion(SPIN_SHIM_V0_25_1);

  /**
   * Another version of a known line, installed like the nearest known version. A bundle warns that it is not tested.
   *
   * @param version the version, such as `v0.23.1`
   * @param options what does not follow from the nearest known version
   * @throws if the version is malformed, if its line (such as v0.23.x) is not known, or if a checksum is for an unknown
   * architecture
   */
  public static of(version: string, options: SpinShimVersionOptions = {}): SpinShimVersion {
    const like = nearestKnown(SpinShimVersion, version);
    if (isAsKnown(like, version, options)) {
      return like;
    }
    const facts = factsOf(SpinShimVersion, like._facts, version, options);
    const released = like._facts.archives.length > 0 ? releasedArchives(version) : [];
    const archives = withChecksums(released, options.checksums, ['SpinShimVersion.of', 'checksums']);
    return new SpinShimVersion({ ...facts, archives }, like);
  }

  private constructor(
    /** @internal */
    public override readonly _facts: SpinShimFacts,
    like?: SpinShimVersion,
  ) {
    super(_facts.version, like);
  }
}
