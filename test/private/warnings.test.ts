import { Construct } from 'constructs';
import { addWarnings, warningsOf } from '../../lib/private/warnings';
import { testChart } from '../testing';

test('collects the warnings of a construct when asked, and not those of others', () => {
  const chart = testChart();
  const [loud, silent] = ['loud', 'silent'].map((id) => new Construct(chart, id));
  const known = ['one'];
  addWarnings(loud, () => [...known]);
  addWarnings(loud, () => ['last']);
  known.push('two');
  expect(warningsOf(loud)).toEqual(['one', 'two', 'last']);
  expect([...warningsOf(silent), ...warningsOf(chart)]).toEqual([]);
});
