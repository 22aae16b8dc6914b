import { IConstruct } from 'constructs';
import { checkedOptions, checkedString } from '../private/checked-values';
import { checkedProps } from '../private/checked-props';
import { ImagePlace, parseImage, withImages } from '../synth/images';
import { Manifest } from '../synth/manifest';
import { setMirror } from '../synth/mirror-context';
import { Problems } from '../validation/problems';

/** Options of an `ImageMirror`. */
export interface ImageMirrorOptions {
  /**
   * Copies of archives that nodes download: by the beginning of a URL, the beginning of the URL to use instead. The longest
   * one that fits counts: `{ 'https://github.com/': 'https://files.example.com/github/' }`.
   *
   * @default - none: an archive is an error unless it is in `kept`
   */
  readonly archives?: { [url: string]: string };

  /**
   * Images and archives that are not changed: registries (`registry.example.com`), repositories with everything below them
   * (`ghcr.io/example`), whole images, or beginnings of URLs.
   *
   * @default - only those that are in the mirror already
   */
  readonly kept?: string[];
}

/** Options of `ImageMirror.of()`. */
export interface ImageMirrorRegistries extends ImageMirrorOptions {
  /**
   * Mirrors by registry, which keep the repositories: `{ 'ghcr.io': 'registry.example.com/ghcr' }`. A key may also be a
   * repository with everything below it (`ghcr.io/spinframework`); the longest one that fits counts. Images without a
   * registry are on `docker.io`.
   */
  readonly registries: { [registry: string]: string };
}

/** Copy of an image or archive in a mirror. */
export interface MirroredCopy {
  readonly from: string;
  readonly to: string;

  /** Set for an archive. */
  readonly isArchive?: true;

  /** SHA-256 checksum of an archive, if known. */
  readonly sha256?: string;
}

/** Manifest in a mirror. */
export interface MirroredManifest {
  readonly manifest: Manifest;
  readonly copies: readonly MirroredCopy[];

  /** Strings that look like images but are in fields that the mirror does not know, with their paths. */
  readonly unchanged: Problems;
}

/** New name, or why there is none. */
type Named = { readonly name: string } | { readonly rule: string; readonly remedy: string };

/**
 * Mirror of all images and archives of a bundle, for clusters without access to the public registries.
 *
 * Images are replaced in the manifests, whichever construct they come from: in pod specs and pod templates of every kind,
 * SpinApps and executors, and the variables and flags by which operators learn the images of their Jobs; archives in Shims. Tags
 * and digests are kept. An image or archive that the mirror does not know is an error.
 *
 * `cdk8s-spinkube images` writes a script that copies the images to where the bundle expects them.
 *
 * @see https://kubernetes.io/docs/concepts/containers/images/#image-names
 *
 * @example
 *
 * const imageMirror = ImageMirror.prefix('registry.example.com/mirror', {
 *   archives: { 'https://github.com/': 'https://files.example.com/github/' },
 * });
 * const bundle = new Bundle({ imageMirror, deliveries: [Delivery.kubectl()] });
 */
export class ImageMirror {
  /**
   * Mirror of every registry, with the whole image after a prefix: with `registry.example.com/mirror`, the image
   * `ghcr.io/spinframework/spin-operator:v0.6.1` is `registry.example.com/mirror/ghcr.io/spinframework/spin-operator:v0.6.1`.
   * `skopeo sync --scoped` names images alike.
   *
   * @param prefix registry, and the repository below which the images are
   * @param options archives, and what is not changed
   * @throws with everything that is wrong at once
   */
  public static prefix(prefix: string, options: ImageMirrorOptions = {}): ImageMirror {
    const caller = 'ImageMirror.prefix';
    const settled = checkedProps('ImageMirrorOptions', options, caller);
    const problems = Problems.at();
    const target = targetOf(problems.at('prefix'), checkedString(prefix, 'prefix', caller, 'name the registry'));
    const mirror = new ImageMirror({}, settled, problems, target);
    problems.throwFrom(caller);
    return mirror;
  }

  /**
   * Mirror of some registries, each with its own.
   *
   * @param options the registries, archives, and what is not changed
   * @throws with everything that is wrong at once
   */
  public static of(options: ImageMirrorRegistries): ImageMirror {
    const caller = 'ImageMirror.of';
    const settled = checkedOptions('ImageMirrorRegistries', options, caller, 'registries');
    const problems = Problems.at();
    const mirror = new ImageMirror(settled.registries, settled, problems);
    problems.throwFrom(caller);
    return mirror;
  }

  private readonly registries: readonly (readonly [from: string, to: string])[];
  private readonly archives: readonly (readonly [from: string, to: string])[];
  private readonly kept: readonly string[];

  private constructor(
    registries: { readonly [registry: string]: string },
    { archives = {}, kept = [] }: ImageMirrorOptions,
    problems: Problems,
    private readonly target?: string,
  ) {
    this.registries = longestFirst(
      Object.entries(registries).map(([from, to]) => {
        const at = problems.at('registries', from);
        if (!isPrefix(from)) {
          at.refuse(
            from,
            'must be a registry, or a registry and a repository',
            'write it as ghcr.io or ghcr.io/example',
          );
        }
        return [from.replace(/^index\.docker\.io(?=\/|$)/, 'docker.io'), targetOf(at, to)];
      }),
    );
    this.archives = longestFirst(
      Object.entries(archives).map(([from, to]) => {
        for (const url of [from, to]) {
          if (!/^https?:\/\/[^\s/]/.test(url)) {
            problems.at('archives', from).refuse(url, 'must be the beginning of a URL', 'begin it with https://');
          }
        }
        return [from, to];
      }),
    );
    this.kept = [...kept];
  }

  /**
   * A manifest with the images and archives of the mirror.
   *
   * @param manifest the manifest, which is not changed
   * @param problems gets the images and archives that the mirror does not know
   *
   * @internal
   */
  public _apply(manifest: Manifest, problems = Problems.at()): MirroredManifest {
    const copies: MirroredCopy[] = [];
    const known = new Set<string>();
    const mirrored = withImages(manifest, (place) => {
      known.add(place.keys.join('\0'));
      const named = place.archive ? this.archiveName(place.name) : this.imageName(place.name);
      if (!('name' in named)) {
        problems.at(...place.keys).refuse(place.name, named.rule, named.remedy);
        return place.name;
      }
      if (named.name !== place.name) {
        copies.push(copyOf(place, named.name));
      }
      return named.name;
    });
    return { manifest: mirrored, copies, unchanged: this.lookalikes(manifest, known) };
  }

  /**
   * Lets the constructs of an app know this mirror: some names have a hash of a manifest.
   *
   * @internal
   */
  public _setFor(app: IConstruct): void {
    setMirror(app, (manifest) => this._apply(manifest).manifest);
  }

  private imageName(image: string): Named {
    if (this.kept.some((one) => isBelow(image, one))) {
      return { name: image };
    }
    const reference = parseImage(image);
    if (!reference) {
      const rule = 'is not a valid image, so that it is unknown where it is in the image mirror';
      return { rule, remedy: "correct it, or add it to 'kept' of the ImageMirror" };
    }
    const { host, repository, suffix } = reference;
    const whole = `${host}/${repository}`;
    const targets = [...this.registries.map(([, to]) => to), ...(this.target === undefined ? [] : [this.target])];
    if ([...targets, ...this.kept].some((one) => isBelow(whole, one))) {
      return { name: image };
    }
    const [from, to] = this.registries.find(([one]) => isBelow(whole, one)) ?? [];
    if (from !== undefined) {
      return { name: `${to}${whole.slice(from.length)}${suffix}` };
    }
    if (this.target === undefined) {
      const rule = `is on the registry ${host}, which the image mirror does not know`;
      return { rule, remedy: `add '${host}' to 'registries' or to 'kept' of the ImageMirror` };
    }
    return host.includes(':')
      ? {
          rule: `is on the registry ${host}, whose port cannot be part of a repository in the image mirror`,
          remedy: "use ImageMirror.of() with 'registries', or add it to 'kept'",
        }
      : { name: `${this.target}/${whole}${suffix}` };
  }

  private archiveName(url: string): Named {
    const stays = [...this.archives.map(([, to]) => to), ...this.kept].some((one) => url.startsWith(one));
    const [from, to] = this.archives.find(([one]) => url.startsWith(one)) ?? [];
    if (stays || from === undefined) {
      const rule = 'is an archive that the image mirror does not know';
      return stays ? { name: url } : { rule, remedy: "add the beginning of its URL to 'archives' of the ImageMirror" };
    }
    return { name: `${to}${url.slice(from.length)}` };
  }

  /** Other strings with an image that has a registry and a version, which the cluster may pull. */
  private lookalikes(manifest: Manifest, known: ReadonlySet<string>): Problems {
    const found = Problems.at();
    const walk = (value: unknown, keys: ImagePlace['keys']): void => {
      if (typeof value === 'string') {
        const image = known.has(keys.join('\0')) ? undefined : LOOKALIKE.exec(value)?.[0];
        const named = image === undefined ? undefined : this.imageName(image);
        if (image !== undefined && !(named && 'name' in named && named.name === image)) {
          found
            .at(...keys)
            .refuse(image, 'looks like an image, but the image mirror does not know this field', LOOKALIKE_REMEDY);
        }
      } else if (typeof value === 'object' && value !== null) {
        for (const [key, inner] of Object.entries(value)) {
          walk(inner, [...keys, Array.isArray(value) ? Number(key) : key]);
        }
      }
    };
    walk(manifest.kind === 'CustomResourceDefinition' ? undefined : manifest, []);
    return found;
  }
}

const LOOKALIKE =
  /(?<![\w./:@-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?::\d+)?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+(?::\w[\w.-]{0,127}|@sha256:[0-9a-f]{64})(?![\w/])/;

const LOOKALIKE_REMEDY = "set it to its copy in the mirror if the cluster pulls it, or add it to 'kept'";

function copyOf({ archive, name }: ImagePlace, to: string): MirroredCopy {
  return archive ? { from: name, to, isArchive: true, sha256: archive.sha256 } : { from: name, to };
}

function longestFirst(pairs: (readonly [string, string])[]): (readonly [string, string])[] {
  return pairs.sort(([a], [b]) => b.length - a.length);
}

/** Tells if an image or repository is another one, below it, or a version of it. */
function isBelow(image: string, one: string): boolean {
  const next = image.charAt(one.length);
  return image.startsWith(one) && (['', '/'].includes(next) || (one.includes('/') && /[:@]/.test(next)));
}

/** Tells if a text can stand before a repository: a registry, or a registry and a repository. */
function isPrefix(text: unknown): boolean {
  const reference = typeof text === 'string' ? parseImage(`${text.replace(/\/$/, '')}/x`) : undefined;
  return reference?.suffix === '' && String(text).startsWith(reference.host);
}

function targetOf(problems: Problems, target: string): string {
  if (!isPrefix(target)) {
    problems.refuse(
      target,
      'must be a registry, or a registry and a repository',
      'write it as registry.example.com/mirror',
    );
  }
  return target.replace(/\/$/, '');
}
