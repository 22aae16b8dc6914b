import { field, groupOf, list, Manifest } from './manifest';

/** Archive that nodes download. */
export interface Archive {
  readonly url: string;

  /** SHA-256 checksum that the download is compared with; undefined if it is not. */
  readonly sha256?: string;
}

/** Place in a manifest that holds the name of an image or the URL of an archive. */
export interface ImagePlace {
  /** Fields and indices that lead to it. */
  readonly keys: readonly (string | number)[];

  /** Image, or URL. */
  readonly name: string;

  /** Text of the field before the name: the flag of an argument. */
  readonly before?: string;

  /** Set if it is the URL of an archive. */
  readonly archive?: Archive;
}

/** The images that a cluster pulls for objects, sorted, including those that operators are configured with. */
export function imagesIn(manifests: readonly Manifest[]): string[] {
  const images = new Set<string>();
  for (const manifest of manifests) {
    for (const { archive, name } of imagePlaces(manifest)) {
      if (!archive) {
        images.add(name);
      }
    }
  }
  return [...images].sort();
}

/** The archives that nodes download for the Shims among objects, sorted by URL. */
export function archivesIn(manifests: readonly Manifest[]): Archive[] {
  const byUrl = new Map<string, Archive>();
  for (const manifest of manifests) {
    for (const { archive } of imagePlaces(manifest)) {
      if (archive) {
        byUrl.set(archive.url, archive);
      }
    }
  }
  return [...byUrl.values()].sort((a, b) => (a.url < b.url ? -1 : 1));
}

/** A manifest with other names of images and archives. Those that stay leave their objects as they are. */
export function withImages(manifest: Manifest, nameOf: (place: ImagePlace) => string): Manifest {
  return imagePlaces(manifest).reduce<Manifest>((changed, place) => {
    const name = nameOf(place);
    return name === place.name ? changed : (replaced(changed, place.keys, `${place.before ?? ''}${name}`) as Manifest);
  }, manifest);
}

function replaced(value: unknown, [key, ...rest]: readonly (string | number)[], text: string): unknown {
  const inner = (outer: unknown) => (rest.length === 0 ? text : replaced(outer, rest, text));
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === key ? inner(item) : item));
  }
  const fields = value as { readonly [name: string]: unknown };
  return { ...fields, [key]: inner(fields[key]) };
}

/** The API groups of spin-operator. */
const SPIN_OPERATOR = ['core.spinkube.dev', 'core.spinoperator.dev'];

/** Every place of an image or archive in a manifest. */
export function imagePlaces(manifest: Manifest): ImagePlace[] {
  const group = groupOf(manifest);
  if (manifest.kind === 'SpinApp' && SPIN_OPERATOR.includes(group)) {
    return [...placeAt(manifest, ['spec', 'image']), ...volumePlaces(manifest.spec, ['spec'])];
  }
  if (manifest.kind === 'SpinAppExecutor' && SPIN_OPERATOR.includes(group)) {
    return placeAt(manifest, ['spec', 'deploymentConfig', 'spinImage']);
  }
  if (manifest.kind === 'Shim' && group === 'runtime.spinkube.dev') {
    const strategy = ['spec', 'fetchStrategy'];
    const platforms = list(manifest, ...strategy, 'platforms').map((_, index) => [...strategy, 'platforms', index]);
    return [...platforms, [...strategy, 'anonHttp']].flatMap((keys) => archiveAt(manifest, keys));
  }
  return manifest.kind === 'CustomResourceDefinition' ? [] : podPlaces(manifest, []);
}

/** Places in pod specs at any depth: in built-in kinds, and in templates that other kinds have, such as ScaledJobs. */
function podPlaces(value: unknown, keys: ImagePlace['keys']): ImagePlace[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const ofPod = Array.isArray(field(value, 'containers'))
    ? [...CONTAINERS.flatMap((name) => containerPlaces(value, keys, name)), ...volumePlaces(value, keys)]
    : [];
  const within = Object.entries(value).flatMap(([key, inner]) =>
    CONTAINERS.includes(key) && ofPod.length > 0
      ? []
      : podPlaces(inner, [...keys, Array.isArray(value) ? Number(key) : key]),
  );
  return [...ofPod, ...within];
}

const CONTAINERS = ['initContainers', 'containers', 'ephemeralContainers'];

function containerPlaces(pod: unknown, podKeys: ImagePlace['keys'], name: string): ImagePlace[] {
  return list(pod, name).flatMap((container, index) => {
    const keys = [...podKeys, name, index];
    return [
      ...placeAt(container, ['image'], keys),
      ...list(container, 'env').flatMap((variable, at) => variablePlace(variable, [...keys, 'env', at, 'value'])),
      ...['command', 'args'].flatMap((words) => flagPlaces(list(container, words), [...keys, words])),
    ];
  });
}

/** Images as volumes. */
function volumePlaces(pod: unknown, keys: ImagePlace['keys']): ImagePlace[] {
  return list(pod, 'volumes').flatMap((volume, index) =>
    placeAt(volume, ['image', 'reference'], [...keys, 'volumes', index]),
  );
}

/** Variables by which operators of SpinKube learn which images their Jobs run. */
const VARIABLES: readonly unknown[] = ['INSTALLER_IMAGE', 'SHIM_DOWNLOADER_IMAGE', 'SHIM_NODE_INSTALLER_IMAGE'];

/**
 * Operators learn by a variable or flag which images to run themselves. Other programs have variables of such names, too, so
 * that only values with a tag or digest count.
 */
function variablePlace(variable: unknown, keys: ImagePlace['keys']): ImagePlace[] {
  const name = field(variable, 'name');
  const value = field(variable, 'value');
  const isImage = VARIABLES.includes(name) || (/_IMAGE$|^RELATED_IMAGE_/.test(String(name)) && isVersioned(value));
  return isImage && typeof value === 'string' && value !== '' ? [{ keys, name: value }] : [];
}

/** `--image=NAME` in one word, or in two. */
function flagPlaces(words: unknown[], keys: ImagePlace['keys']): ImagePlace[] {
  return words.flatMap((word, index) => {
    const [, before = '', value = ''] = /^(--[\w-]*image=)(.+)$/.exec(String(word)) ?? [];
    if (before !== '') {
      return isVersioned(value) ? [{ keys: [...keys, index], name: value, before }] : [];
    }
    const isValue = /^--[\w-]*image$/.test(String(words[index - 1])) && isVersioned(word);
    return isValue ? [{ keys: [...keys, index], name: String(word) }] : [];
  });
}

function placeAt(value: unknown, path: string[], keys: ImagePlace['keys'] = []): ImagePlace[] {
  const name = field(value, ...path);
  return typeof name === 'string' ? [{ keys: [...keys, ...path], name }] : [];
}

function archiveAt(manifest: Manifest, keys: ImagePlace['keys']): ImagePlace[] {
  const source = field(manifest, ...keys.map(String));
  const sha256 = field(source, 'sha256');
  return placeAt(source, ['location'], keys).map((place) => ({
    ...place,
    archive: { url: place.name, sha256: typeof sha256 === 'string' ? sha256 : undefined },
  }));
}

/** Host, repository, and tag and digest of an image, as container runtimes read it: `nginx` is `docker.io/library/nginx`. */
export interface ImageReference {
  readonly host: string;
  readonly repository: string;

  /** The tag and digest as written, with `:` and `@`; '' if there is neither. */
  readonly suffix: string;
}

/** https://github.com/distribution/reference/blob/main/regexp.go */
const REFERENCE =
  /^(?:((?:[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+|localhost|\[[0-9a-fA-F:]+\]|[a-zA-Z0-9-]+(?=:\d+\/))(?::\d+)?)\/)?([a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*)((?::\w[\w.-]{0,127})?(?:@[a-zA-Z][\w.+-]*:[0-9a-fA-F]{32,})?)$/;

/** Reads an image; undefined if it is not valid. */
export function parseImage(image: string): ImageReference | undefined {
  const [, host, repository, suffix] = REFERENCE.exec(image) ?? [];
  if ((repository as string | undefined) === undefined) {
    return undefined;
  }
  const isOnDockerHub = (host as string | undefined) === undefined || host === 'index.docker.io';
  const isOfLibrary = isOnDockerHub && !repository.includes('/');
  return {
    host: isOnDockerHub ? 'docker.io' : host,
    repository: isOfLibrary ? `library/${repository}` : repository,
    suffix,
  };
}

function isVersioned(value: unknown): boolean {
  return typeof value === 'string' && (parseImage(value)?.suffix ?? '') !== '';
}
