import { field, Manifest } from '../../synth/manifest';
import { fieldPath, itemPath } from '../field-path';
import { Problem } from '../problems';
import { parseDocuments, ParsedDocument } from './parse-documents';
import { Position, SourceText } from './source-text';

/** A document in a file: an object, or something else. */
export interface SourceObject {
  /** Name of the file. */
  readonly file: string;

  /** Index in the file, starting at 0. Each item of a list counts. */
  readonly index: number;

  readonly manifest?: Manifest;

  /** The problem of a document that is not an object. */
  readonly problem?: Problem & {
    readonly rule: string;

    /** The position of a problem that has no field. */
    readonly position?: Position;
  };

  /** Origin of the object; undefined if it was not read from a file. */
  readonly origin?: Origin;

  /** Paths of keys that are in the same map more than once; their last value counts. Those of a list itself stand alone. */
  readonly repeated?: readonly string[];
}

/** The place of an object in a text. */
export interface Origin {
  readonly text: SourceText;

  /** Index of the document in the text, starting at 0. */
  readonly document: number;

  /** The path in the document: `items[0]` for an object in a list, otherwise ''. */
  readonly path: string;
}

/** Rule for text that is not valid YAML. */
export const YAML_RULE = 'yaml';

/** Rule for documents that are not Kubernetes objects. */
export const OBJECT_RULE = 'object';

/** Rule for files that cannot be read. */
export const FILE_RULE = 'file';

/**
 * Reads the objects in a text. Empty documents are skipped.
 *
 * @param file its name
 * @param text YAML or JSON: documents, lists
 */
export function readObjects(file: string, text: string): SourceObject[] {
  return numbered(file, objectsIn(new SourceText(text.replace(/^\uFEFF/, ''))));
}

/** Gives the objects of a file their index. */
export function numbered(file: string, found: readonly Found[]): SourceObject[] {
  return found.map((one, index) => ({ file, index, ...one }));
}

/** The objects in a part of a file. */
export function objectsIn(text: SourceText): Found[] {
  return parseDocuments(text).flatMap(objectsOf);
}

/** Tells if a file contains no Kubernetes objects, such as the values of a Helm chart. */
export function isForeign(objects: readonly SourceObject[]): boolean {
  return objects.every(({ problem }) => problem?.rule === OBJECT_RULE);
}

/** A document in a text, before it has a number. */
export type Found = Omit<SourceObject, 'file' | 'index'>;

/** A problem of a file at a position. */
export function fileProblem(rule: string, { column, line }: Position, text: string, remedy: string): Found {
  const position = { line, column };
  return { problem: { rule, path: `${line}:${column}`, value: undefined, text, remedy, position } };
}

function objectsOf({ index, problem, repeated, source, value }: ParsedDocument): Found[] {
  const origin = { text: source, document: index, path: '' };
  if (problem) {
    return [{ ...fileProblem(YAML_RULE, problem.position, problem.text, 'fix the YAML'), origin }];
  }
  const objects = objectsAt(value, origin);
  if (repeated.length === 0) {
    return objects;
  }
  const ofLists = repeated.filter((path) => !objects.some((object) => isIn(object, path)));
  const lists = ofLists.length === 0 ? [] : [{ origin, repeated: ofLists }];
  return [...lists, ...objects.map((object) => withRepeated(object, repeated))];
}

/** Tells if a path of a document is in an object. */
function isIn({ origin }: Found, path: string): boolean {
  return !origin?.path || path.startsWith(`${origin.path}.`);
}

/** Gives an object the repeated keys that are in it. */
function withRepeated(object: Found, repeated: readonly string[]): Found {
  const outer = object.origin?.path ? `${object.origin.path}.` : '';
  const own = repeated.filter((path) => isIn(object, path)).map((path) => path.slice(outer.length));
  return { ...object, repeated: own };
}

function objectsAt(value: unknown, origin: Origin): Found[] {
  if (value === null || value === undefined) {
    return [];
  }
  const { apiVersion, items, kind, metadata } = Object(value) as { readonly [field: string]: unknown };
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || apiVersion === '' || kind === '') {
    const problem = objectProblem('', value, 'is not a Kubernetes object: it has no apiVersion and kind', 'add them');
    return [{ problem, origin }];
  }
  if (kind.endsWith('List') && Array.isArray(items)) {
    const path = fieldPath(origin.path, 'items');
    return items.flatMap((item, index) => objectsAt(item, { ...origin, path: itemPath(path, index) }));
  }
  if (metadata !== undefined && metadata !== null && (typeof metadata !== 'object' || Array.isArray(metadata))) {
    return [{ problem: objectProblem('metadata', metadata, 'must be an object', 'set a name in it'), origin }];
  }
  const manifest = value as Manifest;
  return [{ manifest: metadata ? manifest : { ...manifest, metadata: {} }, origin }];
}

function objectProblem(path: string, value: unknown, text: string, remedy: string): Found['problem'] {
  const kind = field(value, 'kind');
  return { rule: OBJECT_RULE, path, value: kind ?? typeof value, text, remedy };
}
