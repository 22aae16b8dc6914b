import Ajv from 'ajv';
import fc from 'fast-check';
import * as fs from 'fs';
import * as path from 'path';
import { checkAgainst, FORMATS } from '../../lib/validation/schema/check-schema';
import { StructuralSchema } from '../../lib/validation/schema/structural-schema';
import { objectOf } from '../validation/schema-arbitrary';

const FOLDER = path.join(__dirname, '..', '..', 'schemas', 'structural');
const FILES = fs.readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));

/** ajv knows neither the formats of Kubernetes nor unique items of a set or map. */
const UNKNOWN_TO_AJV = /^(is a duplicate of|has the same) /;

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

/** The start of a pattern of Go that JavaScript cannot read, and that the check therefore leaves out. */
const IN_GO_ONLY = '^(?i)';

/** A schema as the check reads it: fields with a default are not required. */
function withDefaults(schema: StructuralSchema): StructuralSchema {
  const { additionalProperties, items, pattern, properties, required } = schema;
  const each = Object.entries(properties ?? {}).map(([name, field = {}]) => [name, withDefaults(field)]);
  return {
    ...schema,
    ...(pattern?.startsWith(IN_GO_ONLY) && { pattern: undefined }),
    ...(properties && { properties: Object.fromEntries(each) as StructuralSchema['properties'] }),
    ...(required && { required: required.filter((name) => properties?.[name]?.default === undefined) }),
    ...(items && { items: withDefaults(items) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: withDefaults(additionalProperties) }),
  };
}

test.each(FILES)('agrees with ajv on random objects: %s', (file) => {
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
        ({ level, text }) => level === 'error' && !UNKNOWN_TO_AJV.test(text),
      );
      const isValid = validate(object);
      verdicts[isValid ? 'accepted' : 'refused'] += 1;
      if (isValid !== (errors.length === 0)) {
        expect(errors).toEqual(isValid ? [] : ajv.errorsText(validate.errors)); // expect() for each object takes longer
      }
    }),
    { numRuns: 500, seed: 42 },
  );
  expect(verdicts.accepted).toBeGreaterThan(10);
  expect(verdicts.refused).toBeGreaterThan(10);
});
