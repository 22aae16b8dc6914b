import * as fs from 'fs';
import * as path from 'path';
import Ajv from 'ajv';
import fc, { Arbitrary } from 'fast-check';
import { checkAgainst } from '../../lib/validation/schema/check-schema';
import { FORMATS, QUANTITY_PATTERN } from '../../lib/validation/schema/formats';
import { StructuralSchema } from '../../lib/validation/schema/structural-schema';

const FOLDER = path.join(__dirname, '..', '..', 'schemas', 'structural');

/** ajv knows neither the formats of Kubernetes nor unique items of a map. */
const UNKNOWN_TO_AJV = 'is the same';

const ajv = new Ajv({
  strict: false,
  formats: { ...formats(), int64: true, int32: { type: 'number', validate: is32Bits } },
});

function formats(): { [name: string]: RegExp } {
  return Object.fromEntries(Object.entries(FORMATS).map(([name, form]) => [name, form?.test ?? /./]));
}

function is32Bits(value: number): boolean {
  return value >= -(2 ** 31) && value < 2 ** 31;
}

/** Values of a schema, some of them wrong. */
function valueOf(schema: StructuralSchema): Arbitrary<unknown> {
  return fc.oneof({ weight: 25, arbitrary: rightly(schema) }, { weight: 1, arbitrary: anything() });
}

function anything(): Arbitrary<unknown> {
  const values = fc.constantFrom<unknown>('', 'a', '1', '1Gi', 'true', 0, -1, 1.5, 2 ** 40, true, [], {}, [null], {
    a: 1,
  });
  return values.map((value) => structuredClone(value));
}

function rightly(schema: StructuralSchema): Arbitrary<unknown> {
  if (schema.enum) {
    return fc.constantFrom(...schema.enum);
  }
  if (schema['x-kubernetes-int-or-string']) {
    return fc.constantFrom(1, '1', '100m', '1Gi', '-.5e3');
  }
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? -3, max: schema.maximum ?? 3 });
    case 'string':
      return textOf(schema);
    case 'array':
      return fc.array(valueOf(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: 2 });
    case 'object':
      return objectOf(schema);
    default:
      return anything();
  }
}

function textOf({ format, pattern }: StructuralSchema): Arbitrary<string> {
  if (format === 'date-time') {
    return fc.constant('2026-11-24T08:00:00Z');
  }
  if (format === 'byte') {
    return fc.constantFrom('', 'aGVsbG8=');
  }
  return pattern === QUANTITY_PATTERN ? fc.constant('1Gi') : fc.constantFrom('a', 'hello', '1h', 'main');
}

/** Fields that are needed are there most of the time, the others now and then. */
function objectOf({ additionalProperties, properties = {}, required = [] }: StructuralSchema): Arbitrary<object> {
  const fields = Object.entries(properties).map(([name, field = {}]): [string, Arbitrary<unknown>] => {
    const [absent, present] = required.includes(name) ? [1, 99] : [3, 1];
    const nothing = { weight: absent, arbitrary: fc.constant(undefined) };
    return [name, fc.oneof(nothing, { weight: present, arbitrary: valueOf(field) })];
  });
  const own = fc.record(Object.fromEntries(fields)).map(withoutUndefined);
  if (typeof additionalProperties !== 'object') {
    return own;
  }
  return fc.dictionary(fc.constantFrom('a', 'b'), valueOf(additionalProperties), { maxKeys: 2 });
}

function withoutUndefined(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** A schema as the check reads it: what has a default need not be there. */
function withDefaults(schema: StructuralSchema): StructuralSchema {
  const { additionalProperties, items, properties, required } = schema;
  const each = Object.entries(properties ?? {}).map(([name, field = {}]) => [name, withDefaults(field)]);
  return {
    ...schema,
    ...(properties && { properties: Object.fromEntries(each) as StructuralSchema['properties'] }),
    ...(required && { required: required.filter((name) => properties?.[name]?.default === undefined) }),
    ...(items && { items: withDefaults(items) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: withDefaults(additionalProperties) }),
  };
}

test.each(fs.readdirSync(FOLDER))('ajv says the same of random objects: %s', (file) => {
  const schema = JSON.parse(fs.readFileSync(path.join(FOLDER, file), 'utf8')) as StructuralSchema;
  const { properties = {} } = schema;
  const own = Object.fromEntries(Object.entries(properties).filter(([name]) => !['metadata', 'status'].includes(name)));
  const rest = { ...schema, properties: own };
  const validate = ajv.compile(withDefaults(rest));
  const verdicts = { accepted: 0, refused: 0 };
  const objects = objectOf(rest).map((object) => ({ ...object, apiVersion: 'a', kind: 'A', metadata: {} }));
  fc.assert(
    fc.property(objects, (object) => {
      const errors = checkAgainst(rest, object).filter(
        ({ level, text }) => level === 'error' && !text.startsWith(UNKNOWN_TO_AJV),
      );
      const isValid = validate(object);
      verdicts[isValid ? 'accepted' : 'refused'] += 1;
      expect([isValid, errors]).toEqual([errors.length === 0, errors]);
    }),
    { numRuns: 1000, seed: 42 },
  );
  expect(verdicts.accepted).toBeGreaterThan(10);
  expect(verdicts.refused).toBeGreaterThan(10);
});
