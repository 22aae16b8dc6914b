import { Yaml } from 'cdk8s';
import { stringifyYaml } from '../../lib/synth/yaml';
import { TOUGH_STRINGS } from './tough-strings';
import { differenceOf, fuzzYaml } from './yaml-fuzz';

function expectSame(document: unknown): void {
  expect(stringifyYaml(document)).toBe(Yaml.stringify(document));
}

test.each(TOUGH_STRINGS.map((text) => [JSON.stringify(text).slice(0, 40), text]))(
  '%s is printed as cdk8s prints it',
  (_, text) => {
    expectSame({ a: text });
    expectSame({ a: { b: { c: text }, d: text } });
    expectSame({ a: [text, [text, [text]], { x: text, y: text }] });
    expectSame({ [text]: 1, b: 2 });
    expectSame({ a: { [text]: { [text]: [text] } } });
    expectSame([text]);
  },
);

test.each<[string, unknown]>([
  ['numbers', { a: [0, -0, 1.5, -1, 1e21, 1e-7, NaN, Infinity, -Infinity, 2 ** 53] }],
  ['null and undefined', { a: null, b: undefined, c: [null, undefined] }],
  ['booleans', { a: true, b: [false] }],
  ['empty maps and lists', { a: {}, b: [], c: [{}, [], [[]]] }],
  ['a list of lists', [[1, [2]], [[3]]]],
  ['nothing', {}],
  ['an empty list', []],
  ['a scalar', 'text'],
  ['no document', undefined],
  ['a date', { a: new Date(0) }],
  ['a map', { a: new Map([['b', 1]]) }],
  ['what renders itself', { a: { toJSON: () => 'b' } }],
  ['an object without a prototype', { a: Object.assign(Object.create(null) as object, { b: 1 }) }],
])('%s: the same', (_, document) => {
  expectSame(document);
});

test('what is in a document twice: the same', () => {
  const map = { b: 1 };
  const empty = {};
  expectSame({ a: map, c: map });
  expectSame({ a: empty, c: empty });
  expectSame({ a: [empty, [], empty] });
});

test('a key of a thousand letters and more: the same', () => {
  expectSame({ ['k'.repeat(1001)]: 1, [`${'k'.repeat(1100)} :`]: { a: 1 } });
});

test('100,000 random documents: the same, and another parser reads what was printed', () => {
  expect(fuzzYaml(100_000, 42)).toBeUndefined();
});

test('the comparison notices what is read otherwise', () => {
  expect(differenceOf({ a: 'b', c: [undefined, -0] })).toBeUndefined();
  expect(differenceOf({ a: new Map([['b', 1]]) })).toMatchObject({ printed: 'a: !!omap\n  - b: 1\n' });
});
