import { field, groupOf, Manifest } from '../synth/manifest';
import { ClusterSchemas } from '../validation/schema/schemas';

/** Kinds of an API version. */
export interface KindsOfVersion {
  /** For example `external-secrets.io/v1`. */
  readonly apiVersion: string;
  readonly kinds: string[];
}

/** The kinds of objects that are neither built into Kubernetes nor defined by a CustomResourceDefinition among them. */
export function undefinedKinds(manifests: readonly Manifest[]): KindsOfVersion[] {
  const defined = new Set(manifests.filter(({ kind }) => kind === 'CustomResourceDefinition').map(definedKind));
  const { builtIns } = ClusterSchemas.NEWEST;
  const found = new Map<string, Set<string>>();
  for (const { apiVersion, kind } of manifests) {
    const known = found.get(apiVersion);
    if (
      !known?.has(kind) &&
      builtIns.schemaOf(apiVersion, kind) === undefined &&
      !defined.has(keyOf(groupOf({ apiVersion }), kind))
    ) {
      found.set(apiVersion, (known ?? new Set()).add(kind));
    }
  }
  return [...found].map(([apiVersion, kinds]) => ({ apiVersion, kinds: [...kinds].sort() }));
}

/** `ExternalSecret` (`external-secrets.io/v1`): for people. */
export function describeKinds({ apiVersion, kinds }: KindsOfVersion): string {
  return `${kinds.map((kind) => `\`${kind}\``).join(', ')} (\`${apiVersion}\`)`;
}

function definedKind({ spec }: Manifest): string {
  return keyOf(String(field(spec, 'group')), String(field(spec, 'names', 'kind')));
}

function keyOf(group: string, kind: string): string {
  return `${group}/${kind}`;
}
