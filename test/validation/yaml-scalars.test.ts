import * as fs from 'fs';
import { isDeepStrictEqual } from 'util';
import { parseDocuments } from '../../lib/validation/documents/parse-documents';
import { SourceText } from '../../lib/validation/documents/source-text';
import { asKey, asValue, Reading, READINGS, Readings, SCALARS, TEXTS } from './yaml-readings';

const { scalars, texts } = JSON.parse(fs.readFileSync(READINGS, 'utf8')) as Readings;

/** The value of a text: a value, or 'error'. */
function read(text: string): unknown {
  const document = parseDocuments(new SourceText(text)).at(0);
  return document?.problem ? 'error' : (document?.value ?? null);
}

/** The texts that kubectl reads differently. */
function differences(expected: readonly (readonly [text: string, reading: Reading])[]): object[] {
  return expected.flatMap(([text, { json }]) => {
    const kubectl = json === undefined ? 'error' : (JSON.parse(json) as unknown);
    const ours = read(text);
    return isDeepStrictEqual(ours, kubectl) ? [] : [{ text, kubectl, ours }];
  });
}

test('has a recorded reading of every scalar and text', () => {
  expect(scalars.map(({ scalar }) => scalar)).toEqual(SCALARS);
  expect(texts.map(({ text }) => text)).toEqual(TEXTS);
  expect(scalars.length).toBeGreaterThanOrEqual(600);
});

test('reads scalars as kubectl does', () => {
  expect(differences(scalars.map(({ scalar, value }) => [asValue(scalar), value]))).toEqual([]);
});

test('reads scalars as kubectl does where they are keys', () => {
  expect(differences(scalars.map(({ key, scalar }) => [asKey(scalar), key]))).toEqual([]);
});

test('reads tags, merged maps, aliases and repeated keys as kubectl does', () => {
  expect(differences(texts.map((one) => [one.text, one]))).toEqual([]);
});

test.each<[string, unknown]>([
  ['defaultMode: 0o400', { defaultMode: 256 }],
  ['value: 0o17', { value: 15 }],
  ['a: [0X1F, 0B10, +0o7, 1_000, yes]', { a: [31, 2, 7, 1000, true] }],
  ['a: 1.5e400', { a: '1.5e400' }],
  ['0o7: {yes: 12:30}', { 7: { true: '12:30' } }],
])('reads %s', (text, expected) => {
  expect(read(text)).toEqual(expected);
});

test.each([
  ['a: .inf', '1:4', "has the number '.inf', which JSON does not have"],
  ['a: 1\nb: {c: !!int x}', '2:14', "has the value 'x', which is not a valid !!int"],
  ['a:\n  ~: 1', '2:3', 'has a key that JSON does not have, such as null'],
  ['a:\n  [b]: 1', '2:3', 'has a list or a map as a key'],
  ['a: {b: &b [1, *b]}', '1:15', "has the alias 'b' within the value that it refers to"],
  ['a: *b', '1:4', "has the alias 'b', but no anchor '&b' before it"],
  ['a: {<<: 1}', '1:9', "merges something other than maps with '<<'"],
])('rejects %j at %s', (text, place, message) => {
  const [{ problem }] = parseDocuments(new SourceText(text));
  expect([`${problem?.position.line}:${problem?.position.column}`, problem?.text]).toEqual([place, message]);
});
