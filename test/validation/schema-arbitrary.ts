import fc, { Arbitrary } from 'fast-check';
import { QUANTITY_PATTERN } from '../../lib/validation/schema/check-schema';
import { StructuralSchema } from '../../lib/validation/schema/structural-schema';

/** Values for a schema, some of them invalid. */
export function valueOf(schema: StructuralSchema): Arbitrary<unknown> {
  return fc.oneof({ weight: 25, arbitrary: rightly(schema) }, { weight: 1, arbitrary: anything() });
}

/** Values of every JSON type, including edge cases. */
export function anything(): Arbitrary<unknown> {
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

/** Required fields are usually present, optional ones sometimes. */
export function objectOf({
  additionalProperties,
  properties = {},
  required = [],
}: StructuralSchema): Arbitrary<{ [field: string]: unknown }> {
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

/** An object without its undefined fields. */
export function withoutUndefined(object: object): { [field: string]: unknown } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
