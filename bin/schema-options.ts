import { readFiles } from '../lib/validation/documents/read-files';
import { UnusableInput } from '../lib/validation/documents/unusable-input';
import { CheckOptions } from '../lib/validation/object-check';
import { BuiltInSchemas } from '../lib/validation/schema/built-in-schemas';

/** Options that choose the schemas of a check. */
export interface SchemaOptions {
  readonly kubernetesVersion?: string;
  readonly schemaLocation: readonly string[];
}

/**
 * Schemas of `--kubernetes-version` and `--schema-location`.
 *
 * @throws UnusableInput if the version is not known, or a location has no CustomResourceDefinition
 */
export function schemaOptions({ kubernetesVersion, schemaLocation }: SchemaOptions): Partial<CheckOptions> {
  return { kubernetesVersion: knownVersion(kubernetesVersion), definitions: schemaLocation.flatMap(definitionsAt) };
}

function knownVersion(version: string | undefined): string | undefined {
  if (version !== undefined && !(/^v?\d+\.\d+(\.\d+)?$/.test(version) && BuiltInSchemas.of(version))) {
    const newest = BuiltInSchemas.NEWEST.minor.replace('v', '');
    throw new UnusableInput(`'--kubernetes-version' (${version}) is not known; use ${newest} or an older version`);
  }
  return version;
}

function definitionsAt(place: string): NonNullable<CheckOptions['definitions']> {
  const { objects } = readFiles([place]);
  const broken = objects.find(({ problem }) => problem);
  if (broken?.problem) {
    throw new UnusableInput(`'--schema-location' (${broken.file}) cannot be read: ${broken.problem.text}`);
  }
  const found = objects.flatMap(({ manifest }) => (manifest?.kind === 'CustomResourceDefinition' ? [manifest] : []));
  if (found.length === 0) {
    throw new UnusableInput(
      `'--schema-location' (${place}) has no CustomResourceDefinition; use a file or directory that has some`,
    );
  }
  return found;
}
