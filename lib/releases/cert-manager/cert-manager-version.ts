import { ComponentVersion, factsOf, isAsKnown, nearestKnown } from '../component-version';
import { CertManagerFacts } from '../facts';
import { CERT_MANAGER_V1_14_4 } from './v1.14.4';
import { CERT_MANAGER_V1_21_1 } from './v1.21.1';
import { CERT_MANAGER_V1_21_2 } from './v1.21.2';

/** Options of `CertManagerVersion.of()`. */
export interface CertManagerVersionOptions {
  /**
   * Image of the controller.
   *
   * @default - the image of the nearest known version with the tag of this one
   */
  readonly controllerImage?: string;

  /**
   * Image of the webhook.
   *
   * @default - the image of the nearest known version with the tag of this one
   */
  readonly webhookImage?: string;

  /**
   * Image of the cainjector.
   *
   * @default - the image of the nearest known version with the tag of this one
   */
  readonly cainjectorImage?: string;

  /**
   * Image of the pods that solve HTTP01 challenges.
   *
   * @default - the image of the nearest known version with the tag of this one
   */
  readonly acmeSolverImage?: string;
}

/** Version of cert-manager. */
export class CertManagerVersion extends ComponentVersion {
  /** v1.14.4, of the tutorial. */
  public static readonly V1_14_4 = new CertManagerVersion(CERT_MANAGER_V1_14_4);

  /** v1.21.1. */
  public static readonly V1_21_1 = new CertManagerVersion(CERT_MANAGER_V1_21_1);

  /** v1.21.2. */
  public static readonly V1_21_2 = new CertManagerVersion(CERT_MANAGER_V1_21_2);

  /**
   * Another version of a known line, rendered like the nearest known version. A bundle warns that it is not tested.
   *
   * @param version the version, such as `v1.21.3`
   * @param options what differs from the nearest known version
   * @throws if the version is malformed, or its line (such as v1.21.x) is not known
   */
  public static of(version: string, options: CertManagerVersionOptions = {}): CertManagerVersion {
    const like = nearestKnown(CertManagerVersion, version);
    return isAsKnown(like, version, options)
      ? like
      : new CertManagerVersion(factsOf(CertManagerVersion, like._facts, version, options), like);
  }

  private constructor(
    /** @internal */
    public override readonly _facts: CertManagerFacts,
    like?: CertManagerVersion,
  ) {
    super(_facts.version, like);
  }
}
