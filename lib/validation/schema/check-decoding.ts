import { pathOf } from '../field-path';
import { isQuantity } from '../parse-quantity';
import { Finding } from '../problems';
import { BuiltInSchema } from './built-in-schemas';
import { ARTICLES, typeOf, typeRemedy } from './json-types';
import { SCHEMA_RULE } from './schema-rule';
import { unknownField } from './unknown-field';

interface JsonObject {
  readonly [field: string]: unknown;
}

/** Fields of every object, which are checked elsewhere, and the status, which users do not write. */
const ELSEWHERE: readonly string[] = ['apiVersion', 'kind', 'metadata', 'status'];

const NONE: readonly string[] = [];
const NOTHING: JsonObject = {};

/**
 * Checks an object of a built-in kind as an API server does, which decodes it into Go types: null counts as missing, and
 * fields that the types do not have are dropped. Values that only the validation of Kubernetes rejects are not reported,
 * except for required fields.
 *
 * @param schema the schema of its kind
 * @param object the object
 */
export function checkDecoding(schema: BuiltInSchema, object: JsonObject): Finding[] {
  const check = new DecodingCheck(String(object.kind));
  check.checkStruct(schema, object, ELSEWHERE);
  return check.findings;
}

/** Checks the value of one field: `metadata`. */
export function checkDecodingOf(schema: BuiltInSchema, object: JsonObject, name: string): Finding[] {
  const check = new DecodingCheck(String(object.kind));
  check.checkField(schema, object[name], name);
  return check.findings;
}

/** The check of one object. */
class DecodingCheck {
  public readonly findings: Finding[] = [];

  /** Names of fields and indexes from the object to the current value. They become a path only where something is wrong. */
  private readonly names: (string | number)[] = [];

  public constructor(private readonly kind: string) {}

  /** Checks a value below the current one. Null leaves a field as it is, and is a zero value in lists and maps. */
  public checkField(schema: BuiltInSchema, value: unknown, name: string | number): void {
    this.names.push(name);
    if (value === null) {
      this.checkZero(schema);
    } else {
      this.check(schema, value);
    }
    this.names.pop();
  }

  /** Checks the fields of a struct, except some. */
  public checkStruct(schema: BuiltInSchema, object: JsonObject, except = NONE): void {
    const { properties = NOTHING as { [name: string]: BuiltInSchema }, required = NONE } = schema;
    for (const name in object) {
      const value = object[name];
      if (value === undefined || value === null || except.includes(name)) {
        continue;
      }
      if (Object.hasOwn(properties, name)) {
        this.checkField(properties[name], value, name);
      } else {
        this.names.push(name);
        this.findings.push(unknownField(this.kind, this.names, value, Object.keys(properties)));
        this.names.pop();
      }
    }
    for (const name of required) {
      if (object[name] === undefined || object[name] === null) {
        this.names.push(name);
        this.report(object[name], 'is required', 'set it');
        this.names.pop();
      }
    }
    for (const name of schema.structs) {
      const isMissing = object[name] === undefined || object[name] === null;
      if (isMissing && !required.includes(name) && !except.includes(name)) {
        this.checkField(properties[name], NOTHING, name);
      }
    }
  }

  private report(value: unknown, text: string, remedy: string): void {
    this.findings.push({ level: 'error', rule: SCHEMA_RULE, path: pathOf(this.names), value, text, remedy });
  }

  private checkZero(schema: BuiltInSchema): void {
    if (schema.properties) {
      this.checkStruct(schema, NOTHING);
    }
  }

  private check(schema: BuiltInSchema, value: unknown): void {
    if (schema['x-kubernetes-int-or-string']) {
      this.checkIntOrString(schema, value);
      return;
    }
    const { type } = schema;
    const found = typeOf(value);
    if (type !== undefined && type !== found && !isConverted(schema, value)) {
      this.reportType(ARTICLES[type], value);
    } else if (found === 'string') {
      this.checkString(schema.format, value as string);
    } else if (type === 'integer') {
      this.checkRange(schema.format === 'int32' ? 32 : 64, value as number);
    } else if (found === 'array') {
      this.checkItems(schema, value as readonly unknown[]);
    } else if (type === 'object') {
      this.checkMapOrStruct(schema, value as JsonObject);
    }
  }

  private reportType(wanted: string, value: unknown): void {
    this.report(value, `must be ${wanted}, not ${ARTICLES[typeOf(value)]}`, typeRemedy(wanted, value));
  }

  private checkItems({ items }: BuiltInSchema, value: readonly unknown[]): void {
    if (items) {
      value.forEach((item, index) => {
        this.checkField(items, item, index);
      });
    }
  }

  private checkMapOrStruct(schema: BuiltInSchema, value: JsonObject): void {
    const { additionalProperties } = schema;
    if (!additionalProperties) {
      this.checkStruct(schema, value);
      return;
    }
    for (const name in value) {
      if (value[name] !== undefined) {
        this.checkField(additionalProperties, value[name], name);
      }
    }
  }

  private checkIntOrString({ format }: BuiltInSchema, value: unknown): void {
    const isNumber = typeof value === 'number';
    if (format === 'quantity') {
      const isOne = typeof value === 'string' ? isGoQuantity(value) : isNumber && isQuantity(value);
      if (!isOne) {
        this.report(value, 'is not a valid quantity', 'use one such as 100m, 0.5 or 128Mi');
      }
    } else if (isNumber ? !Number.isInteger(value) : typeof value !== 'string') {
      this.reportType('an integer or a string', value);
    } else if (isNumber) {
      this.checkRange(32, value);
    }
  }

  private checkRange(bits: number, value: number): void {
    if (value < -(2 ** (bits - 1)) || value >= 2 ** (bits - 1)) {
      this.report(value, `does not fit in ${bits} bits`, 'lower it');
    }
  }

  private checkString(format: string | undefined, value: string): void {
    const form = format === undefined ? undefined : FORMS[format];
    if (form && !form.accepts(value)) {
      this.report(value, form.text, form.remedy);
    }
  }
}

/** Go trims quantities, and reads those without digits as 0. */
function isGoQuantity(text: string): boolean {
  const trimmed = text.replace(/^ +| +$/g, '');
  return isQuantity(trimmed) || (trimmed !== '' && WITHOUT_DIGITS.test(trimmed));
}

const WITHOUT_DIGITS = /^[+-]?\.?([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

/** Go reads bytes from a list of numbers as well, and a fraction from an integer. */
function isConverted({ format, type }: BuiltInSchema, value: unknown): boolean {
  const isBytes = format === 'byte' && Array.isArray(value);
  return (type === 'number' && typeof value === 'number') || (isBytes && value.every(isByte));
}

function isByte(value: unknown): boolean {
  return value === null || (Number.isInteger(value) && Number(value) >= 0 && Number(value) < 256);
}

/** A format of text, and what is said of text that does not have it. */
interface Form {
  readonly accepts: (text: string) => boolean;
  readonly text: string;
  readonly remedy: string;
}

const FORMS: { readonly [format: string]: Form | undefined } = {
  byte: {
    // Go skips the ends of lines.
    accepts: (text) => BASE64.test(text.replace(/[\r\n]/g, '')),
    text: 'is not valid base64',
    remedy: 'use the form aGVsbG8=',
  },
  'date-time': {
    accepts: (text) => isTime(text, /^[.,]\d+$/),
    text: 'is not a valid date and time',
    remedy: 'use the form 2026-11-24T08:00:00Z',
  },
  'micro-time': {
    accepts: (text) => isTime(text, /^[.,]\d{6}$/, true),
    text: 'is not a valid date and time with microseconds',
    remedy: 'use the form 2026-11-24T08:00:00.000000Z',
  },
};

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const TIME = /^(\d{4}-\d\d-\d\d)T(?:[01]?\d|2[0-3]):[0-5]\d:[0-5]\d([.,]\d+)?(?:Z|[+-](?:[01]\d|2[0-4]):[0-5]\d)$/;

/** Tells if text is a time of RFC 3339 on a day that there is. */
function isTime(text: string, fraction: RegExp, needsFraction = false): boolean {
  const found = TIME.exec(text);
  if (!found) {
    return false;
  }
  const [, day] = found;
  const given = found.at(2);
  const midnight = new Date(`${day}T00:00:00Z`);
  const isDay = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
  return isDay && (given === undefined ? !needsFraction : fraction.test(given));
}
