import { fieldChanges } from '../../lib/changes/field-changes';

describe('fields', () => {
  test.each<[string, unknown, unknown, [string, unknown, unknown][]]>([
    [
      'of maps are compared one by one',
      { a: 1, b: { c: 2 } },
      { a: 1, b: { c: 3 }, d: 4 },
      [
        ['b.c', 2, 3],
        ['d', undefined, 4],
      ],
    ],
    ['with names that need quotes have them', { 'a/b': 1 }, { 'a/b': 2 }, [["['a/b']", 1, 2]]],
    [
      'of items with names are matched by name',
      { l: [{ name: 'a', x: 1 }, { name: 'b' }] },
      { l: [{ name: 'c' }, { name: 'a', x: 2 }] },
      [
        ['l[name=a].x', 1, 2],
        ['l[name=b]', { name: 'b' }, undefined],
        ['l[name=c]', undefined, { name: 'c' }],
      ],
    ],
    [
      'tell another order of items',
      { l: [{ name: 'a' }, { name: 'b' }] },
      { l: [{ name: 'b' }, { name: 'a' }] },
      [['l', ['a', 'b'], ['b', 'a']]],
    ],
    [
      'of items without names are matched by index',
      { l: ['a', 'b', 'c'] },
      { l: ['a', 'x', 'c'] },
      [['l[1]', 'b', 'x']],
    ],
    ['tell an item in the middle', { l: ['a', 'b', 'c'] }, { l: ['a', 'c'] }, [['l[1]', 'b', undefined]]],
    ['tell repeated items', { l: ['a', 'a'] }, { l: ['a', 'a', 'a'] }, [['l[2]', undefined, 'a']]],
    [
      'of items with the same name are matched by index',
      { l: [{ name: 'a' }, { name: 'a' }] },
      { l: [{ name: 'a' }] },
      [['l[1]', { name: 'a' }, undefined]],
    ],
    ['of other types are values', { a: [1] }, { a: { 0: 1 } }, [['a', [1], { 0: 1 }]]],
    [
      'that every object has are found',
      { a: {} },
      { a: JSON.parse('{"__proto__": 1, "constructor": 2}') as unknown },
      [
        ['a.__proto__', undefined, 1],
        ['a.constructor', undefined, 2],
      ],
    ],
    ['of null differ from missing ones', { a: null }, {}, [['a', null, undefined]]],
  ])('%s', (_, before, after, expected) => {
    const found = fieldChanges(before, after).map((change) => [change.path, change.before, change.after]);
    expect(found).toEqual(expected);
  });
});
