import { ComponentVersion, factsOf, isAsKnown, nearestKnown } from '../component-version';
import { KwasmOperatorFacts } from '../facts';
import { KWASM_OPERATOR_V0_2_3 } from './v0.2.3';

/** Options of `KwasmOperatorVersion.of()`. */
export interface KwasmOperatorVersionOptions {
  /**
   * Image of the operator, whose tag does not follow from the version of the chart.
   *
   * @default - that of a known version; required for any other
   */
  readonly image?: string;
}

/** Version of kwasm-operator, which is retired, by its Helm chart. */
export class KwasmOperatorVersion extends ComponentVersion {
  /** 0.2.3, of the tutorial, and the last. */
  public static readonly V0_2_3 = new KwasmOperatorVersion(KWASM_OPERATOR_V0_2_3);

  /**
   * Another version of a known line, rendered like the nearest known version. A bundle warns that it is not tested.
   *
   * @param version the version of the chart, such as `0.2.4`
   * @param options its image
   * @throws if the version is malformed, or its line (such as 0.2.x) or its image is not known
   */
  public static of(version: string, options: KwasmOperatorVersionOptions = {}): KwasmOperatorVersion {
    const like = nearestKnown(KwasmOperatorVersion, version);
    return isAsKnown(like, version, options)
      ? like
      : new KwasmOperatorVersion(factsOf(KwasmOperatorVersion, like._facts, version, options), like);
  }

  private constructor(
    /** @internal */
    public override readonly _facts: KwasmOperatorFacts,
    like?: KwasmOperatorVersion,
  ) {
    super(_facts.version, like);
  }
}
