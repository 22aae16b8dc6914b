import { isDeepStrictEqual } from 'util';
import { Call, Code, CodeMap } from './code';
import { isJson, Json, mapsIn } from './context';

/** The rules that cdk8s-plus sets in both directions, unless it is given others. */
function ownRules(minReplicas: number): { readonly scaleUp: Json; readonly scaleDown: Json } {
  return {
    scaleUp: {
      stabilizationWindowSeconds: 0,
      selectPolicy: 'Max',
      policies: [
        { type: 'Pods', value: 4, periodSeconds: 60 },
        { type: 'Percent', value: 200, periodSeconds: 60 },
      ],
    },
    scaleDown: {
      stabilizationWindowSeconds: 300,
      selectPolicy: 'Max',
      policies: [{ type: 'Pods', value: minReplicas, periodSeconds: 300 }],
    },
  };
}

/** The `behavior` of an autoscaler as `scaleUp` and `scaleDown`. */
export function scalingRules(behavior: unknown): CodeMap {
  const { scaleDown, scaleUp } = isJson(behavior) ? behavior : {};
  return { scaleUp: rules(scaleUp), scaleDown: rules(scaleDown) };
}

/**
 * The `behavior` of an autoscaler as `scaleUp` and `scaleDown`, without what cdk8s-plus sets by itself.
 *
 * @param minReplicas smallest number of pods, which the rules of cdk8s-plus depend on
 */
export function otherScalingRules(behavior: unknown, minReplicas: number): CodeMap {
  const own = ownRules(minReplicas);
  const { scaleDown, scaleUp } = isJson(behavior) ? behavior : {};
  return { scaleUp: rules(without(scaleUp, own.scaleUp)), scaleDown: rules(without(scaleDown, own.scaleDown)) };
}

/** A map without the entries that another one has as well; undefined if nothing is left. */
function without(value: unknown, other: Json): unknown {
  const entries = Object.entries(isJson(value) ? value : {}).filter(
    ([name, one]) => !isDeepStrictEqual(one, other[name]),
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function rules(value: unknown): Code | undefined {
  if (!isJson(value)) {
    return undefined;
  }
  const { policies, selectPolicy, stabilizationWindowSeconds: window } = value;
  return {
    stabilizationWindow: seconds(window),
    strategy: selectPolicy === undefined ? undefined : new Call('Kube.scalingStrategy', selectPolicy as Code),
    policies: mapsIn(policies)?.map(({ periodSeconds, type, value: number }) => ({
      replicas: new Call('Kube.replicas', `${String(number)}${type === 'Percent' ? '%' : ''}`),
      duration: seconds(periodSeconds),
    })),
  };
}

/** A duration; undefined if it is not a number. */
export function seconds(value: unknown): Code | undefined {
  return typeof value === 'number' ? new Call('Duration.seconds', value) : undefined;
}
