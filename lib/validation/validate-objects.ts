import { identity, Manifest } from '../synth/manifest';
import { SourceObject } from './documents/read-objects';
import { Finding } from './problems';
import { CheckOptions, objectCheck } from './object-check';
import { ClusterSchemas } from './schema/schemas';

/** An object of a file and its findings. */
export interface Verdict {
  readonly source: SourceObject;
  readonly findings: Finding[];

  /** True if the schema of its kind is known, so that it was checked. */
  readonly isChecked: boolean;
}

/** Rule for objects that are defined twice. */
export const DUPLICATE_RULE = 'duplicate';

/** Checks the objects of files together, because they may refer to each other. */
export function validateObjects(sources: SourceObject[], options: CheckOptions): Verdict[] {
  const manifests = sources.flatMap(({ manifest }) => manifest ?? []);
  const schemas = ClusterSchemas.of(manifests, options.crdFiles);
  const check = objectCheck(manifests, options, schemas);
  const seen = new Map<string, SourceObject>();
  return sources.map((source) => {
    const { manifest, problem } = source;
    if (!manifest) {
      return { source, findings: problem ? [{ level: 'error', ...problem }] : [], isChecked: true };
    }
    const findings = [...check(manifest), ...checkDuplicate(manifest, source, seen)];
    return { source, findings, isChecked: schemas.has(manifest) };
  });
}

/** The later one replaces the earlier one when they are applied. */
function checkDuplicate(manifest: Manifest, source: SourceObject, seen: Map<string, SourceObject>): Finding[] {
  const { name } = manifest.metadata;
  const key = identity(manifest);
  const earlier = seen.get(key);
  seen.set(key, earlier ?? source);
  if (name === undefined || !earlier) {
    return [];
  }
  const text = `is defined twice, also in ${earlier.file} [${earlier.index}]`;
  return [
    { level: 'warning', rule: DUPLICATE_RULE, path: 'metadata.name', value: name, text, remedy: 'remove one of them' },
  ];
}
