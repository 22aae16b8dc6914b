import { Yaml } from 'cdk8s';
import { stringifyYaml, yamlParts } from '../../lib/synth/yaml';
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

test.each(['é', '€', '🦀', '\ud83e', '\x07', '\x7f', '\x85', '\xa0', '\u2028', '\ufeff', '\uffff', '\r'])(
  'prints lines with %j as cdk8s does',
  (character) => {
    for (const text of [
      `a\n${character}b`,
      `a${character}\n`,
      `a\n ${character}\n\nb\n`,
      `${character}\na`,
      `a\n${character}`,
    ]) {
      expectSame({ a: text, b: { c: [text] } });
    }
  },
);

/** Number of characters from which a text is printed in parts. */
const LARGE = 2 ** 20;

test.each([
  ['ends without a line break', 'a'.repeat(LARGE), '\nb'],
  ['has a line break at the end of a part', 'a'.repeat(LARGE - 1), '\nb\nc\n'],
  ['has a run of line breaks at the end of a part', 'a'.repeat(LARGE - 1), '\n\n\n\nb\n\nc\n'],
  ['has a line that is longer than a part', 'a\nb', `${'c'.repeat(2 * LARGE)}\nd\n`],
  ['has lines of several bytes', 'é 🦀\n'.repeat(LARGE / 4), 'é\n'],
])('prints a large text that %s in parts, as cdk8s does', (_, start, end) => {
  const text = start + end;
  const document = { a: 'before', b: { c: text }, d: [`${text}x`] };
  expect(yamlParts(document).length).toBeGreaterThan(4);
  expectSame(document);
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
