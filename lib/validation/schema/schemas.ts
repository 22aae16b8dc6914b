import * as fs from 'fs';
import { packageFile } from '../../private/package-files';
import { perKind } from '../per-kind';
import { fieldAt, StructuralSchema, uniform } from './structural-schema';

/** The folder of the package with a file for each kind. */
const FOLDER = ['schemas', 'structural'];

let files: ReadonlySet<string> | undefined;

/** The schema of a kind, read at first use; undefined if this package has none. */
export const schemaOf = perKind((apiVersion, kind): StructuralSchema | undefined => {
  const [group, version] = apiVersion.split('/');
  const file = `${kind}.${group}.${version}.json`;
  files ??= new Set(fs.readdirSync(packageFile(...FOLDER)));
  return files.has(file) ? readSchema(file) : undefined;
});

/** Tells if this package has the schema of an object's kind. */
export function hasSchema({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): boolean {
  return schemaOf(apiVersion, kind) !== undefined;
}

function readSchema(file: string): StructuralSchema {
  return uniform(JSON.parse(fs.readFileSync(packageFile(...FOLDER, file), 'utf8')) as StructuralSchema);
}

/** Whether a kind of one of the CRD files has a field, such as `spec.volumes[].image`. */
export function hasField(files: readonly string[], path: string): boolean {
  const names = path.replaceAll('[]', '.[]').split('.');
  return files.some((file) =>
    ['SpinApp', 'SpinAppExecutor'].some((kind) => {
      const schema = schemaOf(`${file.replace(/-v[^-]*$/, '')}/v1alpha1`, kind);
      return schema !== undefined && fieldAt(schema, names);
    }),
  );
}
