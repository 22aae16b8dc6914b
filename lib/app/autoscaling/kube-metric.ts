import * as kplus from 'cdk8s-plus-28';
import { byName } from '../../private/by-name';
import { checkedOptions } from '../../private/checked-values';
import { invalid } from '../../private/errors';
import { oneOf, quantity } from '../kube-text';
import { metricOf } from './metric';

/** Metric of an autoscaler as a manifest has it, with one of the targets. Options of `Kube.metric()`. */
export interface KubeMetric {
  /** Type: `Pods`, `External` or `Object`. */
  readonly type: string;

  /** Name of the metric. */
  readonly name: string;

  /**
   * Labels that select one of several series.
   *
   * @default - none
   */
  readonly matchLabels?: { [label: string]: string };

  /**
   * Target of the average over the pods, as a quantity.
   *
   * @default - none
   */
  readonly averageValue?: string;

  /**
   * Target of the value itself, as a quantity. Not for `Pods`.
   *
   * @default - none
   */
  readonly value?: string;

  /**
   * Object that has the metric, for the type `Object`.
   *
   * @default - none
   */
  readonly describedObject?: KubeObjectReference;
}

/** Reference to an object of the namespace, as a manifest has it. */
export interface KubeObjectReference {
  /** API version: `networking.k8s.io/v1`. */
  readonly apiVersion: string;

  /** Kind: `Ingress`. */
  readonly kind: string;

  /** Name of the object. */
  readonly name: string;
}

/** The metric, for cdk8s-plus. */
export function kubeMetric(metric: KubeMetric): kplus.Metric {
  const where = 'Kube.metric';
  const { averageValue, describedObject, matchLabels, name, type, value } = checkedOptions(
    'KubeMetric',
    metric,
    where,
    'type',
    'name',
  );
  const choices = ['Pods', 'External', 'Object'];
  if ((averageValue === undefined) === (value === undefined)) {
    const rule = value === undefined ? "or 'value' is required" : "and 'value' exclude each other";
    throw invalid(where, 'averageValue', averageValue, rule, 'set one of them');
  }
  if (oneOf(choices, type, 'type', where) === 'Pods' && value !== undefined) {
    throw invalid(where, 'value', value, 'is not for the type Pods', "set 'averageValue'");
  }
  if ((type === 'Object') !== (describedObject !== undefined)) {
    const rule = type === 'Object' ? 'is required for the type Object' : `is not for the type ${type}`;
    throw invalid(where, 'describedObject', describedObject, rule, type === 'Object' ? 'set it' : 'remove it');
  }
  const target =
    value === undefined
      ? { type: 'AverageValue', averageValue: quantity(averageValue, 'averageValue', where) }
      : { type: 'Value', value: quantity(value, 'value', where) };
  const source = { metric: { name, selector: matchLabels && { matchLabels: byName(matchLabels) } }, target };
  return metricOf({
    type,
    pods: type === 'Pods' ? source : undefined,
    external: type === 'External' ? source : undefined,
    object: describedObject && { ...source, describedObject },
  });
}
