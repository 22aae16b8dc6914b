/** A structural schema: the part of OpenAPI that the schemas of this package use. `anyOf` only occurs for int-or-string. */
export interface StructuralSchema {
  readonly type?: string;
  readonly format?: string;
  readonly properties?: { readonly [name: string]: StructuralSchema | undefined };
  readonly additionalProperties?: StructuralSchema | boolean;
  readonly items?: StructuralSchema;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-embedded-resource'?: boolean;
}

/**
 * Reads a schema of a file or of a CustomResourceDefinition. Fields of a CRD may be of any type: those that the API server
 * would reject are left out.
 *
 * The result has all fields, undefined ones included, because reading objects of different shapes is slow where thousands
 * of values are checked.
 */
export function readSchema(value: unknown): StructuralSchema {
  const schema = isFields(value) ? value : {};
  const text = (name: string) => ofType(schema[name], 'string') as string | undefined;
  const number = (name: string) => ofType(schema[name], 'number') as number | undefined;
  const flag = (name: string) => ofType(schema[name], 'boolean') as boolean | undefined;
  const { additionalProperties, items, properties } = schema;
  return {
    type: text('type'),
    format: text('format'),
    properties: isFields(properties)
      ? Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, readSchema(one)]))
      : undefined,
    additionalProperties: isFields(additionalProperties)
      ? readSchema(additionalProperties)
      : flag('additionalProperties'),
    items: isFields(items) ? readSchema(items) : undefined,
    required: texts(schema.required),
    enum: Array.isArray(schema.enum) ? schema.enum : undefined,
    pattern: text('pattern'),
    minimum: number('minimum'),
    maximum: number('maximum'),
    exclusiveMinimum: flag('exclusiveMinimum'),
    exclusiveMaximum: flag('exclusiveMaximum'),
    minLength: number('minLength'),
    maxLength: number('maxLength'),
    minItems: number('minItems'),
    maxItems: number('maxItems'),
    minProperties: number('minProperties'),
    maxProperties: number('maxProperties'),
    nullable: flag('nullable'),
    default: schema.default,
    'x-kubernetes-int-or-string': flag('x-kubernetes-int-or-string'),
    'x-kubernetes-preserve-unknown-fields': flag('x-kubernetes-preserve-unknown-fields'),
    'x-kubernetes-list-type': text('x-kubernetes-list-type'),
    'x-kubernetes-list-map-keys': texts(schema['x-kubernetes-list-map-keys']),
    'x-kubernetes-embedded-resource': flag('x-kubernetes-embedded-resource'),
  } satisfies Required<{ [field in keyof StructuralSchema]: unknown }>;
}

function isFields(value: unknown): value is { readonly [field: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ofType(value: unknown, type: string): unknown {
  return typeof value === type ? value : undefined;
}

function texts(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined;
}

/** Tells if a schema has the field at a path; `[]` stands for the items of a list and the values of a map. */
export function fieldAt(schema: StructuralSchema, [name, ...rest]: readonly (string | undefined)[]): boolean {
  if (name === undefined || schema['x-kubernetes-preserve-unknown-fields'] === true) {
    return true;
  }
  const { additionalProperties, items, properties = {} } = schema;
  const values = items ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
  const below = name === '[]' ? values : Object.hasOwn(properties, name) ? properties[name] : undefined;
  return below !== undefined && fieldAt(below, rest);
}
