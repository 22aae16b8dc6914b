import { Lazy } from 'cdk8s';
import * as fc from 'fast-check';
import { core } from '../../../lib';
import { TOUGH_STRINGS } from '../tough-strings';

/** A value, created anew for each use. */
type NamedValue = readonly [title: string, value: () => unknown];

/** Values that `fastToJson()` renders itself. */
export const COPIED: readonly NamedValue[] = [
  ['undefined', () => undefined],
  ['null', () => null],
  ['scalars', () => ['', 'text', 0, -0, 1.5, NaN, Infinity, true, false, 10n]],
  ['empty lists and maps', () => ({ list: [], map: {}, lists: [[], [{}]] })],
  ['lists of undefined and null', () => [undefined, null, [null], { a: undefined }]],
  ['unsorted maps', () => ({ b: 1, a: { d: 1, c: 2 }, 10: 'ten', 2: 'two', B: 0, ä: 0, '': 0 })],
  ['lazy values', () => lazy(() => ({ b: [], a: lazy(() => undefined) }))],
  ['lazy values in their order of production', () => counting()],
  ['tokens', () => ({ resolve: () => ({ z: { resolve: () => 'text' }, a: { resolve: () => null } }) })],
  [
    'tokens that are class instances',
    () =>
      new (class Token {
        public readonly resolve = () => [1, { b: 2, a: [] }];
      })(),
  ],
  ['lists that are tokens', () => Object.assign([1], { resolve: () => 'text' })],
  ['unions', () => [core.SpinAppSpecResourcesLimits.fromNumber(1), core.SpinAppSpecResourcesLimits.fromString('1Gi')]],
  ['lists that are unions', () => Object.assign([1], { value: 'text' })],
  ['a resolve field that is not a function', () => ({ resolve: 'text', value: 1 })],
];

/** Values that are left to cdk8s, which renders or rejects them. */
export const LEFT: readonly NamedValue[] = [
  ['a date', () => new Date(0)],
  ['a map', () => new Map([['a', 1]])],
  [
    'a class instance',
    () =>
      new (class Shop {
        public readonly value = true;
      })(),
  ],
  ['an object without a prototype', () => Object.assign(Object.create(null), { a: 1 }) as unknown],
  ['a field called __proto__', () => JSON.parse('{ "__proto__": { "a": 1 }, "b": 2 }') as unknown],
  ['a field called constructor', () => ({ constructor: 'text' })],
  ['a function', () => String],
  ['a lazy value that throws', () => lazy(() => fail('not yet'))],
  ['two invalid values', () => ({ b: new Date(0), a: lazy(() => fail('not yet')) })],
];

export function randomValue(): fc.Arbitrary<unknown> {
  const name = fc.oneof(fc.constantFrom(...TOUGH_STRINGS), fc.constantFrom('a', 'b', 'value', '10', '9'));
  return fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      { weight: 3, arbitrary: name },
      { weight: 1, arbitrary: fc.constantFrom(0, NaN, true, null, undefined) },
      { weight: 1, arbitrary: fc.nat(40).map((index) => (index === 0 ? new Date(0) : index)) },
      { weight: 1, arbitrary: tie('value').map((value) => lazy(() => value)) },
      { weight: 1, arbitrary: tie('value').map((value) => ({ resolve: () => value })) },
      { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
      { weight: 4, arbitrary: fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }) },
    ),
  })).value;
}

export function lazy(produce: () => unknown): unknown {
  return Lazy.any({ produce });
}

/** Lazy values that record the order in which they are produced. */
function counting(): unknown {
  let count = 0;
  const next = lazy(() => ++count);
  return { c: next, a: [next, { z: next, b: next }], b: next };
}

function fail(message: string): never {
  throw new Error(message);
}
