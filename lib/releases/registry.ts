import { violation } from '../private/errors';
import { CheckOptions } from '../validation/object-check';
import { hasField } from '../validation/schema/schemas';
import { CERT_MANAGER_V1_14_4 } from './cert-manager/v1.14.4';
import { CERT_MANAGER_V1_21_1 } from './cert-manager/v1.21.1';
import {
  CertManagerFacts,
  KwasmOperatorFacts,
  RuntimeClassManagerFacts,
  SpinOperatorFacts,
  SpinShimFacts,
} from './facts';
import {
  checkedVersion,
  ComponentVersion,
  constantsOf,
  factsOf,
  isAsKnown,
  nearestKnown,
  VersionClass,
} from './component-version';
import { KWASM_OPERATOR_V0_2_3 } from './kwasm-operator/v0.2.3';
import { RUNTIME_CLASS_MANAGER_V0_2_0 } from './runtime-class-manager/v0.2.0';
import { SPIN_OPERATOR_V0_1_0 } from './spin-operator/v0.1.0';
import { SPIN_OPERATOR_V0_6_1 } from './spin-operator/v0.6.1';
import { SPIN_SHIM_V0_13_1 } from './spin-shim/v0.13.1';
import { SPIN_SHIM_V0_23_0 } from './spin-shim/v0.23.0';

/**
 * API of a version of spin-operator: its API group, and the fields of its custom resources.
 *
 * An executor carries it, and every SpinApp follows its executor: same group, no fields that the operator would drop.
 *
 * @see https://www.spinkube.dev/docs/reference/
 */
export class SpinOperatorApi {
  /** spin-operator v0.1.0: group `core.spinoperator.dev`, shim executors only. */
  public static readonly V0_1_0 = new SpinOperatorApi(SPIN_OPERATOR_V0_1_0);

  /** spin-operator v0.6.1: group `core.spinkube.dev`. */
  public static readonly V0_6_1 = new SpinOperatorApi(SPIN_OPERATOR_V0_6_1);

  /** @internal */
  public static _of(facts: SpinOperatorFacts): SpinOperatorApi {
    const constants = Object.values(SpinOperatorApi).filter((value) => value instanceof SpinOperatorApi);
    return constants.find((api) => api._facts === facts) ?? new SpinOperatorApi(facts);
  }

  /** Version of the operator that defines this API, for example `v0.6.1`. */
  public readonly operatorVersion: string;

  /** API group, for example `core.spinkube.dev`. */
  public readonly group: string;

  /** `apiVersion` of SpinApp and SpinAppExecutor, for example `core.spinkube.dev/v1alpha1`. */
  public readonly apiVersion: string;

  /** Label that the operator puts on the Deployment, Service and pods of an app; its value is the app's name. */
  public readonly appNameLabel: string;

  /** Finalizer that the operator puts on an executor and removes when no SpinApp names the executor any more. */
  public readonly executorFinalizer: string;

  private readonly known = new Map<string, boolean>();

  private constructor(
    /** @internal */
    public readonly _facts: SpinOperatorFacts,
  ) {
    const { group, version } = _facts;
    this.operatorVersion = version;
    this.group = group;
    this.apiVersion = `${group}/v1alpha1`;
    this.appNameLabel = `${group}/app-name`;
    this.executorFinalizer = `${group}/finalizer`;
  }

  /**
   * Tells if the custom resources of this operator have a field.
   *
   * @param field path of the field, for example `spec.components` or `spec.volumes[].image`
   */
  public knows(field: string): boolean {
    const known = this.known.get(field) ?? hasField(this._facts.crds, field);
    this.known.set(field, known);
    return known;
  }

  /**
   * Label that the operator puts on the pods of an app and that the app's Service selects.
   *
   * @param appName name of the SpinApp
   */
  public readyLabel(appName: string): string {
    return `${this.group}/app.${appName}.status`;
  }
}

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

  /**
   * Another version of a known line, rendered like the nearest known version. A bundle warns that it is not tested.
   *
   * @param version the version, such as `v1.21.2`
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

/** Options of `KwasmOperatorVersion.of()`. */
export interface KwasmOperatorVersionOptions {
  /**
   * Image of the operator, whose tag does not follow from the version of the chart.
   *
   * @default - that of a known version; required for any other
   */
  readonly image?: string;
}

/** Version of kwasm-operator, by its Helm chart. */
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

/** Options of `SpinShimVersion.of()`. */
export interface SpinShimVersionOptions {
  /**
   * Image with which kwasm-operator puts the shim on nodes.
   *
   * @default - the image of the nearest known version with the tag of this one
   */
  readonly installerImage?: string;

  /**
   * SHA-256 of the released archive for each architecture, `aarch64` and `x86_64`, in hexadecimal. The archives are at
   * the place of the nearest known version.
   *
   * @default - none: runtime-class-manager cannot install the shim, unless `fetchStrategy` says where its archives are
   */
  readonly checksums?: { [architecture: string]: string };
}

/** Version of containerd-shim-spin. */
export class SpinShimVersion extends ComponentVersion {
  /** v0.13.1 with Spin 2.3.1, of the tutorial. For kwasm-operator only: it is not known where its archives are. */
  public static readonly V0_13_1 = new SpinShimVersion(SPIN_SHIM_V0_13_1);

  /** v0.23.0 with Spin 3.6.2. */
  public static readonly V0_23_0 = new SpinShimVersion(SPIN_SHIM_V0_23_0);

  /**
   * Another version of a known line, installed like the nearest known version. A bundle warns that it is not tested.
   *
   * @param version the version, such as `v0.23.1`
   * @param options what does not follow from the nearest known version
   * @throws if the version is malformed, or its line (such as v0.23.x) is not known
   */
  public static of(version: string, options: SpinShimVersionOptions = {}): SpinShimVersion {
    const like = nearestKnown(SpinShimVersion, version);
    if (isAsKnown(like, version, options)) {
      return like;
    }
    const { checksums = {} } = options;
    const archives = like._facts.archives
      .filter(({ architecture }) => Object.hasOwn(checksums, architecture))
      .map(({ architecture, location }) => ({
        architecture,
        location: location.replace(`/${like.name}/`, `/${version}/`),
        sha256: checksums[architecture],
      }));
    return new SpinShimVersion({ ...factsOf(SpinShimVersion, like._facts, version, options), archives }, like);
  }

  private constructor(
    /** @internal */
    public override readonly _facts: SpinShimFacts,
    like?: SpinShimVersion,
  ) {
    super(_facts.version, like);
  }
}

/** Versions of a custom release, one for each component. */
export interface SpinKubeReleaseOptions {
  /** Version of spin-operator. */
  readonly spinOperator: SpinOperatorVersion;

  /** Version of cert-manager. */
  readonly certManager: CertManagerVersion;

  /** Version of runtime-class-manager. */
  readonly runtimeClassManager: RuntimeClassManagerVersion;

  /** Version of kwasm-operator. */
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
   * May 2024, as in the tutorial "SpinKube on Gardener": spin-operator v0.1.0, cert-manager v1.14.4, kwasm-operator
   * 0.2.3 with shim v0.13.1. runtime-class-manager came later: here it is v0.2.0, with shim v0.23.0.
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

  /** The newest release that this version of the library knows, now `V2026_11`. It moves when the library is upgraded. */
  public static readonly CURRENT = SpinKubeRelease.V2026_11;

  /**
   * A mix of versions.
   *
   * @param options the version of each part
   * @throws if a version is not one of its component, or if the shim would ignore fields that the operator has
   */
  public static of(options: SpinKubeReleaseOptions): SpinKubeRelease {
    const release = new SpinKubeRelease(
      `spin-operator ${String(options.spinOperator)}, shim ${String(options.spinShim)}`,
      options,
    );
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
    options: SpinKubeReleaseOptions,
    managedShim = options.spinShim,
  ) {
    const checked = <V extends ComponentVersion>(type: VersionClass<V>, version: V, property: string): V =>
      checkedVersion(type, version, property, 'SpinKubeRelease.of');
    this.spinOperator = checked(SpinOperatorVersion, options.spinOperator, 'spinOperator');
    this.certManager = checked(CertManagerVersion, options.certManager, 'certManager');
    this.runtimeClassManager = checked(RuntimeClassManagerVersion, options.runtimeClassManager, 'runtimeClassManager');
    this.kwasmOperator = checked(KwasmOperatorVersion, options.kwasmOperator, 'kwasmOperator');
    this.spinShim = checked(SpinShimVersion, options.spinShim, 'spinShim');
    this._managedShim = managedShim;
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
    const [newest] = constantsOf(SpinShimVersion).at(-1) ?? [];
    const problem = violation('spinShim', spinShim.name, rule, `use SpinShimVersion.${newest}`);
    throw new Error(`SpinKubeRelease.of: ${problem}`);
  }
}

/** All releases, from the oldest to the newest. */
export const RELEASES: readonly SpinKubeRelease[] = [SpinKubeRelease.V2024_05, SpinKubeRelease.V2026_11];

/** The names of the releases. */
export const RELEASE_NAMES: readonly string[] = RELEASES.map(({ name }) => name);

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
