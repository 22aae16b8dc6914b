import * as fs from 'fs';
import * as path from 'path';
import { identity, Manifest, RenderedObject } from '../synth/manifest';
import { KINDS_WITH_IMMUTABLE_FIELDS } from '../changes/immutable-fields';
import { refusals } from '../changes/risks/refused';
import { MANIFESTS } from './inventory';

/** A document of one of these kinds, as the bundle writes it. */
const HAS_KIND = new RegExp(`^kind: (?:${KINDS_WITH_IMMUTABLE_FIELDS.join('|')})$`, 'm');

/**
 * Warns of changes of immutable fields, which the API server rejects: objects of the earlier synth are compared with those of
 * this one. Only files that change are read, and nothing else depends on them.
 *
 * @param outdir output directory of the bundle
 * @param directory folder of the cluster in it, `.` for the bundle itself
 * @param replaced files that this synth replaces or removes, below the output directory
 * @param objects objects of this synth
 */
export function rejectedChanges(
  outdir: string,
  directory: string,
  replaced: readonly string[],
  objects: readonly RenderedObject[],
): string[] {
  const folder = path.join(directory, MANIFESTS) + path.sep;
  const files = replaced.filter((file) => path.normalize(file).startsWith(folder));
  if (files.length === 0) {
    return [];
  }
  const unchanged = new Set(objects.flatMap(({ text }) => text?.trim() ?? []));
  const before = files.flatMap((file) => objectsIn(path.join(outdir, file), unchanged));
  if (before.length === 0) {
    return [];
  }
  const after = new Map(objects.map((object) => [identity(object.manifest), object]));
  return before.flatMap((old) => {
    const object = after.get(identity(old));
    const risks = object ? refusals(old, wholeOf(object)) : [];
    return risks.map(({ remedy, text }) => `${identity(old)}: ${text}; ${remedy}`);
  });
}

/** Objects in a file of an earlier synth; none if it cannot be read, because then there is nothing to compare. */
function objectsIn(file: string, unchanged: ReadonlySet<string>): Manifest[] {
  try {
    const texts = fs
      .readFileSync(file, 'utf8')
      .split(/^---$/m)
      .filter((text) => HAS_KIND.test(text) && !unchanged.has(text.trim()));
    return texts.flatMap((text) => parse(file, text));
  } catch {
    return [];
  }
}

/** The manifest of an object with all of its fields. */
function wholeOf({ manifest, text }: RenderedObject): Manifest {
  return text === undefined ? manifest : parse('', text)[0];
}

function parse(file: string, text: string): Manifest[] {
  return reader()
    .readObjects(file, text)
    .flatMap(({ manifest }) => manifest ?? []);
}

/** Loaded at first use, as most synths change nothing. */
function reader() {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it with this module
  return require('../validation/documents/read-objects') as typeof import('../validation/documents/read-objects');
}
