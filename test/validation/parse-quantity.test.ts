import fc from 'fast-check';
import { parseQuantity } from '../../lib/validation/parse-quantity';

test.each<[unknown, bigint]>([
  ['0', 0n],
  [1, 1_000_000_000n],
  [1.5, 1_500_000_000n],
  ['1', 1_000_000_000n],
  ['+1.', 1_000_000_000n],
  ['.5', 500_000_000n],
  ['-0.5', -500_000_000n],
  ['100m', 100_000_000n],
  ['1u', 1_000n],
  ['1n', 1n],
  ['0.1n', 1n],
  ['1k', 1_000_000_000_000n],
  ['1M', 10n ** 15n],
  ['1E', 10n ** 27n],
  ['1e3', 10n ** 12n],
  ['1E-3', 10n ** 6n],
  ['1Ki', 1024n * 10n ** 9n],
  ['0.1Gi', 107_374_182_400_000_000n],
  ['1Ei', 1024n ** 6n * 10n ** 9n],
  ['9Ei', (2n ** 63n - 1n) * 10n ** 9n],
  ['-9Ei', -(2n ** 63n - 1n) * 10n ** 9n],
  ['1e999999999999', (2n ** 63n - 1n) * 10n ** 9n],
  ['1e-999999999999', 1n],
  ['0e999999999999', 0n],
])('parses %s', (text, billionths) => {
  expect(parseQuantity(text)).toBe(billionths);
});

test('rejects a million digits', () => {
  expect(parseQuantity('1'.repeat(1_000_000))).toBeUndefined();
});

test.each(['', '.', '+', 'a', '1 Gi', '1gi', '1KiB', '1e', '1.2.3', 'Ki', '0x1', null, undefined, true, {}, [], NaN])(
  'rejects %j',
  (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  },
);

test('keeps the order of numbers', () => {
  const suffix = fc.constantFrom('', 'm', 'k', 'Mi', 'e2');
  fc.assert(
    fc.property(fc.nat(), fc.nat(), suffix, (a, b, unit) => {
      const [one, other] = [a, b].map((number) => parseQuantity(`${number}${unit}`) ?? -1n);
      expect(one < other).toBe(a < b);
    }),
    { seed: 1 },
  );
});
