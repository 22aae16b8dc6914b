import * as fc from 'fast-check';
import { nearest, nearestIn } from '../../lib/private/nearest';

/** Words of few letters are near to many others. */
const word = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'B', '-', '1'), maxLength: 8 }),
  fc.string({ maxLength: 4 }),
  fc.string({ unit: fc.constantFrom('a', 'É'), minLength: 95, maxLength: 105 }),
);

test('among many words finds the same one as among few', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), fc.array(word, { minLength: 1 }), (words, misspelled) => {
      const find = nearestIn(words);
      expect(misspelled.map(find)).toEqual(misspelled.map((one) => nearest(one, words)));
    }),
    { numRuns: 1000 },
  );
});

test('finds the first of the nearest words', () => {
  const find = nearestIn(['cart', 'card', 'Carb', 'carbs']);
  expect(find('carx')).toBe('cart');
  expect(find('CARB')).toBe('Carb');
  expect(find('payments')).toBeUndefined();
});
