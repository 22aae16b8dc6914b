/** Type of a JSON value, as schemas name it. */
export type JsonType = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string';

/** The types in words, for messages. */
export const ARTICLES: { readonly [type: string]: string } = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'an integer',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'a string',
};

/** Type of a value. */
export function typeOf(value: unknown): JsonType {
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

/**
 * How to make a value one of another type.
 *
 * @param wanted the type in words
 * @param value the value
 */
export function typeRemedy(wanted: string, value: unknown): string {
  const isQuoted = typeof value === 'string' && /^(-?\d+|true|false)$/.test(value);
  if (isQuoted && wanted !== ARTICLES.array && wanted !== ARTICLES.object) {
    return 'remove the quotes';
  }
  return wanted === ARTICLES.string && typeof value !== 'object' ? 'put it in quotes' : `give ${wanted}`;
}
