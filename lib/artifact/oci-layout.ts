import { createHash } from 'crypto';
import { constants, gzipSync } from 'zlib';
import { ArchivedFile, tarOf } from './tar';

/** Media type of an OCI image manifest, which artifacts have as well. */
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/** Type of the artifact, and of the layer: Argo CD takes this one only, Flux any. */
const BUNDLE = 'application/vnd.cdk8s-spinkube.bundle.v1';
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';

/** Type of a software bill of materials in SPDX, and of its layer. */
const SPDX = 'application/spdx+json';

/** Position of the operating system in the header of gzip, and the value for an unknown one: zlib writes the real one. */
const GZIP_SYSTEM = 9;
const UNKNOWN_SYSTEM = 255;

/** The configuration that an artifact has if it needs none. */
const EMPTY = Buffer.from('{}');
const EMPTY_CONFIG = { ...descriptorOf('application/vnd.oci.empty.v1+json', EMPTY), data: EMPTY.toString('base64') };

/** Reference to content by its digest. */
interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** Annotations of a manifest by name. */
export interface Annotations {
  readonly [name: string]: string;
}

/** OCI artifact. */
export interface Artifact {
  /** `sha256:…` of its manifest. */
  readonly digest: string;

  /** Files of an OCI image layout with the artifact, by path. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/**
 * An OCI image layout with one artifact, which depends on the arguments only: the same files give the same bytes.
 *
 * @param files the files of the artifact, by path in ascending order
 * @param annotations annotations of the artifact
 * @param tag its tag
 * @param spdx the software bill of materials of an artifact with the digest, which refers to it
 */
export function ociLayout(
  files: readonly ArchivedFile[],
  annotations: Annotations,
  tag: string,
  spdx: (digest: string) => object,
): Artifact {
  const blobs = new Map([blob(EMPTY)]);
  const add = (mediaType: string, content: Buffer) => {
    blobs.set(...blob(content));
    return descriptorOf(mediaType, content);
  };
  const manifest = (artifactType: string, layer: Descriptor, own: Annotations, subject?: Descriptor) => {
    const text = { schemaVersion: 2, mediaType: MANIFEST, artifactType, config: EMPTY_CONFIG, layers: [layer] };
    const annotated = Object.keys(own).length > 0 ? { annotations: own } : {};
    return add(MANIFEST, json({ ...text, ...(subject ? { subject } : {}), ...annotated }));
  };
  const bundle = manifest(BUNDLE, add(LAYER, gzip(tarOf(files))), annotations);
  const bill = manifest(SPDX, add(SPDX, json(spdx(bundle.digest))), {}, bundle);
  const index = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      { ...bundle, artifactType: BUNDLE, annotations: { 'org.opencontainers.image.ref.name': tag } },
      { ...bill, artifactType: SPDX },
    ],
  };
  const layout = new Map([
    ['oci-layout', json({ imageLayoutVersion: '1.0.0' })],
    ['index.json', json(index)],
    ...blobs,
  ]);
  return { digest: bundle.digest, files: layout };
}

function descriptorOf(mediaType: string, content: Buffer): Descriptor {
  return { mediaType, digest: `sha256:${sha256(content)}`, size: content.length };
}

function blob(content: Buffer): [string, Buffer] {
  return [`blobs/sha256/${sha256(content)}`, content];
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function gzip(content: Buffer): Buffer {
  const compressed = gzipSync(content, { level: constants.Z_BEST_COMPRESSION });
  compressed[GZIP_SYSTEM] = UNKNOWN_SYSTEM;
  return compressed;
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
