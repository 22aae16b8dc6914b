import * as kplus from 'cdk8s-plus-28';
import * as l1 from '../../../imports/core.spinkube.dev';
import { listUnlessEmpty, mapUnlessEmpty } from '../../private/empty';
import { VolumeRules } from './volume-rules';

/**
 * Renders a label selector; the types of all its places are of one shape.
 *
 * Not through `kplus.LabelSelector`, which drops labels when the values of all of them are empty.
 */
export function labelSelector(
  rules: VolumeRules,
  property: string,
  options: kplus.LabelSelectorOptions | undefined,
): l1.SpinAppSpecVolumesEphemeralVolumeClaimTemplateSpecSelector | undefined {
  if (options === undefined) {
    return undefined;
  }
  const matchExpressions = (options.expressions ?? []).map(({ key, operator, values = [] }, i) => {
    if (['In', 'NotIn'].includes(operator) && values.length === 0) {
      const rule = `must not be empty for the operator ${operator}`;
      throw rules.broken(`${property}.expressions[${i}].values`, values, rule, 'give the values of the label');
    }
    rules.qualifiedName(`${property}.expressions[${i}].key`, key);
    return { key, operator, values: listUnlessEmpty([...values]) };
  });
  return {
    matchExpressions: listUnlessEmpty(matchExpressions),
    matchLabels: mapUnlessEmpty(options.labels ?? {}),
  };
}
