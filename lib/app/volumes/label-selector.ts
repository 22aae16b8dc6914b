import * as kplus from 'cdk8s-plus-28';
import { listUnlessEmpty, mapUnlessEmpty } from '../../private/empty';

/**
 * Renders a label selector.
 *
 * Not through `kplus.LabelSelector`, which drops labels when the values of all of them are empty.
 */
export function renderLabelSelector({ expressions = [], labels = {} }: kplus.LabelSelectorOptions): object {
  return {
    matchExpressions: listUnlessEmpty(
      expressions.map(({ key, operator, values = [] }) => ({ key, operator, values: listUnlessEmpty([...values]) })),
    ),
    matchLabels: mapUnlessEmpty(labels),
  };
}
