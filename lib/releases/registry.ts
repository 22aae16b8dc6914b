import { violation } from '../private/errors';
import { checkedProps, checkedType } from '../private/checked-props';
import { given } from '../private/given';
import { CheckOptions } from '../validation/object-check';
import { CertManagerVersion } from './cert-manager/cert-manager-version';
import { constantsOf } from './component-version';
import { KwasmOperatorVersion } from './kwasm-operator/kwasm-operator-version';
import { RuntimeClassManagerVersion } from './runtime-class-manager/runtime-class-manager-version';
import { SpinOperatorApi } from './spin-operator/spin-operator-api';
import { SpinOperatorVersion } from './spin-operator/spin-operator-version';
import { SpinShimVersion } from './spin-shim/spin-shim-version';

/** Versions of a custom release, one for each component. */
export interface SpinKubeReleaseOptions {
  /** Version of spin-operator. */
  readonly spinOperator: SpinOperatorVersion;

  /** Version of cert-manager. */
  readonly certManager: CertManagerVersion;

  /** Version of runtime-class-manager. */
  readonly runtimeClassManager: RuntimeClassManagerVersion;

  /** Version of kwasm-operator, which is retired. */
  readonly kwasmOperator: KwasmOperatorVersion;

  /** Version of the containerd shim that the node installer brings. */
  readonly spinShim: SpinShimVersion;
}

/**
 * The versions of SpinKube's parts that belong together.
 *
 * A release never changes: an upgrade of this library does not upgrade a platform that names its release.
 *
 * @see https://www.spinkube.dev/docs/install/compatibility-matrices/
 */
export class SpinKubeRelease {
  /**
   * May 2024, as in the tutorial "SpinKube on Gardener": spin-operator v0.1.0, cert-manager v1.14.4, the retired
   * kwasm-operator 0.2.3 with shim v0.13.1. runtime-class-manager came later: here it is v0.2.0, with shim v0.23.0.
   */
  public static readonly V2024_05 = new SpinKubeRelease(
    '2024.05',
    {
      spinOperator: SpinOperatorVersion.V0_1_0,
      certManager: CertManagerVersion.V1_14_4,
      runtimeClassManager: RuntimeClassManagerVersion.V0_2_0,
      kwasmOperator: KwasmOperatorVersion.V0_2_3,
      spinShim: SpinShimVersion.V0_13_1,
    },
    SpinShimVersion.V0_23_0,
  );

  /** November 2026: spin-operator v0.6.1, cert-manager v1.21.1, runtime-class-manager v0.2.0, shim v0.23.0. */
  public static readonly V2026_11 = new SpinKubeRelease('2026.11', {
    spinOperator: SpinOperatorVersion.V0_6_1,
    certManager: CertManagerVersion.V1_21_1,
    runtimeClassManager: RuntimeClassManagerVersion.V0_2_0,
    kwasmOperator: KwasmOperatorVersion.V0_2_3,
    spinShim: SpinShimVersion.V0_23_0,
  });

  /** December 2026: spin-operator v0.6.1, cert-manager v1.21.2, runtime-class-manager v0.2.0, shim v0.23.0. */
  public static readonly V2026_12 = new SpinKubeRelease('2026.12', {
    spinOperator: SpinOperatorVersion.V0_6_1,
    certManager: CertManagerVersion.V1_21_2,
    runtimeClassManager: RuntimeClassManagerVersion.V0_2_0,
    kwasmOperator: KwasmOperatorVersion.V0_2_3,
    spinShim: SpinShimVersion.V0_23_0,
  });

  /** The newest release that this version of the library knows, now `V2026_12`. It moves when the library is upgraded. */
  public static readonly CURRENT = SpinKubeRelease.V2026_12;

  /**
   * A mix of versions.
   *
   * @param options the version of each part
   * @throws if a version is not one of its component, or if the shim would ignore fields that the operator has
   */
  public static of(options: SpinKubeReleaseOptions): SpinKubeRelease {
    const { spinOperator, spinShim } = checkedProps('SpinKubeReleaseOptions', options, 'SpinKubeRelease.of');
    const name = `spin-operator ${String(spinOperator)}, shim ${String(spinShim)}`;
    const release = new SpinKubeRelease(name, given(options));
    refuseIgnoredFields(release);
    return release;
  }

  /** Version of spin-operator. */
  public readonly spinOperator: SpinOperatorVersion;

  /** Version of cert-manager. */
  public readonly certManager: CertManagerVersion;

  /** Version of runtime-class-manager. */
  public readonly runtimeClassManager: RuntimeClassManagerVersion;

  /** Version of kwasm-operator. */
  public readonly kwasmOperator: KwasmOperatorVersion;

  /** Version of the containerd shim. */
  public readonly spinShim: SpinShimVersion;

  /** API of the operator of this release. */
  public readonly api: SpinOperatorApi;

  /**
   * The shim that runtime-class-manager installs in this release: its own, or the oldest one with known archives where
   * the release is older than runtime-class-manager.
   *
   * @internal
   */
  public readonly _managedShim: SpinShimVersion;

  private constructor(
    /** Year and month, for example `2026.11`, or the versions that make a mix. */
    public readonly name: string,
    options: Partial<SpinKubeReleaseOptions>,
    managedShim?: SpinShimVersion,
  ) {
    const where = 'SpinKubeRelease.of';
    this.spinOperator = checkedType('SpinOperatorVersion', options.spinOperator, 'spinOperator', where);
    this.certManager = checkedType('CertManagerVersion', options.certManager, 'certManager', where);
    this.runtimeClassManager = checkedType(
      'RuntimeClassManagerVersion',
      options.runtimeClassManager,
      'runtimeClassManager',
      where,
    );
    this.kwasmOperator = checkedType('KwasmOperatorVersion', options.kwasmOperator, 'kwasmOperator', where);
    this.spinShim = checkedType('SpinShimVersion', options.spinShim, 'spinShim', where);
    this._managedShim = managedShim ?? this.spinShim;
    this.api = this.spinOperator.api;
  }

  /**
   * The files with the CustomResourceDefinitions of its components.
   *
   * @internal
   */
  public get _crds(): string[] {
    return [this.spinOperator, this.certManager, this.runtimeClassManager].flatMap(({ _facts: { crds } }) => crds);
  }
}

function refuseIgnoredFields({ api, spinShim }: SpinKubeRelease): void {
  const { fields, until } = spinShim._facts.ignores ?? { fields: [], until: '' };
  const ignored = fields.filter((path) => api.knows(path)).map((path) => path.slice(path.lastIndexOf('.') + 1));
  if (ignored.length > 0) {
    const names = ignored.join(', ').replace(/, ([^,]*)$/, ' and $1');
    const rule = `ignores fields that spin-operator ${api.operatorVersion} has: ${names} need shim ${until} or later`;
    const { CURRENT } = SpinKubeRelease;
    const [current] = constantsOf(SpinShimVersion).find(([, version]) => version === CURRENT.spinShim) ?? [];
    const problem = violation('spinShim', spinShim.name, rule, `use SpinShimVersion.${current}`);
    throw new Error(`SpinKubeRelease.of: ${problem}`);
  }
}

/** All releases, from the oldest to the newest. */
export const RELEASES: readonly SpinKubeRelease[] = [
  SpinKubeRelease.V2024_05,
  SpinKubeRelease.V2026_11,
  SpinKubeRelease.V2026_12,
];

/** The names of the releases. */
export const RELEASE_NAMES: readonly string[] = RELEASES.map(({ name }) => name);

/** The shim of the newest release with an API; undefined for an API of no release. */
export function shimOf(api: SpinOperatorApi): SpinShimVersion | undefined {
  return [...RELEASES].reverse().find((release) => release.api === api)?.spinShim;
}

/** The APIs of spin-operator, the newest of each API group, and the newest group first. */
export const SPIN_OPERATOR_APIS: readonly SpinOperatorApi[] = constantsOf(SpinOperatorVersion)
  .map(([, { api }]) => api)
  .reverse()
  .filter(({ group }, index, apis) => apis.findIndex((api) => api.group === group) === index);

/** How objects are checked for a release: its operator and its CustomResourceDefinitions; undefined for no release. */
export function checkOptionsOf(release: string): Pick<CheckOptions, 'crdFiles' | 'operator'> | undefined {
  const found = RELEASES.find(({ name }) => name === release);
  return found && { crdFiles: found._crds, operator: { version: found.spinOperator.name, group: found.api.group } };
}
