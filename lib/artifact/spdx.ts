import { Archive } from '../synth/images';

/** Content of a software bill of materials. */
export interface BillOfMaterials {
  /** Name of the bundle. */
  readonly name: string;

  /** Digest of the bundle: `sha256:…`. */
  readonly digest: string;

  /** Address of its sources, if known. */
  readonly source?: string;

  /** The images that a cluster pulls for it. */
  readonly images: readonly string[];

  /** The archives that nodes download for it. */
  readonly archives: readonly Archive[];

  /** Time of its creation (RFC 3339, in UTC). */
  readonly created: string;

  /** Name and version of the program that writes it, joined by a hyphen. */
  readonly tool: string;
}

const BUNDLE = 'SPDXRef-bundle';
const UNKNOWN = 'NOASSERTION';

/**
 * A software bill of materials in SPDX 2.3, as JSON.
 *
 * @see https://spdx.github.io/spdx-spec/v2.3/
 */
export function spdxDocument({ archives, created, digest, images, name, source, tool }: BillOfMaterials): object {
  const needed = [
    ...images.map((image, index) => imagePackage(`SPDXRef-image-${index + 1}`, image)),
    ...archives.map((archive, index) => archivePackage(`SPDXRef-archive-${index + 1}`, archive)),
  ];
  const bundle = {
    SPDXID: BUNDLE,
    name,
    downloadLocation: source === undefined ? UNKNOWN : `git+${source}`,
    filesAnalyzed: false,
    primaryPackagePurpose: 'OTHER',
  };
  const relationship = (from: string, relationshipType: string, to: string) => ({
    spdxElementId: from,
    relationshipType,
    relatedSpdxElement: to,
  });
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name,
    documentNamespace: `https://spdx.org/spdxdocs/${encodeURIComponent(name)}-${digest.replace('sha256:', '')}`,
    creationInfo: { created, creators: [`Tool: ${tool}`] },
    packages: [bundle, ...needed],
    relationships: [
      relationship('SPDXRef-DOCUMENT', 'DESCRIBES', BUNDLE),
      ...needed.map(({ SPDXID }) => relationship(BUNDLE, 'DEPENDS_ON', SPDXID)),
    ],
  };
}

function imagePackage(id: string, image: string) {
  const { digest, repository, tag } = partsOf(image);
  return {
    SPDXID: id,
    name: repository,
    ...(tag === undefined ? {} : { versionInfo: tag }),
    downloadLocation: UNKNOWN,
    filesAnalyzed: false,
    primaryPackagePurpose: 'CONTAINER',
    ...(digest === undefined ? {} : { checksums: checksum(digest) }),
    externalRefs: [
      { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl(repository, tag, digest) },
    ],
  };
}

function archivePackage(id: string, { sha256, url }: Archive) {
  return {
    SPDXID: id,
    name: url.split('/').at(-1),
    downloadLocation: url,
    filesAnalyzed: false,
    primaryPackagePurpose: 'ARCHIVE',
    ...(sha256 === undefined ? {} : { checksums: checksum(sha256) }),
  };
}

function checksum(sha256: string): object[] {
  return [{ algorithm: 'SHA256', checksumValue: sha256 }];
}

/** Repository, tag and SHA-256 digest of an image. */
function partsOf(image: string): { readonly repository: string; readonly tag?: string; readonly digest?: string } {
  const [named, digest] = image.split('@sha256:');
  const colon = named.lastIndexOf(':');
  return colon > named.lastIndexOf('/')
    ? { repository: named.slice(0, colon), tag: named.slice(colon + 1), digest }
    : { repository: named, digest };
}

/**
 * The package URL of an image.
 *
 * @see https://github.com/package-url/purl-spec/blob/main/types-doc/oci-definition.md
 */
function purl(repository: string, tag?: string, digest?: string): string {
  const version = digest === undefined ? '' : `@sha256:${digest}`;
  const qualifiers = [`repository_url=${encodeURIComponent(repository)}`, ...(tag === undefined ? [] : [`tag=${tag}`])];
  return `pkg:oci/${repository.split('/').at(-1)}${version}?${qualifiers.join('&')}`;
}
