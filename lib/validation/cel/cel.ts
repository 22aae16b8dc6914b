import { StructuralSchema } from '../schema/structural-schema';

/** A requirement for a value, in the Common Expression Language: from the expression of the value, and its schema. */
export type Cel = (value: string, schema: StructuralSchema) => string;

/** Text as a literal of CEL, which has the escapes of JSON. */
export function celText(text: string): string {
  return text.includes("'") || text.includes('\\') ? JSON.stringify(text) : `'${text}'`;
}

/** A requirement that text matches a regular expression, of which RE2 of the API server has the same syntax. */
export function matching(pattern: RegExp | string): (value: string) => string {
  const [source, flags] = typeof pattern === 'string' ? [pattern, ''] : [pattern.source, pattern.flags];
  return (value) => `${value}.matches(${celText((flags.includes('i') ? '(?i)' : '') + source)})`;
}

/** Tells in CEL if a field of a value is given and not empty, as `isEmpty` does. */
export function celGiven(value: string, name: string, schema: StructuralSchema): string {
  const field = `${value}.${name}`;
  switch (schema.properties?.[name]?.type) {
    case 'string':
      return `(has(${field}) && ${field} != '')`;
    case 'array':
      return `(has(${field}) && size(${field}) > 0)`;
    default:
      return `has(${field})`;
  }
}
