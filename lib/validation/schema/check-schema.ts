import { nearest } from '../../private/nearest';
import { pathOf } from '../field-path';
import { isQuantity } from '../parse-quantity';
import { Finding } from '../problems';
import { checkDecoding } from './check-decoding';
import { ARTICLES, JsonType, typeOf, typeRemedy } from './json-types';
import { SCHEMA_RULE } from './schema-rule';
import { ClusterSchemas } from './schemas';
import { StructuralSchema } from './structural-schema';
import { unknownField } from './unknown-field';

interface JsonObject {
  readonly [field: string]: unknown;
}

/**
 * API groups whose objects are decoded into Go types first: spin-operator's, by its mutating webhook, and Gardener's, by
 * its API server, which has no schemas.
 */
const DECODED = /^core\.(spinkube|spinoperator)\.dev\/|^core\.gardener\.cloud\//;

const ROOT_FIELDS = ['apiVersion', 'kind', 'metadata'];

/** Fields that are checked elsewhere, and the status, which users do not write. */
const NOT_LOOKED_AT = [...ROOT_FIELDS, 'status'];

/**
 * Checks an object against the schema of its kind as an API server does: defaults count as set, null as missing. Fields
 * that it would silently drop are warnings. Objects of built-in kinds are decoded into Go types, which do the same.
 *
 * @param object the object
 * @param schemas the schemas of the cluster
 * @returns no findings for kinds whose schema is not known
 */
export function checkSchema(object: JsonObject, schemas = ClusterSchemas.NEWEST): Finding[] {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
    return [];
  }
  const builtIn = schemas.builtIns.schemaOf(apiVersion, kind);
  if (builtIn) {
    return checkDecoding(builtIn, object);
  }
  const schema = schemas.schemaOf(apiVersion, kind);
  return schema ? checkAgainst(schema, object, DECODED.test(apiVersion)) : [];
}

/**
 * Checks an object against a given schema.
 *
 * @param schema the schema
 * @param object the object
 * @param isDecoded whether a webhook decodes the object into Go types before the API server validates it
 */
export function checkAgainst(schema: StructuralSchema, object: JsonObject, isDecoded = false): Finding[] {
  const check = new SchemaCheck(String(object.kind), isDecoded);
  const names = Object.keys(object).filter((name) => !NOT_LOOKED_AT.includes(name));
  check.checkObject(rootOf(schema), object, names);
  return check.findings;
}

/**
 * Checks a single field of an object.
 *
 * @param schema the schema of the object
 * @param object the object
 * @param name the name of the field
 * @param isDecoded whether it is decoded into Go types before
 */
export function checkFieldAgainst(
  schema: StructuralSchema,
  object: JsonObject,
  name: string,
  isDecoded = false,
): Finding[] {
  const check = new SchemaCheck(String(object.kind), isDecoded);
  check.checkObject(schema, object, [name]);
  return check.findings;
}

const roots = new WeakMap<StructuralSchema, StructuralSchema>();

/** The schema of an object without the fields that are checked elsewhere. */
function rootOf(schema: StructuralSchema): StructuralSchema {
  const known = roots.get(schema);
  if (known) {
    return known;
  }
  const isLookedAt = (name: string) => !NOT_LOOKED_AT.includes(name);
  const { properties = {}, required = [] } = schema;
  const root = {
    ...schema,
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => isLookedAt(name))),
    required: required.filter(isLookedAt),
  };
  roots.set(schema, root);
  return root;
}

const NONE: readonly string[] = [];
const NOTHING: NonNullable<StructuralSchema['properties']> = {};

/** The check of one object. */
class SchemaCheck {
  public readonly findings: Finding[] = [];

  /** Names of fields and indexes from the object to the current value. They become a path only where something is wrong. */
  private readonly names: (string | number)[] = [];

  public constructor(
    private readonly kind: string,
    private readonly isDecoded: boolean,
  ) {}

  private report(value: unknown, text: string, remedy: string, level: Finding['level'] = 'error'): void {
    this.findings.push({ level, rule: SCHEMA_RULE, path: pathOf(this.names), value, text, remedy });
  }

  private check(schema: StructuralSchema, given: unknown): void {
    const value = this.isDecoded && given === null ? zeroOf(schema) : given;
    const found = typeOf(value);
    if (this.isDecoded && isOfQuantities(schema)) {
      this.checkQuantity(value);
      return;
    }
    if (!isOfType(schema, found)) {
      const wanted = schema['x-kubernetes-int-or-string'] ? 'an integer or a string' : ARTICLES[String(schema.type)];
      this.report(value, `must be ${wanted}, not ${ARTICLES[found]}`, typeRemedy(wanted, value));
      return;
    }
    if (schema.enum && !schema.enum.includes(value)) {
      this.reportChoice(schema.enum, value);
    }
    if (typeof value === 'string') {
      this.checkString(schema, value);
    } else if (typeof value === 'number') {
      this.checkNumber(schema, value);
    } else if (Array.isArray(value)) {
      this.checkArray(schema, value);
    } else if (found === 'object') {
      this.checkObject(schema, value as JsonObject);
    }
  }

  private reportChoice(choices: readonly unknown[], value: unknown): void {
    const names = choices.map(String);
    const meant = nearest(String(value), names);
    const remedy = meant === undefined ? 'choose one of them' : `did you mean '${meant}'?`;
    this.report(value, `must be one of ${names.join(', ')}`, remedy);
  }

  private checkString({ format, maxLength, minLength, pattern }: StructuralSchema, value: string): void {
    // An API server counts characters, not UTF-16 units.
    const length = minLength === undefined && maxLength === undefined ? 0 : Array.from(value).length;
    if (minLength !== undefined && length < minLength) {
      const rule = minLength === 1 ? 'must not be empty' : `must have at least ${minLength} characters`;
      this.report(value, rule, 'make it longer, or remove it');
    }
    if (maxLength !== undefined && length > maxLength) {
      this.report(value, `must have at most ${maxLength} characters, but has ${length}`, 'shorten it');
    }
    this.checkForm(pattern === undefined ? undefined : formOf(pattern), value);
    this.checkForm(format === undefined ? undefined : FORMATS[format], value);
  }

  private checkForm(form: Form | undefined, value: string): void {
    if (form && !form.test.test(value)) {
      this.report(value, form.text, form.remedy);
    }
  }

  /** Go parses quantities before the schema applies. */
  private checkQuantity(value: unknown): void {
    const isOne = (typeof value === 'string' || typeof value === 'number') && isQuantity(value);
    if (!isOne) {
      this.report(value, QUANTITY.text, QUANTITY.remedy);
    }
  }

  private checkNumber(schema: StructuralSchema, value: number): void {
    const { format, maximum = Infinity, minimum = -Infinity } = schema;
    if (value < minimum || (schema.exclusiveMinimum && value === minimum)) {
      const range = schema.exclusiveMinimum ? `greater than ${minimum}` : `at least ${minimum}`;
      this.report(value, `must be ${range}`, 'raise it');
    }
    if (value > maximum || (schema.exclusiveMaximum && value === maximum)) {
      const range = schema.exclusiveMaximum ? `less than ${maximum}` : `at most ${maximum}`;
      this.report(value, `must be ${range}`, 'lower it');
    }
    if (format === 'int64' && (value < -(2 ** 63) || value >= 2 ** 63)) {
      this.report(value, 'does not fit in 64 bits', 'lower it');
    }
    if (format === 'int32' && (value < -(2 ** 31) || value >= 2 ** 31)) {
      this.report(value, 'does not fit in 32 bits', 'lower it');
    }
  }

  private checkArray(schema: StructuralSchema, value: readonly unknown[]): void {
    const { items, maxItems = Infinity, minItems = 0 } = schema;
    if (value.length < minItems) {
      this.report(value, `must have at least ${minItems} items`, 'add more, or remove the field');
    }
    if (value.length > maxItems) {
      this.report(value, `must have at most ${maxItems} items, but has ${value.length}`, 'remove some');
    }
    this.checkUnique(schema, value);
    if (items) {
      for (let index = 0; index < value.length; index++) {
        this.names.push(index);
        this.check(items, value[index]);
        this.names.pop();
      }
    }
  }

  /** The items of a set must be unique, and those of a map by their keys. */
  private checkUnique(schema: StructuralSchema, value: readonly unknown[]): void {
    const keys = schema['x-kubernetes-list-map-keys'] ?? [];
    const type = schema['x-kubernetes-list-type'];
    if (type !== 'map' && type !== 'set') {
      return;
    }
    const seen = new Map<string, number>();
    value.forEach((item, index) => {
      const key = JSON.stringify(type === 'set' ? item : keys.map((name) => keyOf(schema, item, name)));
      const earlier = seen.get(key);
      if (earlier !== undefined) {
        const where = pathOf([...this.names, earlier]);
        const text = type === 'set' ? `is a duplicate of ${where}` : `has the same ${keys.join(' and ')} as ${where}`;
        this.names.push(index);
        this.report(item, text, 'remove one of them');
        this.names.pop();
      }
      seen.set(key, earlier ?? index);
    });
  }

  /** Checks the named fields of an object. */
  public checkObject(
    schema: StructuralSchema,
    object: JsonObject,
    names: readonly string[] = Object.keys(object),
  ): void {
    this.checkCount(schema, object, names);
    const { properties = NOTHING, required = NONE } = schema;
    for (const name of required) {
      const isGiven = object[name] !== undefined && (object[name] !== null || properties[name]?.nullable === true);
      if (!isGiven && properties[name]?.default === undefined) {
        const level = this.isDecoded && isFilledIn(name, properties[name]) ? 'warning' : 'error';
        this.names.push(name);
        this.report(object[name], 'is required', 'set it', level);
        this.names.pop();
      }
    }
    for (const name of names) {
      if (object[name] !== undefined) {
        this.names.push(name);
        this.checkField(schema, name, object[name]);
        this.names.pop();
      }
    }
  }

  private checkCount(schema: StructuralSchema, object: JsonObject, names: readonly string[]): void {
    const { maxProperties, minProperties } = schema;
    if (maxProperties === undefined && minProperties === undefined) {
      return;
    }
    const count = names.filter((name) => object[name] !== undefined).length;
    if (minProperties !== undefined && count < minProperties) {
      this.report(object, `must have at least ${minProperties} entries`, 'add more, or remove the field');
    }
    if (maxProperties !== undefined && count > maxProperties) {
      this.report(object, `must have at most ${maxProperties} entries, but has ${count}`, 'remove some');
    }
  }

  private checkField(schema: StructuralSchema, name: string, value: unknown): void {
    const { additionalProperties, properties = NOTHING } = schema;
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const field = own ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
    if (field) {
      if (value !== null || field.nullable === true) {
        this.check(field, value);
      }
    } else if (
      additionalProperties !== true &&
      schema['x-kubernetes-preserve-unknown-fields'] !== true &&
      !(schema['x-kubernetes-embedded-resource'] === true && ROOT_FIELDS.includes(name))
    ) {
      this.findings.push(unknownField(this.kind, this.names, value, Object.keys(properties)));
    }
  }
}

/** Fields whose Go type is not a pointer: if one is missing, Go writes an empty object. */
const STRUCTS = ['spec'];

/** Tells if Go writes a valid zero value for a missing field. It writes null for a list, which no schema accepts. */
function isFilledIn(name: string, schema?: StructuralSchema): boolean {
  return schema?.type !== 'array' && (schema?.type !== 'object' || STRUCTS.includes(name));
}

/** The zero value that Go decodes null to in a list or map. */
function zeroOf(schema: StructuralSchema): unknown {
  if (schema['x-kubernetes-int-or-string']) {
    return 0;
  }
  return { array: null, boolean: false, integer: 0, number: 0, object: {}, string: '' }[schema.type ?? 'array'] ?? null;
}

function isOfQuantities(schema: StructuralSchema): boolean {
  return schema['x-kubernetes-int-or-string'] === true && schema.pattern === QUANTITY_PATTERN;
}

function isOfType(schema: StructuralSchema, found: JsonType): boolean {
  if (found === 'null') {
    return schema.nullable === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  }
  if (schema['x-kubernetes-int-or-string']) {
    return found === 'integer' || found === 'string';
  }
  return schema.type === undefined || schema.type === found || (schema.type === 'number' && found === 'integer');
}

/** The value of a key of a map item, or its default. */
function keyOf({ items }: StructuralSchema, item: unknown, name: string): unknown {
  const given = typeof item === 'object' && item !== null ? (item as JsonObject)[name] : undefined;
  return given ?? items?.properties?.[name]?.default;
}

/** A format or pattern, and the message for values that do not match it. */
export interface Form {
  readonly test: RegExp;
  readonly text: string;
  readonly remedy: string;
}

/** The formats that an API server validates. */
export const FORMATS: { readonly [format: string]: Form | undefined } = {
  'date-time': {
    test: /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
    text: 'is not a valid date and time',
    remedy: 'use the form 2026-11-24T08:00:00Z',
  },
  byte: {
    test: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
    text: 'is not valid base64',
    remedy: 'use the form aGVsbG8=',
  },
};

/** The pattern of quantities in CRDs. */
export const QUANTITY_PATTERN =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$';

const QUANTITY = { text: 'is not a valid quantity', remedy: 'use one such as 100m, 0.5 or 128Mi' };

const forms = new Map<string, Form>();

/** Go has patterns that JavaScript cannot read, such as `(?i)`, in the CRDs of others: those accept everything here. */
function expressionOf(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return /(?:)/;
  }
}

/** The form of a pattern. Quantities have a message of their own. */
export function formOf(pattern: string): Form {
  const known = forms.get(pattern) ?? {
    test: expressionOf(pattern),
    ...(pattern === QUANTITY_PATTERN ? QUANTITY : { text: `must match ${pattern}`, remedy: 'change it' }),
  };
  forms.set(pattern, known);
  return known;
}
