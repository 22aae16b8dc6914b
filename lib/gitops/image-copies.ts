import { dump } from 'js-yaml';
import { groupBy } from '../private/group-by';
import { Archive, ImageReference, parseImage } from '../synth/images';
import { UnusableInput } from '../validation/documents/unusable-input';
import { MirroredCopy } from './image-mirror';
import { quote } from './kubectl/shell';

/** The images that clusters pull, and the archives that their nodes download. */
export interface ImageNeeds {
  readonly images: readonly string[];
  readonly archives: readonly Archive[];

  /** Copies that the bundles expect in their mirrors; empty if they have none. */
  readonly mirror: readonly MirroredCopy[];
}

/**
 * Shell script that copies images by crane, and downloads archives by curl: to where a bundle with a mirror expects them, or
 * below `$REGISTRY` as `ImageMirror.prefix()` names them.
 *
 * @throws UnusableInput for an image that `ImageMirror.prefix()` refuses
 */
export function craneScript(needs: ImageNeeds): string {
  const { archives, mirror } = needs;
  const isMirrored = mirror.length > 0;
  return lines([
    '#!/bin/sh',
    ...(isMirrored
      ? [
          '# Copies the images to the mirror of the bundle, and downloads the archives into a folder for each of their hosts.',
          'set -eu',
        ]
      : [
          '# Copies the images to REGISTRY, and downloads the archives into the current folder.',
          'set -eu',
          ': "${REGISTRY:?must be set, for example to registry.example.com/mirror}"',
        ]),
    ...imageCopies(needs).map(({ from, to }) => {
      const target = isMirrored ? quote(withTag(to)) : `"$REGISTRY"/${quote(withTag(to))}`;
      return `crane copy ${quote(nameOf(referenceOf(from)))} ${target}`;
    }),
    ...(isMirrored
      ? mirror
          .filter(({ isArchive }) => isArchive)
          .flatMap(({ from, sha256, to }) => download(from, folderOf(to), sha256))
      : archives.flatMap(({ sha256, url }) => download(url, url.replace(/[?#].*/, '').replace(/.*\//, ''), sha256))),
  ]);
}

/**
 * Source of `skopeo sync --scoped --src yaml`, which keeps the hosts of images in their names, as `ImageMirror.prefix()` does.
 *
 * @throws UnusableInput if the mirror of a bundle has other names
 */
export function skopeoSource(needs: ImageNeeds): string {
  const copies = imageCopies(needs);
  const bases = new Set(copies.map(({ from, to }) => baseOf(referenceOf(from), to)));
  const [base = ''] = bases;
  if (bases.size > 1 || bases.has(undefined)) {
    throw new UnusableInput(
      "skopeo sync cannot give images the names of the bundle's image mirror; use '--format crane-script', or ImageMirror.prefix()",
    );
  }
  const source = byKey(
    copies.map(({ from }) => referenceOf(from)),
    'host',
    (ofHost) => ({
      images: byKey(ofHost, 'repository', (ofRepository) => ofRepository.map(versionOf)),
    }),
  );
  const target = base === '' ? 'REGISTRY' : base;
  return `# skopeo sync --all --scoped --src yaml --dest docker THIS-FILE ${target}\n${dump(source)}`;
}

/** The images to copy: those of the mirror, or else all, with their names below a registry to be chosen. */
function imageCopies({ images, mirror }: ImageNeeds): MirroredCopy[] {
  if (mirror.length > 0) {
    return mirror.filter(({ isArchive }) => !isArchive);
  }
  return images.map((from) => {
    const { host, repository, suffix } = referenceOf(from);
    if (host.includes(':')) {
      const rule = `'${from}' is on a registry with a port, which cannot be part of its name in another registry`;
      throw new UnusableInput(`${rule}; set 'imageMirror' of the bundle to ImageMirror.of(), which names the copies`);
    }
    return { from, to: `${host}/${repository}${suffix}` };
  });
}

function referenceOf(image: string): ImageReference {
  const reference = parseImage(image);
  if (!reference) {
    throw new UnusableInput(`'${image}' is not a valid image; correct it`);
  }
  return reference;
}

function nameOf({ host, repository, suffix }: ImageReference): string {
  return `${host}/${repository}${suffix === '' ? ':latest' : suffix}`;
}

/** A copy gets the tag, if there is one: registries may remove what has none. It has the same digest. */
function withTag(to: string): string {
  const [name] = to.split('@');
  const isTagged = /:[^/]+$/.test(name);
  return !to.includes('@') ? `${name}${isTagged ? '' : ':latest'}` : isTagged ? name : to;
}

/** The prefix before the whole image in the name of its copy, without a slash; undefined if its copy is called otherwise. */
function baseOf({ host, repository, suffix }: ImageReference, to: string): string | undefined {
  const whole = `${host}/${repository}${suffix}`;
  return to === whole ? '' : to.endsWith(`/${whole}`) ? to.slice(0, -whole.length - 1) : undefined;
}

/** The digest comes before the tag. */
function versionOf({ suffix }: ImageReference): string {
  const at = suffix.indexOf('@');
  return (at < 0 ? suffix.slice(1) : suffix.slice(at + 1)) || 'latest';
}

function byKey(
  all: readonly ImageReference[],
  key: 'host' | 'repository',
  valueOf: (some: ImageReference[]) => object,
): object {
  return Object.fromEntries([...groupBy(all, (one) => one[key])].map(([name, some]) => [name, valueOf(some)]));
}

/** The path of a copy below a folder from which a server serves it. */
function folderOf(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/[?#].*/, '');
}

function download(url: string, to: string, sha256?: string): string[] {
  const file = quote(to);
  const folder = to.includes('/') ? ['--create-dirs'] : [];
  const flags = ['--fail', '--silent', '--show-error', '--location', ...folder, '--output'].join(' ');
  const check = sha256 === undefined ? [] : [`echo ${quote(sha256)}'  '${file} | sha256sum --check`];
  return [`curl ${flags} ${file} ${quote(url)}`, ...check];
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}
