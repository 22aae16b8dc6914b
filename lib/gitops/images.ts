import { field, groupOf, list, Manifest } from '../synth/manifest';
import { isSpinApp } from './kinds/spin-app';
import { isSpinAppExecutor } from './kinds/spin-app-executor';

/** An archive that nodes download. */
export interface Archive {
  readonly url: string;

  /** SHA-256 checksum that the download is compared with; undefined if it is not. */
  readonly sha256?: string;
}

/** The images that a cluster pulls for objects, sorted, including those that operators are configured with. */
export function imagesIn(manifests: readonly Manifest[]): string[] {
  return [...new Set(manifests.flatMap(imagesOf))].sort();
}

/** The archives that nodes download for the Shims among objects, sorted by URL. */
export function archivesIn(manifests: readonly Manifest[]): Archive[] {
  const shims = manifests.filter(
    (manifest) => manifest.kind === 'Shim' && groupOf(manifest) === 'runtime.spinkube.dev',
  );
  const found = shims.flatMap(({ spec }) => [
    ...list(spec, 'fetchStrategy', 'platforms').map((platform) => archiveOf(platform)),
    archiveOf(field(spec, 'fetchStrategy', 'anonHttp')),
  ]);
  const byUrl = new Map(found.flatMap((archive) => (archive ? [[archive.url, archive]] : [])));
  return [...byUrl.values()].sort((a, b) => (a.url < b.url ? -1 : 1));
}

function archiveOf(source: unknown): Archive | undefined {
  const url = texts([field(source, 'location')]).at(0);
  const sha256 = texts([field(source, 'sha256')]).at(0);
  return url === undefined ? undefined : { url, sha256 };
}

function imagesOf(manifest: Manifest): string[] {
  if (isSpinApp(manifest)) {
    return texts([field(manifest, 'spec', 'image')]);
  }
  if (isSpinAppExecutor(manifest)) {
    return texts([field(manifest, 'spec', 'deploymentConfig', 'spinImage')]);
  }
  return podSpecs(manifest).flatMap((pod) => [
    ...[...list(pod, 'initContainers'), ...list(pod, 'containers')].flatMap(imagesOfContainer),
    ...texts(list(pod, 'volumes').map((volume) => field(volume, 'image', 'reference'))),
  ]);
}

/** Pod specs of the built-in kinds. */
function podSpecs(manifest: Manifest): unknown[] {
  return [
    manifest.kind === 'Pod' ? manifest.spec : undefined,
    field(manifest, 'spec', 'template', 'spec'),
    field(manifest, 'spec', 'jobTemplate', 'spec', 'template', 'spec'),
  ].filter((pod) => pod !== undefined);
}

/** Operators learn by a variable or an argument which images to run themselves. */
function imagesOfContainer(container: unknown): string[] {
  const variables = list(container, 'env').filter((variable) => String(field(variable, 'name')).endsWith('_IMAGE'));
  const flags = list(container, 'args').flatMap((arg) => /^--[\w-]+-image=(.+)$/.exec(String(arg))?.[1] ?? []);
  return texts([field(container, 'image'), ...variables.map((variable) => field(variable, 'value')), ...flags]);
}

function texts(values: unknown[]): string[] {
  return values.filter((value) => typeof value === 'string');
}
