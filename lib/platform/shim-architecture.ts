/** CPU architectures of runtime-class-manager, which has two names for each. */
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
