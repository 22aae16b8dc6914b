import { violation } from '../../private/errors';
import { ShimArchitecture, ShimArchive } from '../facts';

/** SHA-256 checksums by architecture. */
export interface Checksums {
  readonly [architecture: string]: string;
}

/** The archives of a release of containerd-shim-spin. */
export function releasedArchives(version: string): ShimArchive[] {
  return [ShimArchitecture.AARCH64, ShimArchitecture.X86_64].map((architecture) => ({
    architecture,
    location: `https://github.com/spinframework/containerd-shim-spin/releases/download/${version}/containerd-shim-spin-v2-linux-${architecture}.tar.gz`,
  }));
}

/**
 * The archives with a checksum, or all of them as they are where no checksums are given.
 *
 * @param caller the function that was given the checksums, and its property
 * @throws if a checksum is for an architecture without an archive
 */
export function withChecksums(
  archives: readonly ShimArchive[],
  checksums: Checksums | undefined,
  [caller, property]: readonly [caller: string, property: string],
): readonly ShimArchive[] {
  const architectures: string[] = archives.map(({ architecture }) => architecture);
  if (!checksums || archives.length === 0) {
    return archives;
  }
  const unknown = Object.keys(checksums).find((name) => !architectures.includes(name));
  if (unknown !== undefined) {
    const rule = 'is not the architecture of an archive';
    throw new Error(`${caller}: ${violation(property, unknown, rule, `use ${architectures.join(', ')}`)}`);
  }
  return archives
    .filter(({ architecture }) => architecture in checksums)
    .map((archive) => ({ ...archive, sha256: checksums[archive.architecture] }));
}
