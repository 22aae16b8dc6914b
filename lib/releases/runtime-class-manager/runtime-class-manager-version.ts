import { ComponentVersion, factsOf, isAsKnown, nearestKnown } from '../component-version';
import { RuntimeClassManagerFacts } from '../facts';
import { RUNTIME_CLASS_MANAGER_V0_2_0 } from './v0.2.0';

/** Options of `RuntimeClassManagerVersion.of()`. */
export interface RuntimeClassManagerVersionOptions {
  /**
   * Image of the operator.
   *
   * @default - the image of the nearest known version with the tag of this one
   */
  readonly image?: string;

  /**
   * Image of the Job that downloads a shim.
   *
   * @default - the image of the nearest known version with the tag of this one
   */
  readonly downloaderImage?: string;

  /**
   * Image of the Job that installs a shim.
   *
   * @default - the image of the nearest known version with the tag of this one
   */
  readonly installerImage?: string;
}

/** Version of runtime-class-manager. */
export class RuntimeClassManagerVersion extends ComponentVersion {
  /** v0.2.0, the first with an archive for each platform. */
  public static readonly V0_2_0 = new RuntimeClassManagerVersion(RUNTIME_CLASS_MANAGER_V0_2_0);

  /**
   * Another version of a known line, rendered like the nearest known version. A bundle warns that it is not tested.
   *
   * @param version the version, such as `v0.2.1`
   * @param options what differs from the nearest known version
   * @throws if the version is malformed, or its line (such as v0.2.x) is not known
   */
  public static of(version: string, options: RuntimeClassManagerVersionOptions = {}): RuntimeClassManagerVersion {
    const like = nearestKnown(RuntimeClassManagerVersion, version);
    return isAsKnown(like, version, options)
      ? like
      : new RuntimeClassManagerVersion(factsOf(RuntimeClassManagerVersion, like._facts, version, options), like);
  }

  private constructor(
    /** @internal */
    public override readonly _facts: RuntimeClassManagerFacts,
    like?: RuntimeClassManagerVersion,
  ) {
    super(_facts.version, like);
  }
}
