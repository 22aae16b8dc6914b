import Ajv, { ValidateFunction } from 'ajv';
import { definitionsIn, Schema } from '../definitions';

/** The definitions of the objects that deliveries write. */
const FILES = ['argoproj.io', 'kustomize.toolkit.fluxcd.io', 'source.toolkit.fluxcd.io'];

const VALIDATORS = new Map<string, ValidateFunction>(
  FILES.flatMap((file) => definitionsIn(`schemas/${file}.yaml`)).flatMap(({ spec }) =>
    spec.versions.map(({ name, schema }): [string, ValidateFunction] => [
      `${spec.group}/${name} ${spec.names.kind}`,
      // The formats and keywords of Kubernetes are not those of JSON Schema.
      new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(closed(schema.openAPIV3Schema)),
    ]),
  ),
);

/** What is wrong with an object, by its definition. A field that the definition lacks is wrong too. */
export function schemaErrors(object: { readonly apiVersion: string; readonly kind: string }): string[] {
  const validate = VALIDATORS.get(`${object.apiVersion} ${object.kind}`);
  if (!validate) {
    return [`${object.apiVersion} ${object.kind} has no definition`];
  }
  validate(object);
  return (validate.errors ?? []).map(
    ({ instancePath, message = '', params }) => `${object.kind}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** A schema that refuses the fields that it does not have, which the API server would drop. */
function closed(schema: Schema): Schema {
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties !== undefined;
  const inner = Object.entries(schema.properties ?? {}).map(([name, property]) => [name, closed(property)]);
  return {
    ...schema,
    ...(schema.properties && { properties: Object.fromEntries(inner) as Schema['properties'] }),
    ...(schema.items && { items: closed(schema.items) }),
    ...(schema.properties && !open && { additionalProperties: false }),
    ...(typeof schema.additionalProperties === 'object' && {
      additionalProperties: closed(schema.additionalProperties),
    }),
  };
}
