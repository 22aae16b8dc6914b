import fc from 'fast-check';
import { fuzz } from './fuzz';
import { documents } from './documents-arbitrary';

test('whatever a document says, it is read and judged, or refused', () => {
  fc.assert(fc.property(documents, fuzz), { seed: 20261124, numRuns: 1500 });
});
