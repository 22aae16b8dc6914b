import * as fs from 'fs';
import * as path from 'path';
import { FileNote, noteOf } from './file-notes';
import { isKustomization, Kustomizations } from './kustomizations';
import { FILE_RULE, fileProblem, Found, numbered, objectsIn, SourceObject } from './read-objects';
import { readTexts, STANDARD_INPUT, TooLarge } from './read-texts';
import { UnusableInput } from './unusable-input';

/** The objects of files, and notes about files without objects to check. */
export interface ReadFiles {
  readonly objects: SourceObject[];
  readonly notes: FileNote[];
}

/** Options of reading files. */
export interface ReadOptions {
  /** Tells if a file is left out. */
  readonly isExcluded?: (file: string) => boolean;

  /** Gets the number of files that have been read so far, after each of them. */
  readonly onFile?: (count: number) => void;
}

const EXTENSIONS = ['.json', '.yaml', '.yml'];

/**
 * Reads all objects in files and directories, in order. Directories are read recursively, except `node_modules` and names
 * that begin with a dot; links to directories are not followed. A file that cannot be read is a problem of its own.
 *
 * @param paths files, directories, `-` for the standard input
 * @param options files to leave out, and a callback
 * @throws UnusableInput if a path does not exist, if a directory has no manifests, or the standard input no objects
 */
export function readFiles(paths: readonly string[], { isExcluded = () => false, onFile }: ReadOptions = {}): ReadFiles {
  const files = paths.flatMap(filesAt).filter((file) => file === STANDARD_INPUT || !isExcluded(file));
  const kustomizations = new Kustomizations(files.filter((file) => file !== STANDARD_INPUT));
  const notes: FileNote[] = [];
  const objects: SourceObject[] = [];
  for (const [index, file] of files.entries()) {
    const found = readFile(file);
    onFile?.(index + 1);
    const note = file === STANDARD_INPUT ? undefined : noteOf(file, found, kustomizations);
    if (note) {
      notes.push(note);
    } else {
      // One by one: a file can have more objects than a call can have arguments.
      found.forEach((one) => objects.push(one));
    }
  }
  return { objects, notes };
}

/** The files with manifests at a path: itself, or those below a directory. */
export function filesAt(place: string): string[] {
  if (place === STANDARD_INPUT || isLink(place) || !statOf(place).isDirectory()) {
    return [place];
  }
  const files = manifestFilesBelow(place);
  if (files.length === 0) {
    throw new UnusableInput(`'${place}' has no file that ends with ${EXTENSIONS.join(', ')}; use another directory`);
  }
  return files;
}

/** Tells if a path is a link to something other than a directory, or to nothing. */
function isLink(place: string): boolean {
  const isAny = fs.lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  return isAny && !isDirectory(place);
}

function isDirectory(place: string): boolean {
  try {
    return fs.statSync(place).isDirectory();
  } catch {
    return false;
  }
}

function statOf(place: string): fs.Stats {
  try {
    return fs.statSync(place);
  } catch {
    throw new UnusableInput(`'${place}' cannot be read; use a file, a directory, or - for the standard input`);
  }
}

/** The files below a directory that may have manifests, in order. */
export function manifestFilesBelow(directory: string): string[] {
  const entries = fs.readdirSync(directory, { withFileTypes: true });
  return entries
    .filter(({ name }) => !isSkipped(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const place = path.join(directory, entry.name);
      if (entry.isDirectory()) {
        return manifestFilesBelow(place);
      }
      return hasManifestName(entry.name) && (entry.isFile() || isLink(place)) ? [place] : [];
    });
}

/** Tells if a path with slashes, below a directory, is that of a file that may have manifests. */
export function isManifestFile(file: string): boolean {
  const names = file.split('/');
  return !names.some(isSkipped) && hasManifestName(names[names.length - 1]);
}

function isSkipped(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

function hasManifestName(name: string): boolean {
  return EXTENSIONS.includes(path.extname(name)) || isKustomization(name);
}

function readFile(file: string): SourceObject[] {
  const found: Found[] = [];
  try {
    for (const text of readTexts(file)) {
      const inText = text instanceof TooLarge ? [tooLarge(text)] : objectsIn(text);
      inText.forEach((one) => found.push(one));
    }
  } catch (error) {
    found.push(unreadable(file, error));
  }
  if (file === STANDARD_INPUT && found.length === 0) {
    throw new UnusableInput('the standard input has no objects; check the command that writes to it');
  }
  return numbered(file, found);
}

function tooLarge({ firstLine, text }: TooLarge): Found {
  return fileProblem(FILE_RULE, { line: firstLine, column: 1 }, text, 'split it');
}

/** A link to nothing, a file without permission to read it, and the like. */
function unreadable(file: string, error: unknown): Found {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) {
    throw error;
  }
  const isDangling = code === 'ENOENT' && isLink(file);
  const text = isDangling
    ? `is a link to '${fs.readlinkSync(file)}', which does not exist`
    : `cannot be read (${code})`;
  const remedy = isDangling ? 'remove it, or restore what it refers to' : 'make it readable, or leave it out';
  return { problem: { rule: FILE_RULE, path: '', value: undefined, text, remedy } };
}
