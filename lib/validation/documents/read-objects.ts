import { field, Manifest } from '../../synth/manifest';
import { fieldPath, itemPath } from '../field-path';
import { Problem } from '../problems';
import { parseDocuments, UnusableInput } from './parse-documents';
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

/**
 * Reads the objects in a text. Empty documents are skipped.
 *
 * @param file its name
 * @param text YAML or JSON: documents, lists
 * @throws UnusableInput if it is nested too deep
 */
export function readObjects(file: string, text: string): SourceObject[] {
  try {
    return parseDocuments(text)
      .flatMap(({ problem, source, value }) =>
        problem ? [yamlProblem(problem)] : objectsOf(value, { text: source, document: 0, path: '' }),
      )
      .map((found, index) => ({ file, index, ...found }));
  } catch (error) {
    throw error instanceof UnusableInput ? new UnusableInput(`'${file}' ${error.message}; split it`) : error;
  }
}

/** Tells if a file contains no Kubernetes objects, such as the values of a Helm chart. */
export function isForeign(objects: SourceObject[]): boolean {
  return objects.every(({ problem }) => problem?.rule === OBJECT_RULE);
}

type Found = Omit<SourceObject, 'file' | 'index'>;

function yamlProblem({ column, line, text }: { line: number; column: number; text: string }): Found {
  const remedy = 'fix the YAML';
  const position = { line, column };
  return { problem: { rule: YAML_RULE, path: `${line}:${column}`, value: undefined, text, remedy, position } };
}

function objectsOf(value: unknown, origin: Origin): Found[] {
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
    return items.flatMap((item, index) => objectsOf(item, { ...origin, path: itemPath(path, index) }));
  }
  if (metadata !== undefined && metadata !== null && (typeof metadata !== 'object' || Array.isArray(metadata))) {
    return [{ problem: objectProblem('metadata', metadata, 'must be an object', 'set a name in it'), origin }];
  }
  return [{ manifest: { ...(value as Manifest), metadata: metadata ?? {} }, origin }];
}

function objectProblem(path: string, value: unknown, text: string, remedy: string): Found['problem'] {
  const kind = field(value, 'kind');
  return { rule: OBJECT_RULE, path, value: kind ?? typeof value, text, remedy };
}
