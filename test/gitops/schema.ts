import Ajv, { ValidateFunction } from 'ajv';
import { definitionsIn, Schema } from '../definitions';

/** The CRDs of the objects that deliveries write. */
const FILES = ['argoproj.io', 'kustomize.toolkit.fluxcd.io', 'source.toolkit.fluxcd.io'];

const VALIDATORS = new Map<string, ValidateFunction>(
  FILES.flatMap((file) => definitionsIn(`schemas/${file}.yaml`)).flatMap(({ spec }) =>
    spec.versions.map(({ name, schema }): [string, ValidateFunction] => [
      `${spec.group}/${name} ${spec.names.kind}`,
      // Kubernetes has formats and keywords that JSON Schema does not have.
      new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(closed(schema.openAPIV3Schema)),
    ]),
  ),
);

/** The errors of an object against its CRD; unknown fields are errors. */
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

/** Makes a schema reject unknown fields, which the API server would drop. */
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
