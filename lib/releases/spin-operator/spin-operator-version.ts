import { ComponentVersion, factsOf, isAsKnown, nearestKnown } from '../component-version';
import { SpinOperatorFacts } from '../facts';
import { SpinOperatorApi } from './spin-operator-api';
import { SPIN_OPERATOR_V0_1_0 } from './v0.1.0';
import { SPIN_OPERATOR_V0_6_1 } from './v0.6.1';

/** Options of `SpinOperatorVersion.of()`. */
export interface SpinOperatorVersionOptions {
  /**
   * Image of the operator.
   *
   * @default - the image of the nearest known version with the tag of this one
   */
  readonly image?: string;
}

/** Version of spin-operator. */
export class SpinOperatorVersion extends ComponentVersion {
  /** v0.1.0, of the tutorial; API group `core.spinoperator.dev`. */
  public static readonly V0_1_0 = new SpinOperatorVersion(SPIN_OPERATOR_V0_1_0);

  /** v0.6.1; API group `core.spinkube.dev`. */
  public static readonly V0_6_1 = new SpinOperatorVersion(SPIN_OPERATOR_V0_6_1);

  /**
   * Another version of a known line, rendered like the nearest known version. A bundle warns that it is not tested.
   *
   * @param version the version, such as `v0.6.2`
   * @param options what differs from the nearest known version
   * @throws if the version is malformed, or its line (such as v0.6.x) is not known
   */
  public static of(version: string, options: SpinOperatorVersionOptions = {}): SpinOperatorVersion {
    const like = nearestKnown(SpinOperatorVersion, version);
    return isAsKnown(like, version, options)
      ? like
      : new SpinOperatorVersion(factsOf(SpinOperatorVersion, like._facts, version, options), like);
  }

  /** API of this version. */
  public readonly api: SpinOperatorApi;

  private constructor(
    /** @internal */
    public override readonly _facts: SpinOperatorFacts,
    like?: SpinOperatorVersion,
  ) {
    super(_facts.version, like);
    this.api = SpinOperatorApi._of(_facts);
  }
}
