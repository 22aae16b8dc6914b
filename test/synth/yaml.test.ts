import { Yaml } from 'cdk8s';
import { stringifyYaml } from '../../lib/synth/yaml';
import { TOUGH_STRINGS } from './tough-strings';
import { differenceOf, fuzzYaml } from './yaml-fuzz';

function expectSame(document: unknown): void {
  expect(stringifyYaml(document)).toBe(Yaml.stringify(document));
}

test.each(TOUGH_STRINGS.map((text) => [JSON.stringify(text).slice(0, 40), text]))(
  'prints %s as cdk8s does',
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
  ['undefined', undefined],
  ['a date', { a: new Date(0) }],
  ['a map', { a: new Map([['b', 1]]) }],
  ['an object with toJSON()', { a: { toJSON: () => 'b' } }],
  ['an object without a prototype', { a: Object.assign(Object.create(null) as object, { b: 1 }) }],
])('prints %s as cdk8s does', (_, document) => {
  expectSame(document);
});

test('prints values that occur twice as cdk8s does', () => {
  const map = { b: 1 };
  const empty = {};
  expectSame({ a: map, c: map });
  expectSame({ a: empty, c: empty });
  expectSame({ a: [empty, [], empty] });
});

test('prints keys of a thousand characters and more as cdk8s does', () => {
  expectSame({ ['k'.repeat(1001)]: 1, [`${'k'.repeat(1100)} :`]: { a: 1 } });
});

/** Takes about a second; `npm run fuzz` prints two million documents. */
const COUNT = 2500;

test(`prints ${COUNT} random documents as cdk8s does, and another parser reads them`, () => {
  expect(fuzzYaml(COUNT, 42)).toBeUndefined();
});

test('detects a document that another parser reads differently', () => {
  expect(differenceOf({ a: 'b', c: [undefined, -0] })).toBeUndefined();
  expect(differenceOf({ a: new Map([['b', 1]]) })).toMatchObject({ printed: 'a: !!omap\n  - b: 1\n' });
});
