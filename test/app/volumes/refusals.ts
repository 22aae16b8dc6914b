import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { testChart } from '../../testing';

/** What is refused, the call that makes a volume `V` of it, and the whole message. */
export type Refusal = [behaviour: string, make: (chart: Chart) => kplus.Volume, message: string];

/** One test for each; a refused volume leaves nothing behind. */
export function refuses(refusals: Refusal[]): void {
  test.each(refusals)('%s', (_, make, message) => {
    const chart = testChart();
    expect(() => make(chart)).toThrow(new Error(message));
    expect(chart.node.tryFindChild('V')).toBeUndefined();
  });
}
