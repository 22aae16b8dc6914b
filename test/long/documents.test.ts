import fc from 'fast-check';
import { fuzz } from '../validation/fuzz';
import { documents } from '../validation/documents-arbitrary';

test('reads and checks any document, or rejects it', () => {
  fc.assert(fc.property(documents, fuzz), { seed: 20261124, numRuns: 1500 });
});
