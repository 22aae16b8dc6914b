/** CPU architecture of nodes, as runtime-class-manager names it: each has two names. */
export enum ShimArchitecture {
  /** The same as `X86_64`. */
  AMD64 = 'amd64',

  /** The same as `AARCH64`. */
  ARM64 = 'arm64',

  /** The same as `AMD64`. */
  X86_64 = 'x86_64',

  /** The same as `ARM64`. */
  AARCH64 = 'aarch64',
}

/** A version of a component: the name of its release, and what it consists of. */
export interface Facts {
  /** Its tag: `v0.6.1`. */
  readonly version: string;
}

/** A version of a component that brings CustomResourceDefinitions. */
export interface FactsWithCrds extends Facts {
  /** Its files in `crds/`. The schemas of each are in the folder of the same name below `schemas/structural/`. */
  readonly crds: readonly string[];
}

/** A version of spin-operator. */
export interface SpinOperatorFacts extends FactsWithCrds {
  /** API group of SpinApp and SpinAppExecutor, with which the names of its labels and finalizers begin. */
  readonly group: string;
  readonly image: string;
}

/** A version of cert-manager. */
export interface CertManagerFacts extends FactsWithCrds {
  readonly controllerImage: string;
  readonly webhookImage: string;
  readonly cainjectorImage: string;
  readonly acmeSolverImage: string;

  /** The feature gates of each component. With another one it does not start. */
  readonly featureGates: {
    readonly controller: readonly string[];
    readonly webhook: readonly string[];
    readonly cainjector: readonly string[];
  };
}

/** A version of runtime-class-manager. */
export interface RuntimeClassManagerFacts extends FactsWithCrds {
  readonly image: string;
  readonly downloaderImage: string;
  readonly installerImage: string;
}

/** A version of the Helm chart of kwasm-operator. */
export interface KwasmOperatorFacts extends Facts {
  readonly image: string;
}

/** An archive of the shim. */
export interface ShimArchive {
  readonly architecture: ShimArchitecture;
  readonly location: string;

  /** Its checksum; undefined if none is published. */
  readonly sha256?: string;
}

/** A version of containerd-shim-spin. */
export interface SpinShimFacts extends Facts {
  /** Image that kwasm-operator runs on each node. */
  readonly installerImage: string;

  /** Archives that runtime-class-manager downloads; none if it is not known where they are. */
  readonly archives: readonly ShimArchive[];

  /** Types of the triggers that it runs. An application with another one does not start. */
  readonly triggers: readonly string[];

  /** True if each variable without a default needs a value, also one that only components read that are left out. */
  readonly needsAllVariables: boolean;

  /** True if HTTP routes may have a common base path, a setting of Spin 2 and older. */
  readonly supportsHttpBase: boolean;

  /** Fields of the SpinKube APIs that it does not act on, and the first version of the shim that does. */
  readonly ignores?: { readonly fields: readonly string[]; readonly until: string };
}
