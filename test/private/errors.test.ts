import { violation } from '../../lib/private/errors';
import { nearest } from '../../lib/private/nearest';

const CIRCLE: { self?: object } = {};
CIRCLE.self = CIRCLE;

test.each<[unknown, string]>([
  ['', "''"],
  ['a', 'a'],
  [{ a: [1] }, '{"a":[1]}'],
  [CIRCLE, '[object Object]'],
  ['a'.repeat(500), 'a'.repeat(500)],
  ['a'.repeat(501), `${'a'.repeat(500)}…`],
])('shows a value, and the beginning of a long one: %p', (value, shown) => {
  expect(violation('a', value, 'is wrong', 'fix it')).toBe(`'a' (${shown}) is wrong; fix it`);
});

test('shows no value where none was given', () => {
  expect(violation('a', undefined, 'is required', 'set it')).toBe("'a' is required; set it");
});

test.each<[string, string[], string | undefined]>([
  ['replica', ['image', 'replicas'], 'replicas'],
  ['IMAGE', ['image'], 'image'],
  ['ingress', ['image', 'replicas'], undefined],
  ['a', ['b'], undefined],
  ['a', [], undefined],
  ['a'.repeat(101), ['a'.repeat(100)], undefined],
])('suggests for %s among %j: %s', (word, words, meant) => {
  expect(nearest(word, words)).toBe(meant);
});
