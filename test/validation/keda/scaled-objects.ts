import * as fc from 'fast-check';
import { Manifest } from '../../../lib/synth/manifest';

/** A ScaledObject, and the objects that are in the cluster already. */
export interface Question {
  readonly object: Manifest;
  readonly others: readonly Manifest[];
}

const NAMESPACE = 'shop';
const KEDA = 'keda.sh/v1alpha1';
const TRANSFER = 'scaledobject.keda.sh/transfer-hpa-ownership';
const IGNORED = 'validations.keda.sh/hpa-ownership';

/** Valid objects and such with one or a few mistakes, always the same for a seed. */
export function sampleQuestions(count: number, seed: number): Question[] {
  return fc.sample(QUESTION, { numRuns: count, seed });
}

function manifest(apiVersion: string, kind: string, name: string, rest: object, metadata: object = {}): Manifest {
  return { apiVersion, kind, metadata: { name, namespace: NAMESPACE, ...metadata }, ...rest };
}

/** Mostly the first, and each of the others now and then. */
function mostly<T>(usual: T, ...others: T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    ...others.map((other) => ({ weight: 1, arbitrary: fc.constant(other) })),
  );
}

const NAME = mostly('scaler', 'a'.repeat(54), 'a'.repeat(55), 'a'.repeat(63), 'a'.repeat(64));
const HPA_NAME = fc.constantFrom(undefined, '', 'present', 'keda-hpa-second', 'b'.repeat(63), 'b'.repeat(64));
const NUMBER = fc.constantFrom(undefined, undefined, undefined, 0, 1, 1, 2, 3);
const MAXIMUM = mostly<number | undefined>(undefined, 1, 2, 3, 100, 101);
const MINIMUM = mostly<number | undefined>(1, undefined, undefined, undefined, 0, 0, 0, 2, 3, 100, 101);
const SECONDS = fc.constantFrom(undefined, undefined, undefined, 30, 1);

const TARGET = mostly<object>(
  { name: 'hello' },
  { name: 'hello', kind: 'Deployment' },
  { name: 'hello', kind: '', apiVersion: '' },
  { name: 'hello', kind: 'Deployment', apiVersion: 'apps/v1' },
  { name: 'hello', kind: 'SpinApp', apiVersion: 'core.spinkube.dev/v1alpha1' },
  { name: 'other' },
);

const TRIGGER = fc.record(
  {
    type: fc.constantFrom('cpu', 'memory', 'cron', 'redis', 'redis', 'prometheus', 'kafka'),
    metadata: mostly<object>({ value: '60' }, {}, { value: '60', containerName: 'hello' }, { containerName: 'gone' }),
    name: mostly('', 'one', 'one', 'two'),
    metricType: fc.constantFrom('Utilization', 'AverageValue', 'Value'),
    useCachedMetrics: mostly(false, true),
    authenticationRef: mostly<object>({ name: 'redis' }, { name: 'redis', kind: 'ClusterTriggerAuthentication' }),
  },
  { requiredKeys: ['type', 'metadata'] },
);

const FALLBACK = fc.record(
  {
    failureThreshold: mostly(3, 0),
    replicas: mostly(2, 0),
    behavior: mostly('static', 'currentReplicasIfHigher', 'scalingModifiers'),
  },
  { requiredKeys: ['failureThreshold', 'replicas'] },
);
const MODIFIERS = fc.record(
  {
    // No formula refers to a trigger: formulas are not compiled here.
    formula: mostly('float(1)', '', '1 + 2'),
    target: mostly('2', '', '0', '-1', 'two', '1e3', '0.5'),
    activationTarget: fc.constantFrom('', '1'),
    metricType: mostly('AverageValue', 'Value'),
  },
  { requiredKeys: [] },
);
const ADVANCED = fc.record(
  {
    restoreToOriginalReplicaCount: fc.boolean(),
    horizontalPodAutoscalerConfig: HPA_NAME.map((name) => (name === undefined ? {} : { name })),
    scalingModifiers: MODIFIERS,
  },
  { requiredKeys: [] },
);

const SPEC = fc
  .record(
    {
      scaleTargetRef: TARGET,
      triggers: fc.array(TRIGGER, { minLength: 1, maxLength: 3 }),
      minReplicaCount: MINIMUM,
      maxReplicaCount: MAXIMUM,
      idleReplicaCount: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: NUMBER }),
      cooldownPeriod: SECONDS,
      initialCooldownPeriod: SECONDS,
      pollingInterval: SECONDS,
      fallback: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: FALLBACK }),
      advanced: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: ADVANCED }),
    },
    { requiredKeys: ['scaleTargetRef', 'triggers', 'minReplicaCount'] },
  )
  .map(withoutUndefined);

/** Fields that break the schema. */
const MISTAKES: readonly object[] = [
  { scaleTargetRef: { name: '' } },
  { scaleTargetRef: {} },
  { scaleTargetRef: undefined },
  { triggers: [] },
  { triggers: undefined },
  { triggers: [{ type: 'redis' }] },
  { triggers: [{ type: '', metadata: {} }] },
  { triggers: [{ type: 'redis', metadata: { listLength: 6 } }] },
  { triggers: [{ type: 'redis', metadata: {}, name: 3 }] },
  { triggers: [{ type: 'redis', metadata: {}, useCachedMetrics: 'yes' }] },
  { triggers: [{ type: 'redis', metadata: {}, authenticationRef: {} }] },
  { triggers: [{ type: 'redis', metadata: {}, authenticationRef: { name: 'redis', kind: 'Secret' } }] },
  { minReplicaCount: -1 },
  { maxReplicaCount: 0 },
  { idleReplicaCount: -1 },
  { cooldownPeriod: -1 },
  { initialCooldownPeriod: -1 },
  { pollingInterval: 0 },
  { pollingInterval: '30' },
  { fallback: { failureThreshold: -1, replicas: 1 } },
  { fallback: { failureThreshold: '3', replicas: 1 } },
  { fallback: { failureThreshold: 3 } },
  { fallback: { failureThreshold: 3, replicas: 1, behavior: 'other' } },
  { advanced: { restoreToOriginalReplicaCount: 'yes' } },
  { advanced: { scalingModifiers: { formula: '1', target: '1', metricType: 'Utilization' } } },
];
const MISTAKE = fc.oneof(
  { weight: 8, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constantFrom(...MISTAKES) },
);

const AMOUNTS = fc.constantFrom<object>(
  {},
  { requests: { cpu: '100m', memory: '64Mi' } },
  { requests: { cpu: '100m', memory: '64Mi' } },
  { requests: { cpu: '100m' } },
  { limits: { memory: '64Mi' } },
  { requests: { cpu: '0' }, limits: { memory: '1' } },
);

/** The Deployment of the app. Without it, KEDA rejects CPU and memory triggers, but the SpinApp comes first. */
const DEPLOYMENT = fc.tuple(AMOUNTS, fc.option(AMOUNTS, { nil: undefined })).map(([own, beside]) =>
  manifest('apps/v1', 'Deployment', 'hello', {
    spec: {
      selector: {},
      template: {
        spec: {
          containers: [
            { name: 'hello', resources: own },
            ...(beside === undefined ? [] : [{ name: 'beside', resources: beside }]),
          ],
        },
      },
    },
  }),
);
const OTHER_DEPLOYMENT = manifest('apps/v1', 'Deployment', 'other', {
  spec: {
    selector: {},
    template: { spec: { containers: [{ name: 'other', resources: { requests: { cpu: '1', memory: '1Gi' } } }] } },
  },
});

const LIMIT_RANGE = fc
  .record({
    type: fc.constantFrom('Container', 'Container', 'Pod'),
    default: fc.constantFrom({}, { cpu: '1' }, { memory: '1Gi' }, { cpu: '0' }),
    defaultRequest: fc.constantFrom({}, { cpu: '1' }, { memory: '1Gi' }),
  })
  .map((limit) => manifest('v1', 'LimitRange', 'defaults', { spec: { limits: [limit] } }));

const SECOND = fc.tuple(TARGET, fc.constantFrom(undefined, 'present', 'keda-hpa-scaler')).map(([target, name]) =>
  manifest(KEDA, 'ScaledObject', 'second', {
    spec: {
      scaleTargetRef: { name: 'elsewhere', ...target },
      triggers: [{ type: 'redis', metadata: {} }],
      ...(name !== undefined && { advanced: { horizontalPodAutoscalerConfig: { name } } }),
    },
  }),
);

const HPA = fc
  .record({
    target: fc.constantFrom('hello', 'hello', 'other'),
    kind: mostly('Deployment', 'StatefulSet'),
    ignored: mostly('', 'false', 'true'),
    owner: mostly('', 'scaler', 'second'),
  })
  .map(({ ignored, kind, owner, target }) =>
    manifest(
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      'present',
      { spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind, name: target } } },
      {
        ...(ignored !== '' && { annotations: { [IGNORED]: ignored } }),
        ...(owner !== '' && {
          ownerReferences: [{ apiVersion: KEDA, kind: 'ScaledObject', name: owner, uid: 'a' }],
        }),
      },
    ),
  );

const sometimes = (object: fc.Arbitrary<Manifest>, weight: number) =>
  fc.oneof({ weight, arbitrary: object.map((one) => [one]) }, { weight: 10, arbitrary: fc.constant<Manifest[]>([]) });

const QUESTION: fc.Arbitrary<Question> = fc
  .record({
    name: NAME,
    spec: fc.tuple(SPEC, MISTAKE).map(([spec, mistake]) => withoutUndefined({ ...spec, ...mistake })),
    transfer: mostly<string | undefined>(undefined, 'true', 'true', 'false'),
    deployment: DEPLOYMENT,
    others: fc.tuple(sometimes(LIMIT_RANGE, 2), sometimes(SECOND, 1), sometimes(HPA, 2)),
  })
  .map(({ deployment, name, others, spec, transfer }) => ({
    object: manifest(
      KEDA,
      'ScaledObject',
      name,
      { spec },
      transfer === undefined ? {} : { annotations: { [TRANSFER]: transfer } },
    ),
    others: [deployment, OTHER_DEPLOYMENT, ...others.flat()],
  }));

function withoutUndefined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
