import * as path from 'path';
import { Loss } from '../../lib/convert/loss';
import { counted } from '../../lib/private/counted';
import { Program, writeProgram } from '../../lib/program/program-writer';
import { identity } from '../../lib/synth/manifest';
import { noteOf } from '../../lib/validation/documents/file-notes';
import { Kustomizations } from '../../lib/validation/documents/kustomizations';
import { positionOf } from '../../lib/validation/documents/positions';
import { readObjects, SourceObject } from '../../lib/validation/documents/read-objects';
import { STANDARD_INPUT } from '../../lib/validation/documents/read-texts';
import { Position } from '../../lib/validation/documents/source-text';
import { UnusableInput } from '../../lib/validation/documents/unusable-input';

/** A file whose objects are of the current API group. */
export interface CurrentFile {
  readonly file: string;
  readonly text: string;
  readonly losses: readonly Loss[];
}

/** A note about a place in a file, or the whole file. */
export interface PlacedNote extends Partial<Position> {
  readonly file: string;
  readonly text: string;
}

/** A program for some files. */
export interface FilesProgram {
  readonly text: string;
  readonly notes: readonly PlacedNote[];

  /** The number of objects that it makes. */
  readonly count: number;

  /** True if something could not be converted. */
  readonly isLossy: boolean;
}

/**
 * Writes one program for all files.
 *
 * @throws UnusableInput if a file is not valid, or there are no objects
 */
export function programFor(files: readonly CurrentFile[]): FilesProgram {
  const { leftOut, objects } = objectsOf(files);
  if (objects.length === 0) {
    const names = files.map(({ file }) => `'${file}'`).join(', ');
    throw new UnusableInput(`${names} ${files.length === 1 ? 'has' : 'have'} no objects to convert; use other files`);
  }
  const program = writeProgram(objects, nameOf(files[0].file));
  const losses = files.flatMap(({ file, losses: all }) =>
    all.map(({ position: { column, line }, text }): PlacedNote => ({ file, line, column, text: `loss: ${text}` })),
  );
  return {
    text: program.text,
    notes: [...losses, ...notesOf(program.rejected), ...leftOut, ...notesOf(program.leftOut)],
    count: objects.length - program.leftOut.length,
    isLossy: losses.length + program.rejected.length > 0,
  };
}

function notesOf(notes: Program['rejected']): PlacedNote[] {
  return notes.map(({ source, text }) => {
    const { column, line } = positionOf(source, 'kind') ?? { line: 1, column: 1 };
    return { file: source.file, line, column, text: `${source.manifest ? identity(source.manifest) : ''} ${text}` };
  });
}

/** The objects in files, and notes about files with something else. */
function objectsOf(files: readonly CurrentFile[]): { objects: SourceObject[]; leftOut: PlacedNote[] } {
  const kustomizations = new Kustomizations(files.map(({ file }) => file).filter((file) => file !== STANDARD_INPUT));
  const objects: SourceObject[] = [];
  const leftOut: PlacedNote[] = [];
  for (const { file, text } of files) {
    const found = readObjects(file, text);
    const invalid = found.find(({ problem }) => problem !== undefined);
    const note = file === STANDARD_INPUT ? undefined : noteOf(file, found, kustomizations);
    if (note) {
      leftOut.push({ file, text: `${note.text.replace(/;.*/, '')}, and left out` });
    } else if (invalid?.problem) {
      const { path: place, remedy, text: rule } = invalid.problem;
      throw new UnusableInput(`'${file}' (${place || `document ${invalid.index + 1}`}) ${rule}; ${remedy}`);
    } else {
      found.forEach((object) => objects.push(object));
    }
  }
  return { objects, leftOut };
}

/** The name of a file without its extension, or of a folder. */
function nameOf(file: string): string {
  return (file === STANDARD_INPUT ? '' : path.basename(file).replace(/\..*/, '')) || 'app';
}

/** Notes for people, and the number of objects. */
export function summaryOf({ count, notes }: FilesProgram): string {
  const lines = notes.map(({ column, file, line, text }) => {
    return `${[file, line, column].filter((part) => part !== undefined).join(':')} ${text}`;
  });
  return [...lines, `${counted(count, 'object')} converted`].map((line) => `${line}\n`).join('');
}
