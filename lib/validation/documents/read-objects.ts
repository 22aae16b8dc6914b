import { field, Manifest } from '../../synth/manifest';
import { Problem } from '../problems';
import { parseDocuments, UnusableInput } from './parse-documents';

/** A document in a file: an object, or something else. */
export interface SourceObject {
  /** Name of the file. */
  readonly file: string;

  /** Index in the file, starting at 0. Each item of a list counts. */
  readonly index: number;

  readonly manifest?: Manifest;

  /** The problem of a document that is not an object. */
  readonly problem?: Problem & { readonly rule: string };
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
      .flatMap(({ problem, value }) => (problem ? [yamlProblem(problem)] : objectsOf(value)))
      .map((found, index) => ({ file, index, ...found }));
  } catch (error) {
    throw error instanceof UnusableInput ? new UnusableInput(`'${file}' ${error.message}; split it`) : error;
  }
}

/** Tells if a file contains no Kubernetes objects, such as the values of a Helm chart. */
export function isForeign(objects: SourceObject[]): boolean {
  return objects.every(({ problem }) => problem?.rule === OBJECT_RULE);
}

type Found = Pick<SourceObject, 'manifest' | 'problem'>;

function yamlProblem({ column, line, text }: { line: number; column: number; text: string }): Found {
  const remedy = 'fix the YAML';
  return { problem: { rule: YAML_RULE, path: `${line}:${column}`, value: undefined, text, remedy } };
}

function objectsOf(value: unknown): Found[] {
  if (value === null || value === undefined) {
    return [];
  }
  const { apiVersion, items, kind, metadata } = Object(value) as { readonly [field: string]: unknown };
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || apiVersion === '' || kind === '') {
    return [objectProblem('', value, 'is not a Kubernetes object: it has no apiVersion and kind', 'add them')];
  }
  if (kind.endsWith('List') && Array.isArray(items)) {
    return items.flatMap(objectsOf);
  }
  if (metadata !== undefined && metadata !== null && (typeof metadata !== 'object' || Array.isArray(metadata))) {
    return [objectProblem('metadata', metadata, 'must be an object', 'set a name in it')];
  }
  return [{ manifest: { ...(value as Manifest), metadata: metadata ?? {} } }];
}

function objectProblem(path: string, value: unknown, text: string, remedy: string): Found {
  const kind = field(value, 'kind');
  return { problem: { rule: OBJECT_RULE, path, value: kind ?? typeof value, text, remedy } };
}
