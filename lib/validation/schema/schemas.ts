import * as fs from 'fs';
import { packageFile } from '../../private/package-files';
import { StructuralSchema } from './structural-schema';

/** The folder of the package with a file for each kind. */
const FOLDER = ['schemas', 'structural'];

let files: ReadonlySet<string> | undefined;
const schemas = new Map<string, StructuralSchema>();

/** The schema of a kind, read when it is first asked for; undefined for kinds of others. */
export function schemaOf(apiVersion: string, kind: string): StructuralSchema | undefined {
  const [group, version] = apiVersion.split('/');
  const file = `${kind}.${group}.${version}.json`;
  files ??= new Set(fs.readdirSync(packageFile(...FOLDER)));
  if (!files.has(file)) {
    return undefined;
  }
  const known = schemas.get(file) ?? readSchema(file);
  schemas.set(file, known);
  return known;
}

/** Whether the schema of the kind of an object is here. */
export function hasSchema({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): boolean {
  return schemaOf(apiVersion, kind) !== undefined;
}

function readSchema(file: string): StructuralSchema {
  return JSON.parse(fs.readFileSync(packageFile(...FOLDER, file), 'utf8')) as StructuralSchema;
}
