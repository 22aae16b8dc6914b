import * as kplus from 'cdk8s-plus-28';

/**
 * Metric of an autoscaler: `Metric` of any cdk8s-plus, or `Kube.metric()`.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#scaling-on-custom-metrics
 */
export interface IMetric {
  /** @internal */
  _toKube(): unknown;
}

/** A metric in the form of the Kubernetes API, for cdk8s-plus, which uses only what all of its metrics have. */
export function metricOf(spec: kplus.k8s.MetricSpecV2): kplus.Metric {
  const metric: IMetric & Pick<kplus.Metric, 'type'> = { type: spec.type, _toKube: () => spec };
  return metric as kplus.Metric;
}

/** Metric of the usage of a resource by the pods, on average. */
export function resourceMetric(name: string, target: kplus.k8s.MetricTargetV2): kplus.Metric {
  return metricOf({ type: 'Resource', resource: { name, target } });
}
