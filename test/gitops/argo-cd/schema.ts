import * as fs from 'fs';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { field } from '../../../lib/synth/manifest';

/** The part of a structural schema that those of Argo CD use. */
interface Schema {
  readonly type?: string;
  readonly properties?: { [name: string]: Schema };
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly required?: string[];
  readonly enum?: unknown[];
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** What is wrong with an object of Argo CD, by its definition. A field that the definition lacks is wrong too. */
export function schemaErrors(object: { readonly kind: string }): string[] {
  const schema = schemas().get(object.kind);
  return schema ? errorsAt(object.kind, object, schema) : [`${object.kind}: is no kind of Argo CD`];
}

function schemas(): Map<string, Schema> {
  const file = path.join(__dirname, '..', '..', '..', 'schemas', 'argoproj.io.yaml');
  const definitions = parseAllDocuments(fs.readFileSync(file, 'utf8')).map((document) => document.toJS() as unknown);
  return new Map(
    definitions.map((definition) => {
      const versions = field(definition, 'spec', 'versions') as { schema: { openAPIV3Schema: Schema } }[];
      return [String(field(definition, 'spec', 'names', 'kind')), versions[0].schema.openAPIV3Schema];
    }),
  );
}

function errorsAt(at: string, value: unknown, schema: Schema): string[] {
  if (schema.type !== undefined && typeOf(value, schema.type) !== schema.type) {
    return [`${at}: must be ${schema.type}, is ${JSON.stringify(value)}`];
  }
  if (schema.enum && !schema.enum.includes(value)) {
    return [`${at}: must be one of ${schema.enum.join(', ')}`];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => errorsAt(`${at}[${index}]`, item, schema.items ?? {}));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const missing = (schema.required ?? []).filter((name) => !(name in value));
  return [
    ...missing.map((name) => `${at}: lacks ${name}`),
    ...Object.entries(value).flatMap(([name, item]) => {
      const inner = schema.properties?.[name] ?? schema.additionalProperties;
      const open = schema['x-kubernetes-preserve-unknown-fields'] === true || !schema.properties;
      return inner ? errorsAt(`${at}.${name}`, item, inner) : open ? [] : [`${at}: does not have ${name}`];
    }),
  ];
}

function typeOf(value: unknown, wanted: string): string {
  if (Array.isArray(value)) {
    return 'array';
  }
  return typeof value === 'number' && wanted === 'integer' && Number.isInteger(value) ? 'integer' : typeof value;
}
