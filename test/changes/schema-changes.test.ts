import { schemaChanges } from '../../lib/changes/schema-changes';
import { Manifest } from '../../lib/synth/manifest';

const definition = (...versions: [string, object][]): Manifest => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.example.com' },
  spec: { versions: versions.map(([name, openAPIV3Schema]) => ({ name, schema: { openAPIV3Schema } })) },
});

/** The differences between two schemas, as `path keyword effect`. */
function differences(before: object, after: object): string[] {
  return schemaChanges(definition(['v1', before]), definition(['v1', after])).map(({ effect, keyword, path }) =>
    [path, keyword, effect].filter(Boolean).join(' '),
  );
}

const of = (...names: string[]) => ({ properties: Object.fromEntries(names.map((name) => [name, {}])) });

describe('schemas', () => {
  test.each<[object, object, string[]]>([
    [of('a', 'b'), of('b', 'c'), ['a removed', 'c added']],
    [{ properties: { a: of('b') } }, { properties: { a: of('c') } }, ['a.b removed', 'a.c added']],
    [{ items: of('a') }, { items: of() }, ['[].a removed']],
    [{ additionalProperties: of('a') }, { additionalProperties: of() }, ['*.a removed']],
    [of('a'), { ...of('a', 'b'), required: ['b'] }, ['required narrowed', 'b added']],
    [{ required: ['a', 'b'] }, { required: ['b'] }, ['required widened']],
    [{ required: ['a', 'b'] }, { required: ['b', 'a'] }, ['required widened']],
    [{ enum: ['a'] }, { enum: ['a', 'b'] }, ['enum widened']],
    [{ enum: ['a', 'b'] }, { enum: ['a'] }, ['enum narrowed']],
    [{}, { enum: ['a'] }, ['enum narrowed']],
    [{ enum: ['a'] }, {}, ['enum widened']],
    [{ pattern: 'a' }, { pattern: 'b' }, ['pattern narrowed']],
    [{ pattern: 'a' }, {}, ['pattern widened']],
    [{ maximum: 1 }, { maximum: 2 }, ['maximum widened']],
    [{ maximum: 2 }, { maximum: 1 }, ['maximum narrowed']],
    [{}, { minimum: 0 }, ['minimum narrowed']],
    [{ minLength: 1 }, { minLength: 0 }, ['minLength widened']],
    [{ type: 'string' }, { type: 'integer' }, ['type narrowed']],
    [{ format: 'int32' }, {}, ['format widened']],
    [{}, { nullable: true }, ['nullable widened']],
    [{ nullable: true }, {}, ['nullable narrowed']],
    [
      { type: 'string' },
      { anyOf: [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true },
      ['type widened', 'x-kubernetes-int-or-string widened'],
    ],
    [{ 'x-kubernetes-preserve-unknown-fields': true }, {}, ['x-kubernetes-preserve-unknown-fields narrowed']],
    [{ additionalProperties: { type: 'string' } }, {}, ['additionalProperties narrowed']],
    [{}, { additionalProperties: { type: 'string' } }, ['additionalProperties widened']],
    [{}, { 'x-kubernetes-validations': [{ rule: 'a' }] }, ['x-kubernetes-validations narrowed']],
    [{ default: 1 }, { default: 2 }, ['default widened']],
    [{ description: 'a' }, { description: 'b', title: 'c' }, []],
    [{ description: 'a', properties: { description: {} } }, { properties: {} }, ['description removed']],
  ])('%j to %j', (before, after, expected) => {
    expect(differences(before, after)).toEqual(expected);
    expect(differences(after, after)).toEqual([]);
  });

  test('are compared in versions that both definitions have', () => {
    const before = definition(['v1', of('a')], ['v2', of('a')]);
    const after = definition(['v3', of()], ['v2', of()]);
    expect(schemaChanges(before, after)).toEqual([{ version: 'v2', path: 'a', effect: 'removed' }]);
  });

  test('may be missing', () => {
    const without = { ...definition(), spec: { versions: [{ name: 'v1' }] } };
    expect(schemaChanges(without, definition(['v1', of('a')]))).toEqual([
      { version: 'v1', path: 'a', effect: 'added' },
    ]);
    expect(schemaChanges({ ...definition(), spec: undefined }, without)).toEqual([]);
  });
});
