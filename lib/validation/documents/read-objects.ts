import { field, Manifest } from '../../synth/manifest';
import { Problem } from '../problems';
import { parseDocuments, UnusableInput } from './parse-documents';

/** Something in a file: an object, or a document that is none. */
export interface SourceObject {
  /** The file, as it was named. */
  readonly file: string;

  /** Which one of the file it is, from 0; the items of a list count each. */
  readonly index: number;

  readonly manifest?: Manifest;

  /** What is wrong with a document that is no object. */
  readonly problem?: Problem & { readonly rule: string };
}

/** The rule of text that is no YAML. */
export const YAML_RULE = 'yaml';

/** The rule of what is no Kubernetes object. */
export const OBJECT_RULE = 'object';

/**
 * The objects of a text. Empty documents are left out.
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

/** Whether a file has nothing of Kubernetes in it, such as the values of a Helm chart. */
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
