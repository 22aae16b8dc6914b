import { nearest } from '../../private/nearest';
import { pathOf } from '../field-path';
import { isQuantity } from '../parse-quantity';
import { Finding } from '../problems';
import { schemaOf } from './schemas';
import { StructuralSchema } from './structural-schema';

interface JsonObject {
  readonly [field: string]: unknown;
}

/** The rule of values that do not fit. */
export const SCHEMA_RULE = 'schema';

/** The rule of fields that a schema does not have. */
export const UNKNOWN_FIELD_RULE = 'unknown-field';

/**
 * The API groups of spin-operator, whose mutating webhook writes each object anew, and of Gardener, whose API server
 * knows its kinds as Go types and not by a schema.
 */
const DECODED = /^core\.(spinkube|spinoperator)\.dev\/|^core\.gardener\.cloud\//;

/** What every object has, and what no user writes. */
const NOT_LOOKED_AT = ['apiVersion', 'kind', 'metadata', 'status'];

/**
 * Everything in an object that does not fit the schema of its kind, as an API server would see it: defaults count as
 * given, null as not given. Fields that it would drop without a word are warnings.
 *
 * @returns nothing for kinds whose schema this library does not have
 */
export function checkSchema(object: JsonObject): Finding[] {
  const { apiVersion, kind } = object;
  const schema = typeof apiVersion === 'string' && typeof kind === 'string' ? schemaOf(apiVersion, kind) : undefined;
  return schema ? checkAgainst(schema, object, DECODED.test(String(apiVersion))) : [];
}

/**
 * The same for a schema that is not in a file.
 *
 * @param schema the schema
 * @param object the object
 * @param isDecoded whether a webhook reads the object into Go types, and writes it again, before the schema is looked at
 */
export function checkAgainst(schema: StructuralSchema, object: JsonObject, isDecoded = false): Finding[] {
  const check = new SchemaCheck(String(object.kind), isDecoded);
  const names = Object.keys(object).filter((name) => !NOT_LOOKED_AT.includes(name));
  check.checkObject(rootOf(schema), object, names);
  return check.findings;
}

/**
 * The same for one field of an object, whichever it is.
 *
 * @param schema the schema of the object
 * @param object the object
 * @param name the name of the field
 */
export function checkFieldAgainst(schema: StructuralSchema, object: JsonObject, name: string): Finding[] {
  const check = new SchemaCheck(String(object.kind), false);
  check.checkObject(schema, object, [name]);
  return check.findings;
}

const roots = new WeakMap<StructuralSchema, StructuralSchema>();

/** The schema of an object without the fields that are not looked at. */
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

  /** The names of the fields, and the indexes, that lead to what is looked at. A path is made of them where something is wrong. */
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

  /** As Go reads a quantity, before the schema sees it. */
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

  /** Items of a set are unique, and those of a map by their keys. */
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

  /** The names are those of the fields that are looked at. */
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
    } else if (additionalProperties !== true && schema['x-kubernetes-preserve-unknown-fields'] !== true) {
      const meant = nearest(name, Object.keys(properties));
      const remedy = meant === undefined ? 'remove it' : `did you mean '${meant}'?`;
      const text = `is not a field of ${this.kind}: the API server drops it`;
      this.findings.push({ level: 'warning', rule: UNKNOWN_FIELD_RULE, path: pathOf(this.names), value, text, remedy });
    }
  }
}

/** Fields of Go types that are no pointers: where one is missing, it is written as an empty object. */
const STRUCTS = ['spec'];

/** Whether Go writes a value of its own where a field is not given. Lists are written as null, which no schema takes. */
function isFilledIn(name: string, schema?: StructuralSchema): boolean {
  return schema?.type !== 'array' && (schema?.type !== 'object' || STRUCTS.includes(name));
}

/** What Go makes of null in a list or map. */
function zeroOf(schema: StructuralSchema): unknown {
  if (schema['x-kubernetes-int-or-string']) {
    return 0;
  }
  return { array: null, boolean: false, integer: 0, number: 0, object: {}, string: '' }[schema.type ?? 'array'] ?? null;
}

function isOfQuantities(schema: StructuralSchema): boolean {
  return schema['x-kubernetes-int-or-string'] === true && schema.pattern === QUANTITY_PATTERN;
}

type JsonType = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string';

const ARTICLES: { readonly [type: string]: string } = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'an integer',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'a string',
};

function typeOf(value: unknown): JsonType {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'array';
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'integer' : 'number';
  }
  return typeof value as JsonType;
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

function typeRemedy(wanted: string, value: unknown): string {
  const isQuoted = typeof value === 'string' && /^(-?\d+|true|false)$/.test(value);
  if (isQuoted && wanted !== ARTICLES.array && wanted !== ARTICLES.object) {
    return 'remove the quotes';
  }
  return wanted === ARTICLES.string && typeof value !== 'object' ? 'put it in quotes' : `give ${wanted}`;
}

/** A key of an item of a map; one that is not given may have a default. */
function keyOf({ items }: StructuralSchema, item: unknown, name: string): unknown {
  const given = typeof item === 'object' && item !== null ? (item as JsonObject)[name] : undefined;
  return given ?? items?.properties?.[name]?.default;
}

/** A format or pattern in words: what a value is not, and how one looks. */
export interface Form {
  readonly test: RegExp;
  readonly text: string;
  readonly remedy: string;
}

/** The formats that an API server looks at. */
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

/** The pattern that every quantity has in a schema. */
export const QUANTITY_PATTERN =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$';

const QUANTITY = { text: 'is not a valid quantity', remedy: 'use one such as 100m, 0.5 or 128Mi' };

const forms = new Map<string, Form>();

/** The form that a pattern asks for; that of a quantity has a name. */
export function formOf(pattern: string): Form {
  const known = forms.get(pattern) ?? {
    test: new RegExp(pattern, 'u'),
    ...(pattern === QUANTITY_PATTERN ? QUANTITY : { text: `must match ${pattern}`, remedy: 'change it' }),
  };
  forms.set(pattern, known);
  return known;
}
