import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { testChart, validationErrors } from '../../testing';

/** A volume `V` that is not valid, and the message about it without the path of the volume. */
export type Refusal = [volume: string, make: (chart: Chart) => kplus.Volume, message: string];

/** One test for each, which expects no other message. */
export function refuses(refusals: Refusal[]): void {
  test.each(refusals)('rejects a volume %s', (_, make, message) => {
    const chart = testChart();
    make(chart);
    expect(validationErrors(chart)).toEqual([`[test/V] ${message}`]);
  });
}
