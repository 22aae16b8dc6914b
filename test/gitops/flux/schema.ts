import { field } from '../../../lib/synth/manifest';
import { definitionsIn } from '../../definitions';

/** The part of a structural schema that those of Flux use. */
interface Schema {
  readonly type?: string;
  readonly properties?: { [name: string]: Schema };
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly required?: string[];
  readonly enum?: unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

const FILES = ['schemas/kustomize.toolkit.fluxcd.io.yaml', 'schemas/source.toolkit.fluxcd.io.yaml'];

/** The schema of each kind, with the one version of it that the file has. */
const SCHEMAS = new Map(
  FILES.flatMap(definitionsIn).map(({ spec }): [string, Schema] => {
    const version = spec.versions[0];
    const apiVersion = `${String(field(spec, 'group'))}/${String(field(version, 'name'))}`;
    return [`${apiVersion} ${spec.names.kind}`, version.schema.openAPIV3Schema as Schema];
  }),
);

/** What is wrong with an object of Flux, by its definition. A field that the definition lacks is wrong too. */
export function schemaErrors(object: { readonly apiVersion: string; readonly kind: string }): string[] {
  const schema = SCHEMAS.get(`${object.apiVersion} ${object.kind}`);
  return schema ? errorsAt(object.kind, object, schema) : [`${object.kind}: is no kind of Flux`];
}

function errorsAt(at: string, value: unknown, schema: Schema): string[] {
  const type = Array.isArray(value) ? 'array' : typeof value;
  if (schema.type !== undefined && type !== (schema.type === 'integer' ? 'number' : schema.type)) {
    return [`${at}: must be ${schema.type}, is ${JSON.stringify(value)}`];
  }
  if (typeof value === 'string') {
    return textErrors(at, value, schema);
  }
  if (Array.isArray(value)) {
    const tooMany = value.length > (schema.maxItems ?? Infinity) ? [`${at}: has too many items`] : [];
    return [...tooMany, ...value.flatMap((item, index) => errorsAt(`${at}[${index}]`, item, schema.items ?? {}))];
  }
  return typeof value === 'object' && value !== null ? fieldErrors(at, value, schema) : [];
}

function textErrors(at: string, value: string, { enum: words, maxLength, minLength, pattern }: Schema): string[] {
  return [
    ...(words && !words.includes(value) ? [`${at}: must be one of ${words.join(', ')}`] : []),
    ...(pattern !== undefined && !new RegExp(pattern).test(value) ? [`${at}: does not match ${pattern}`] : []),
    ...(value.length < (minLength ?? 0) || value.length > (maxLength ?? Infinity) ? [`${at}: has a wrong length`] : []),
  ];
}

function fieldErrors(at: string, value: object, schema: Schema): string[] {
  const missing = (schema.required ?? []).filter((name) => !(name in value));
  return [
    ...missing.map((name) => `${at}: lacks ${name}`),
    ...Object.entries(value).flatMap(([name, item]) => {
      const inner = schema.properties?.[name] ?? schema.additionalProperties;
      return inner ? errorsAt(`${at}.${name}`, item, inner) : schema.properties ? [`${at}: does not have ${name}`] : [];
    }),
  ];
}
