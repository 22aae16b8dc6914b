import { Level } from '../../lib/validation/problems';
import { FileNote } from '../../lib/validation/documents/file-notes';
import { Report, ReportedObject } from '../report';

/** For programs: one JSON object per line, for each object and each file with a note. */
export function asJson({ objects, notes }: Report): string {
  return [...objects.map(ofObject), ...notes.map(ofNote)].map((one) => `${JSON.stringify(one)}\n`).join('');
}

function ofObject(object: ReportedObject): object {
  const { file, index, kind, name, namespace } = object;
  const errors = ofLevel(object, 'error');
  return {
    file,
    index,
    kind,
    namespace,
    name,
    valid: errors.length === 0,
    errors,
    warnings: ofLevel(object, 'warning'),
    notes: [],
  };
}

function ofLevel({ findings }: ReportedObject, wanted: Level): object[] {
  return findings
    .filter(({ level }) => level === wanted)
    .map(({ message, path, position, rule }) => ({ rule, path, message, ...position }));
}

/** The same fields, so that programs need not tell them apart. */
function ofNote({ file, text }: FileNote): object {
  const names = { kind: '', namespace: '', name: '' };
  return { file, index: 0, ...names, valid: true, errors: [], warnings: [], notes: [text] };
}
