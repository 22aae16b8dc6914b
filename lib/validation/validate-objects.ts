import { identity, Manifest } from '../synth/manifest';
import { placeholderIn } from './documents/placeholders';
import { positionOf } from './documents/positions';
import { SourceObject } from './documents/read-objects';
import { Finding } from './problems';
import { CheckOptions, objectCheck, schemasFor } from './object-check';
import { UNKNOWN_FIELD_RULE } from './schema/unknown-field';

/** An object of a file and its findings. */
export interface Verdict {
  readonly source: SourceObject;
  readonly findings: Finding[];

  /** True if the schema of its kind is known, so that it was checked. */
  readonly isChecked: boolean;

  /** A placeholder that made a value invalid, such as `${replicas}`. What it would be filled with is not known. */
  readonly placeholder?: string;
}

/** Rule for objects that are defined twice. */
export const DUPLICATE_RULE = 'duplicate';

/** Rule for keys that are in a map more than once. */
export const REPEATED_KEY_RULE = 'repeated-key';

const PATH_OF_NAME = 'metadata.name';

/**
 * Checks the objects of a cluster together, because they may refer to each other.
 *
 * @param sources the objects of files
 * @param options options of the check
 * @param onObject called before each of them
 */
export function validateObjects(sources: SourceObject[], options: CheckOptions, onObject?: () => void): Verdict[] {
  const manifests = sources.flatMap(({ manifest }) => manifest ?? []);
  const schemas = schemasFor(manifests, options);
  const check = objectCheck(manifests, options, schemas);
  const seen = new Map<string, SourceObject>();
  return sources.map((source) => {
    onObject?.();
    const { manifest, problem } = source;
    if (!manifest) {
      return { source, findings: problem ? [{ level: 'error', ...problem }] : checkKeys(source), isChecked: true };
    }
    const all = [...check(manifest), ...checkDuplicate(manifest, source, seen), ...checkKeys(source)];
    const findings = all.filter((finding) => !isUnfinished(finding));
    const placeholder = placeholderIn(all.find(isUnfinished)?.value);
    return { source, findings, isChecked: schemas.has(manifest), placeholder };
  });
}

/** A value that is not known yet, because of a placeholder. The name of a field is known. */
function isUnfinished({ rule, value }: Finding): boolean {
  return rule !== UNKNOWN_FIELD_RULE && placeholderIn(value) !== undefined;
}

/** kubectl takes the last one, without a word. */
function checkKeys({ repeated = [] }: SourceObject): Finding[] {
  const text = 'is set more than once in the same map; kubectl takes the last value';
  const remedy = 'remove the others';
  return repeated.map((path) => ({
    level: 'warning',
    rule: REPEATED_KEY_RULE,
    path,
    value: undefined,
    text,
    remedy,
  }));
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
  const place = positionOf(earlier, PATH_OF_NAME);
  const text = `is defined twice, also in ${earlier.file}${place ? ` (line ${place.line})` : ''}`;
  return [
    { level: 'warning', rule: DUPLICATE_RULE, path: PATH_OF_NAME, value: name, text, remedy: 'remove one of them' },
  ];
}
