import fc from 'fast-check';
import { withoutUndefined } from '../validation/schema-arbitrary';

/** The specification of a HorizontalPodAutoscaler without its target. */
export interface Scaling {
  readonly spec: object;

  /** True if `autoscale()` has an option for every field. */
  readonly isKnown: boolean;
}

const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Usage in percent, or as one of some amounts. */
const usage = (...amounts: (number | string)[]) =>
  fc.oneof(
    fc.integer({ min: 1, max: 100 }).map((averageUtilization) => ({ type: 'Utilization', averageUtilization })),
    fc.constantFrom(...amounts).map((averageValue) => ({ type: 'AverageValue', averageValue })),
  );
const CPU = usage('50m', '0.5', '1', 2);
const MEMORY = usage('64Mi', '1e6', '0.5Gi', 100000);

const target = fc.constantFrom<object>(
  { type: 'AverageValue', averageValue: '100m' },
  { type: 'AverageValue', averageValue: 30 },
);
const metric = fc.record({
  metric: fc.constantFrom<object>(
    { name: 'requests' },
    { name: 'requests', selector: { matchLabels: { queue: 'a', b: 'c' } } },
  ),
  target,
});

const CUSTOM = fc.oneof(
  metric.map((pods) => ({ type: 'Pods', pods })),
  metric.map((external) => ({ type: 'External', external })),
  fc.constantFrom('2k', 10).map((value) => ({
    type: 'Object',
    object: {
      describedObject: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'shop' },
      metric: { name: 'hits' },
      target: { type: 'Value', value },
    },
  })),
);

const METRICS = fc
  .tuple(sometimes(CPU), sometimes(MEMORY), fc.array(CUSTOM, { maxLength: 2 }))
  .map(([cpu, memory, custom]) => [
    ...Object.entries({ cpu, memory }).flatMap(([name, one]) =>
      one ? [{ type: 'Resource', resource: { name, target: one } }] : [],
    ),
    ...custom,
  ])
  .map((metrics) => (metrics.length === 0 ? undefined : metrics));

/** Metrics that `autoscale()` does not have: of a container, by an expression, and CPU after memory. */
const OTHERS = fc.constantFrom<object[]>(
  [
    {
      type: 'ContainerResource',
      containerResource: { name: 'cpu', container: 'app', target: { type: 'Utilization', averageUtilization: 60 } },
    },
  ],
  [
    {
      type: 'Pods',
      pods: {
        metric: { name: 'requests', selector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } },
        target: { type: 'AverageValue', averageValue: 1 },
      },
    },
  ],
  ['memory', 'cpu'].map((name) => ({
    type: 'Resource',
    resource: { name, target: { type: 'AverageValue', averageValue: '1' } },
  })),
);

const RULES = fc
  .record({
    stabilizationWindowSeconds: sometimes(fc.constantFrom(0, 60, 300, 3600)),
    selectPolicy: sometimes(fc.constantFrom('Max', 'Min', 'Disabled')),
    policies: sometimes(
      fc.array(
        fc.record({
          type: fc.constantFrom('Pods', 'Percent'),
          value: fc.integer({ min: 1, max: 200 }),
          periodSeconds: fc.constantFrom(15, 60, 1800),
        }),
        { minLength: 1, maxLength: 2 },
      ),
    ),
  })
  .map(withoutUndefined);

/** The rules of cdk8s-plus for autoscalers with one pod or more. */
const OWN = {
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
    policies: [{ type: 'Pods', value: 1, periodSeconds: 300 }],
  },
};

const BEHAVIOR = fc.oneof(
  fc.constantFrom(undefined, OWN, { ...OWN, scaleDown: { ...OWN.scaleDown, stabilizationWindowSeconds: 600 } }),
  fc.record({ scaleUp: RULES, scaleDown: sometimes(RULES) }).map(withoutUndefined),
  fc.record({ scaleUp: sometimes(RULES), scaleDown: RULES }).map(withoutUndefined),
);

/** Specifications of HorizontalPodAutoscalers, mostly such as `autoscale()` makes. */
export const SCALINGS: fc.Arbitrary<Scaling> = fc
  .record({
    minReplicas: fc.constantFrom(undefined, 1, 2),
    maxReplicas: fc.constantFrom(3, 10),
    behavior: BEHAVIOR,
    metrics: fc.oneof(
      { weight: 6, arbitrary: METRICS.map((metrics) => ({ metrics, isKnown: true })) },
      { weight: 1, arbitrary: OTHERS.map((metrics) => ({ metrics, isKnown: false })) },
    ),
  })
  .map(({ metrics: { isKnown, metrics }, ...spec }) => ({ spec: withoutUndefined({ ...spec, metrics }), isKnown }));
