import { SpinOperatorApi } from '../app/spin-operator-api';

/** A version of spin-operator: its image, its CRDs, and what it can be told. */
export interface SpinOperatorVersion {
  readonly version: string;
  readonly image: string;
  readonly crdFile: string;
  readonly api: SpinOperatorApi;
}

/** The spin-operator of today's release. */
export const SPIN_OPERATOR_V0_6_1: SpinOperatorVersion = {
  version: 'v0.6.1',
  image: 'ghcr.io/spinframework/spin-operator:v0.6.1',
  crdFile: 'core.spinkube.dev-v0.6.1.yaml',
  api: SpinOperatorApi.V0_6_1,
};

/**
 * The versions of SpinKube's parts that belong together.
 *
 * A release never changes: an upgrade of this library does not upgrade a platform that names its release.
 *
 * @see https://www.spinkube.dev/docs/install/compatibility-matrices/
 */
export class SpinKubeRelease {
  /** November 2026: spin-operator v0.6.1. */
  public static readonly V2026_11 = new SpinKubeRelease('2026.11', SPIN_OPERATOR_V0_6_1);

  /** The newest release that this version of the library knows, now `V2026_11`. It moves when the library is upgraded. */
  public static readonly CURRENT = SpinKubeRelease.V2026_11;

  /** What the operator of this release can be told. */
  public readonly api: SpinOperatorApi;

  /** @internal */
  public readonly _spinOperator: SpinOperatorVersion;

  private constructor(
    /** Year and month, for example `2026.11`. */
    public readonly name: string,
    spinOperator: SpinOperatorVersion,
  ) {
    this.api = spinOperator.api;
    this._spinOperator = spinOperator;
  }
}
