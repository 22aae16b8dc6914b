import { Lazy } from 'cdk8s';
import * as fc from 'fast-check';
import { core } from '../../../lib';
import { TOUGH_STRINGS } from '../tough-strings';

/** A value, made anew each time. */
type NamedValue = readonly [title: string, value: () => unknown];

/** Values that need no cdk8s to be rendered. */
export const COPIED: readonly NamedValue[] = [
  ['nothing', () => undefined],
  ['null', () => null],
  ['scalars', () => ['', 'text', 0, -0, 1.5, NaN, Infinity, true, false, 10n]],
  ['empty lists and maps', () => ({ list: [], map: {}, lists: [[], [{}]] })],
  ['lists with nothing in them', () => [undefined, null, [null], { a: undefined }]],
  ['maps in another order', () => ({ b: 1, a: { d: 1, c: 2 }, 10: 'ten', 2: 'two', B: 0, ä: 0, '': 0 })],
  ['lazy values', () => lazy(() => ({ b: [], a: lazy(() => undefined) }))],
  ['lazy values that count', () => counting()],
  ['tokens', () => ({ resolve: () => ({ z: { resolve: () => 'text' }, a: { resolve: () => null } }) })],
  [
    'tokens of a class',
    () =>
      new (class Token {
        public readonly resolve = () => [1, { b: 2, a: [] }];
      })(),
  ],
  ['lists that are tokens', () => Object.assign([1], { resolve: () => 'text' })],
  ['unions', () => [core.SpinAppSpecResourcesLimits.fromNumber(1), core.SpinAppSpecResourcesLimits.fromString('1Gi')]],
  ['lists that are unions', () => Object.assign([1], { value: 'text' })],
  ['a resolve that is not a function, and a value', () => ({ resolve: 'text', value: 1 })],
];

/** Values that only cdk8s knows how to render, or why not. */
export const LEFT: readonly NamedValue[] = [
  ['a date', () => new Date(0)],
  ['a map', () => new Map([['a', 1]])],
  [
    'an object of a class',
    () =>
      new (class Shop {
        public readonly value = true;
      })(),
  ],
  ['an object without a prototype', () => Object.assign(Object.create(null), { a: 1 }) as unknown],
  ['a field that is called like the prototype', () => JSON.parse('{ "__proto__": { "a": 1 }, "b": 2 }') as unknown],
  ['a field that is called constructor', () => ({ constructor: 'text' })],
  ['a function', () => String],
  ['what cannot be produced', () => lazy(() => fail('not yet'))],
  ['two things that are wrong', () => ({ b: new Date(0), a: lazy(() => fail('not yet')) })],
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

/** Values that show in which order they are produced. */
function counting(): unknown {
  let count = 0;
  const next = lazy(() => ++count);
  return { c: next, a: [next, { z: next, b: next }], b: next };
}

function fail(message: string): never {
  throw new Error(message);
}
