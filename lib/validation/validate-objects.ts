import { identity, Manifest } from '../synth/manifest';
import { SourceObject } from './documents/read-objects';
import { Finding } from './problems';
import { CheckOptions, objectCheck } from './object-check';

/** An object of a file and its findings. */
export interface Verdict {
  readonly source: SourceObject;
  readonly findings: Finding[];
}

/** Rule for objects that are defined twice. */
export const DUPLICATE_RULE = 'duplicate';

/** Checks the objects of files together, because they may refer to each other. */
export function validateObjects(sources: SourceObject[], options: CheckOptions): Verdict[] {
  const check = objectCheck(
    sources.flatMap(({ manifest }) => manifest ?? []),
    options,
  );
  const seen = new Map<string, SourceObject>();
  return sources.map((source) => {
    const { manifest, problem } = source;
    if (!manifest) {
      return { source, findings: problem ? [{ level: 'error', ...problem }] : [] };
    }
    return { source, findings: [...check(manifest), ...checkDuplicate(manifest, source, seen)] };
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
