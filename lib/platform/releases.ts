import { SpinOperatorApi } from '../app/spin-operator-api';
import { violation } from '../private/errors';
import { ShimArchitecture } from './shim-architecture';

/** Versions of spin-operator that this library can install. */
export enum SpinOperatorVersion {
  /** Of the tutorial; API group `core.spinoperator.dev`. */
  V0_1_0 = 'v0.1.0',

  /** API group `core.spinkube.dev`. */
  V0_6_1 = 'v0.6.1',
}

/** Versions of cert-manager that this library can install. */
export enum CertManagerVersion {
  /** Of the tutorial. */
  V1_14_4 = 'v1.14.4',

  /** Of today. */
  V1_21_1 = 'v1.21.1',
}

/** Versions of runtime-class-manager that this library can install. */
export enum RuntimeClassManagerVersion {
  /** The first with an archive for each platform. */
  V0_2_0 = 'v0.2.0',
}

/** Versions of kwasm-operator that this library can install, by its Helm chart. */
export enum KwasmOperatorVersion {
  /** Of the tutorial, and the last. */
  V0_2_3 = '0.2.3',
}

/** Versions of containerd-shim-spin that this library knows. */
export enum SpinShimVersion {
  /** Spin 2.3.1; of the tutorial. For kwasm-operator only: it is not known where its archives are. */
  V0_13_1 = 'v0.13.1',

  /** Spin 3.6.2. */
  V0_23_0 = 'v0.23.0',
}

/** What a version of spin-operator consists of, and what it can be told. */
export interface SpinOperatorParts {
  readonly image: string;
  readonly crds: string[];
  readonly api: SpinOperatorApi;
}

export const SPIN_OPERATORS: { readonly [V in SpinOperatorVersion]: SpinOperatorParts } = {
  [SpinOperatorVersion.V0_1_0]: {
    image: 'ghcr.io/spinkube/spin-operator:v0.1.0',
    crds: ['core.spinoperator.dev-v0.1.0.yaml'],
    api: SpinOperatorApi.V0_1_0,
  },
  [SpinOperatorVersion.V0_6_1]: {
    image: 'ghcr.io/spinframework/spin-operator:v0.6.1',
    crds: ['core.spinkube.dev-v0.6.1.yaml'],
    api: SpinOperatorApi.V0_6_1,
  },
};

/** What a version of cert-manager consists of. */
export interface CertManagerParts {
  readonly controllerImage: string;
  readonly webhookImage: string;
  readonly cainjectorImage: string;
  readonly acmeSolverImage: string;
  readonly crds: string[];
}

function certManager(version: CertManagerVersion): CertManagerParts {
  return {
    controllerImage: `quay.io/jetstack/cert-manager-controller:${version}`,
    webhookImage: `quay.io/jetstack/cert-manager-webhook:${version}`,
    cainjectorImage: `quay.io/jetstack/cert-manager-cainjector:${version}`,
    acmeSolverImage: `quay.io/jetstack/cert-manager-acmesolver:${version}`,
    crds: [`cert-manager.io-${version}.yaml`, `acme.cert-manager.io-${version}.yaml`],
  };
}

export const CERT_MANAGERS: { readonly [V in CertManagerVersion]: CertManagerParts } = {
  [CertManagerVersion.V1_14_4]: certManager(CertManagerVersion.V1_14_4),
  [CertManagerVersion.V1_21_1]: certManager(CertManagerVersion.V1_21_1),
};

/** What a version of runtime-class-manager consists of. */
export interface RuntimeClassManagerParts {
  readonly image: string;
  readonly downloaderImage: string;
  readonly installerImage: string;
  readonly crds: string[];
}

export const RUNTIME_CLASS_MANAGERS: { readonly [V in RuntimeClassManagerVersion]: RuntimeClassManagerParts } = {
  [RuntimeClassManagerVersion.V0_2_0]: {
    image: 'ghcr.io/spinframework/runtime-class-manager:v0.2.0',
    downloaderImage: 'ghcr.io/spinframework/shim-downloader:v0.2.0',
    installerImage: 'ghcr.io/spinframework/node-installer:v0.2.0',
    crds: ['runtime.spinkube.dev-v0.2.0.yaml'],
  },
};

/** What a version of kwasm-operator consists of. Its image is a version behind its chart. */
export const KWASM_OPERATORS: { readonly [V in KwasmOperatorVersion]: { readonly image: string } } = {
  [KwasmOperatorVersion.V0_2_3]: { image: 'ghcr.io/kwasm/kwasm-operator:kwasm-operator-0.2.2' },
};

/** An archive of the shim. */
export interface ShimPlatformParts {
  readonly architecture: ShimArchitecture;
  readonly location: string;
  readonly sha256: string;
}

/** What a version of containerd-shim-spin consists of. */
export interface SpinShimParts {
  /** What kwasm-operator runs on each node. */
  readonly installerImage: string;

  /** What runtime-class-manager fetches; none where it is not known. */
  readonly platforms: ShimPlatformParts[];
}

const SHIM_RELEASES = 'https://github.com/spinframework/containerd-shim-spin/releases/download';

export const SPIN_SHIMS: { readonly [V in SpinShimVersion]: SpinShimParts } = {
  [SpinShimVersion.V0_13_1]: {
    installerImage: 'ghcr.io/spinkube/containerd-shim-spin/node-installer:v0.13.1',
    platforms: [],
  },
  [SpinShimVersion.V0_23_0]: {
    installerImage: 'ghcr.io/spinframework/containerd-shim-spin/node-installer:v0.23.0',
    platforms: [
      {
        architecture: ShimArchitecture.AARCH64,
        location: `${SHIM_RELEASES}/v0.23.0/containerd-shim-spin-v2-linux-aarch64.tar.gz`,
        sha256: 'a923f08d91c110d2cda29fbc380273e6d0a97aa0bab455c55f613c8d5a8bfbe4',
      },
      {
        architecture: ShimArchitecture.X86_64,
        location: `${SHIM_RELEASES}/v0.23.0/containerd-shim-spin-v2-linux-x86_64.tar.gz`,
        sha256: 'eec8df96fa3a4fe5dbc57ffb706461692c055299dd6d22dff9444863a2a12281',
      },
    ],
  },
};

/** Makes certificates for webhooks where there is no cert-manager; of no release, for it does one thing once. */
export const CERTGEN_IMAGE = 'ghcr.io/jkroepke/kube-webhook-certgen:1.7.3';

/** The versions of a release of one's own. */
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
  public static readonly V2024_05 = new SpinKubeRelease('2024.05', {
    spinOperator: SpinOperatorVersion.V0_1_0,
    certManager: CertManagerVersion.V1_14_4,
    runtimeClassManager: RuntimeClassManagerVersion.V0_2_0,
    kwasmOperator: KwasmOperatorVersion.V0_2_3,
    spinShim: SpinShimVersion.V0_13_1,
  });

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
   * @throws if a part could be told what another one would silently ignore
   */
  public static of(options: SpinKubeReleaseOptions): SpinKubeRelease {
    const { spinOperator, spinShim } = options;
    if (spinOperator === SpinOperatorVersion.V0_6_1 && spinShim === SpinShimVersion.V0_13_1) {
      const rule = `ignores what spin-operator ${spinOperator} lets a SpinApp say: components, invocationLimits and otel need shim v0.20.0 or later`;
      throw new Error(`SpinKubeRelease.of: ${violation('spinShim', spinShim, rule, 'use SpinShimVersion.V0_23_0')}`);
    }
    return new SpinKubeRelease(`spin-operator ${spinOperator}, shim ${spinShim}`, options);
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

  /** What the operator of this release can be told. */
  public readonly api: SpinOperatorApi;

  private constructor(
    /** Year and month, for example `2026.11`, or the versions that make a mix. */
    public readonly name: string,
    options: SpinKubeReleaseOptions,
  ) {
    this.spinOperator = options.spinOperator;
    this.certManager = options.certManager;
    this.runtimeClassManager = options.runtimeClassManager;
    this.kwasmOperator = options.kwasmOperator;
    this.spinShim = options.spinShim;
    this.api = SPIN_OPERATORS[options.spinOperator].api;
  }

  /**
   * The shim that runtime-class-manager installs in this release: its own, or the oldest one with known archives where
   * the release is older than runtime-class-manager.
   *
   * @internal
   */
  public get _managedShim(): SpinShimVersion {
    return this === SpinKubeRelease.V2024_05 ? SpinShimVersion.V0_23_0 : this.spinShim;
  }
}
