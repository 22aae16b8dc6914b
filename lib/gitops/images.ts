import { field, list, Manifest } from '../synth/manifest';
import { Stage } from './stage';

/** The images that a bundle makes a cluster pull, sorted; those that operators are told of included. */
export function imagesIn(stages: Stage[]): string[] {
  const manifests = stages.flatMap(({ objects }) => objects.map(({ manifest }) => manifest));
  return [...new Set(manifests.flatMap(imagesOf))].sort();
}

function imagesOf(manifest: Manifest): string[] {
  switch (manifest.kind) {
    case 'SpinApp':
      return texts([field(manifest, 'spec', 'image')]);
    case 'SpinAppExecutor':
      return texts([field(manifest, 'spec', 'deploymentConfig', 'spinImage')]);
    default:
      return podSpecs(manifest).flatMap((pod) =>
        [...list(pod, 'initContainers'), ...list(pod, 'containers')].flatMap(imagesOfContainer),
      );
  }
}

/** Where the kinds of Kubernetes keep their pods. */
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
