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
 * The same schema with all fields, undefined ones included, because reading objects of different shapes is slow where
 * thousands of values are checked.
 */
export function uniform(schema: StructuralSchema): StructuralSchema {
  const { additionalProperties, items, properties } = schema;
  return {
    type: schema.type,
    format: schema.format,
    properties: properties && mapValues(properties),
    additionalProperties:
      typeof additionalProperties === 'object' ? uniform(additionalProperties) : additionalProperties,
    items: items && uniform(items),
    required: schema.required,
    enum: schema.enum,
    pattern: schema.pattern,
    minimum: schema.minimum,
    maximum: schema.maximum,
    exclusiveMinimum: schema.exclusiveMinimum,
    exclusiveMaximum: schema.exclusiveMaximum,
    minLength: schema.minLength,
    maxLength: schema.maxLength,
    minItems: schema.minItems,
    maxItems: schema.maxItems,
    minProperties: schema.minProperties,
    maxProperties: schema.maxProperties,
    nullable: schema.nullable,
    default: schema.default,
    'x-kubernetes-int-or-string': schema['x-kubernetes-int-or-string'],
    'x-kubernetes-preserve-unknown-fields': schema['x-kubernetes-preserve-unknown-fields'],
    'x-kubernetes-list-type': schema['x-kubernetes-list-type'],
    'x-kubernetes-list-map-keys': schema['x-kubernetes-list-map-keys'],
    'x-kubernetes-embedded-resource': schema['x-kubernetes-embedded-resource'],
  } satisfies Required<{ [field in keyof StructuralSchema]: unknown }>;
}

function mapValues(schemas: NonNullable<StructuralSchema['properties']>): StructuralSchema['properties'] {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, schema && uniform(schema)]));
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
