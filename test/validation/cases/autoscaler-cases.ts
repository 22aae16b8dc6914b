import { Case } from './case';
import { COMPLETE, executor, inShop, spinApp } from './objects';

const CPU = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } };
const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'hello' };

const hpa = (spec: object, name = 'scaler') =>
  inShop('autoscaling/v2', 'HorizontalPodAutoscaler', name, { scaleTargetRef: DEPLOYMENT, maxReplicas: 3, ...spec });

const scaledObject = (spec: object, name = 'scaler') =>
  inShop('keda.sh/v1alpha1', 'ScaledObject', name, { scaleTargetRef: { name: 'hello' }, ...spec });

const SCALED = spinApp({ enableAutoscaling: true, replicas: undefined, resources: { requests: { cpu: '50m' } } });
const WITHOUT_REQUEST = spinApp({ enableAutoscaling: true, replicas: undefined });

const CRON = { type: 'cron', metadata: {} };
const QUEUE = { type: 'redis', metadata: {} };
const CPU_TRIGGER = { type: 'cpu', metadata: { value: '60' } };
const LONG = 'a'.repeat(55);
const hpaConfig = (name: string) => ({ advanced: { horizontalPodAutoscalerConfig: { name } } });
const modifiers = (fields: object) => ({ advanced: { scalingModifiers: fields }, triggers: [QUEUE] });
const withAnnotation = (object: ReturnType<typeof hpa>, name: string, value: string) => ({
  ...object,
  metadata: { ...object.metadata, annotations: { [name]: value } },
});
const FIXED =
  'is a SpinApp without enableAutoscaling: the operator sets its replicas back at each reconcile; set spec.enableAutoscaling of the SpinApp, and remove its replicas';

export const AUTOSCALER_CASES: readonly Case[] = [
  [
    'warning autoscaler-target',
    hpa({}),
    `'spec.scaleTargetRef.name' (hello) ${FIXED}`,
    hpa({ scaleTargetRef: { ...DEPLOYMENT, name: 'other' } }),
    [spinApp({})],
  ],
  [
    'warning autoscaler-target',
    hpa({ scaleTargetRef: { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinApp', name: 'hello' } }),
    "'spec.scaleTargetRef.kind' (SpinApp) cannot be scaled: it has no scale subresource; target its Deployment: kind 'Deployment' and apiVersion 'apps/v1', with the same name",
    hpa({}),
    [SCALED],
  ],
  [
    'warning autoscaler-target',
    hpa({}),
    "'spec.scaleTargetRef.name' (hello) is also scaled by the HorizontalPodAutoscaler 'second'; remove one of them",
    hpa({}, 'second'),
    [SCALED, hpa({}, 'second')],
  ],
  [
    'warning autoscaler-target',
    hpa({}),
    "'spec.scaleTargetRef.name' (hello) is also scaled by the ScaledObject 'keda'; remove one of them",
    hpa({}, 'adopted'),
    [
      SCALED,
      withAnnotation(
        scaledObject({ ...hpaConfig('adopted'), triggers: [CRON] }, 'keda'),
        'scaledobject.keda.sh/transfer-hpa-ownership',
        'true',
      ),
    ],
  ],
  [
    'warning autoscaler-requests',
    hpa({ metrics: [CPU] }),
    "'spec.metrics[0].resource.name' (cpu) scales by utilization, but the SpinApp 'hello' has no request for cpu; set spec.resources.requests.cpu of the SpinApp",
    hpa({ metrics: [{ ...CPU, resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: 1 } } }] }),
    [WITHOUT_REQUEST],
  ],
  [
    'warning autoscaler-requests',
    hpa({ targetCPUUtilizationPercentage: 60 }),
    "'spec.targetCPUUtilizationPercentage' (60) scales by utilization, but the SpinApp 'hello' has no request for cpu; set spec.resources.requests.cpu of the SpinApp",
    hpa({}),
    [WITHOUT_REQUEST],
  ],
  [
    'warning scaled-object-target',
    scaledObject({ triggers: [CRON] }),
    `'spec.scaleTargetRef.name' (hello) ${FIXED}`,
    scaledObject({ scaleTargetRef: { name: 'hello', kind: 'StatefulSet' }, triggers: [CRON] }),
    [spinApp({})],
  ],
  [
    'error scaled-object-triggers',
    scaledObject({ triggers: [{ type: 'cpu' }] }),
    "'spec.minReplicaCount' must be at least 1: CPU and memory triggers cannot scale from zero; raise it, or add another trigger",
    scaledObject({ triggers: [{ type: 'cpu' }, CRON] }),
    [SCALED],
  ],
  [
    'error scaled-object-triggers',
    scaledObject({ minReplicaCount: 1, triggers: [{ type: 'memory' }] }),
    "'spec.triggers[0].type' (memory) needs a request, which the SpinApp 'hello' does not have; set spec.resources.requests.memory of the SpinApp",
    scaledObject({ minReplicaCount: 1, triggers: [{ type: 'cpu' }] }),
    [SCALED],
  ],
  [
    'error scaled-object-triggers',
    scaledObject({ minReplicaCount: 1, triggers: [CPU_TRIGGER] }),
    "'spec.triggers[0].type' (cpu) needs a request, which the SpinApp 'hello' does not have; set spec.resources.requests.cpu of the SpinApp",
    scaledObject({ minReplicaCount: 1, triggers: [{ ...CPU_TRIGGER, metadata: { containerName: 'other' } }] }),
    [spinApp({ enableAutoscaling: true, replicas: undefined, resources: { requests: { cpu: '0' } } })],
  ],
  [
    'error scaled-object-triggers',
    scaledObject({ minReplicaCount: 1, triggers: [CPU_TRIGGER] }),
    "'spec.triggers[0].type' (cpu) needs a request, which the SpinApp 'hello' does not have; set spec.resources.requests.cpu of the SpinApp",
    scaledObject({ minReplicaCount: 1, triggers: [{ ...CPU_TRIGGER, type: 'memory' }] }),
    [
      WITHOUT_REQUEST,
      inShop('v1', 'LimitRange', 'defaults', {
        limits: [
          { type: 'Pod', default: { cpu: '1' } },
          { type: 'Container', default: { memory: '1Mi' } },
        ],
      }),
    ],
  ],
  [
    'error scaled-object-triggers',
    scaledObject({ triggers: [QUEUE, { ...CRON, useCachedMetrics: true }] }),
    "'spec.triggers[1].useCachedMetrics' (true) is not supported for triggers of type cron; remove it",
    scaledObject({ triggers: [{ ...QUEUE, useCachedMetrics: true }, CRON] }),
    [SCALED],
  ],
  [
    'error scaled-object-triggers',
    scaledObject({
      triggers: [
        { ...QUEUE, name: 'a' },
        { ...CRON, name: 'a' },
      ],
    }),
    "'spec.triggers[1].name' (a) is the name of another trigger; choose another",
    scaledObject({
      triggers: [
        { ...QUEUE, name: '' },
        { ...CRON, name: '' },
      ],
    }),
    [SCALED],
  ],
  [
    'error scaled-object-replicas',
    scaledObject({ minReplicaCount: 101, triggers: [QUEUE] }),
    "'spec.minReplicaCount' (101) must be at most maxReplicaCount, which is 100; lower it, or raise maxReplicaCount",
    scaledObject({ minReplicaCount: 101, maxReplicaCount: 101, triggers: [QUEUE] }),
    [SCALED],
  ],
  [
    'error scaled-object-replicas',
    scaledObject({ idleReplicaCount: 0, triggers: [QUEUE] }),
    "'spec.idleReplicaCount' (0) needs minReplicaCount; set it",
    scaledObject({ idleReplicaCount: 0, minReplicaCount: 0, triggers: [QUEUE] }),
    [SCALED],
  ],
  [
    'error scaled-object-replicas',
    scaledObject({ idleReplicaCount: 2, minReplicaCount: 2, triggers: [QUEUE] }),
    "'spec.idleReplicaCount' (2) must be less than minReplicaCount, which is 2; lower it, or remove it",
    scaledObject({ idleReplicaCount: 1, minReplicaCount: 2, triggers: [QUEUE] }),
    [SCALED],
  ],
  [
    'error scaled-object-fallback',
    scaledObject({ minReplicaCount: 1, triggers: [CPU_TRIGGER], fallback: { failureThreshold: 1, replicas: 1 } }),
    "'spec.fallback' needs a trigger that is neither CPU nor memory; add one, or remove it",
    scaledObject({ triggers: [CPU_TRIGGER, QUEUE], fallback: { failureThreshold: 1, replicas: 1 } }),
    [SCALED],
  ],
  [
    'error scaled-object-fallback',
    scaledObject(modifiers({ target: '2' })),
    "'spec.advanced.scalingModifiers.formula' is required; set it",
    scaledObject(modifiers({ target: '2', formula: '1' })),
    [SCALED],
  ],
  [
    'error scaled-object-fallback',
    scaledObject(modifiers({ formula: '1' })),
    "'spec.advanced.scalingModifiers.target' is required; set it",
    scaledObject(modifiers({ formula: '' })),
    [SCALED],
  ],
  [
    'error scaled-object-fallback',
    scaledObject(modifiers({ target: '-1', formula: '1' })),
    "'spec.advanced.scalingModifiers.target' (-1) is not a number greater than 0; choose another",
    scaledObject(modifiers({ target: '1e3', formula: '1' })),
    [SCALED],
  ],
  [
    'error scaled-object-fallback',
    scaledObject({ triggers: [QUEUE], fallback: { failureThreshold: 1, replicas: 1, behavior: 'scalingModifiers' } }),
    "'spec.advanced.scalingModifiers.formula' is required for the fallback behavior 'scalingModifiers'; set it",
    scaledObject({ triggers: [QUEUE], fallback: { failureThreshold: 1, replicas: 1, behavior: 'static' } }),
    [SCALED],
  ],
  [
    'error scaled-object-name',
    scaledObject({ triggers: [QUEUE] }, LONG),
    `'metadata.name' (${LONG}) makes the HorizontalPodAutoscaler keda-hpa-${LONG}, which has 64 characters, and can have at most 63; shorten it, or set spec.advanced.horizontalPodAutoscalerConfig.name`,
    scaledObject({ triggers: [QUEUE], ...hpaConfig('short') }, LONG),
    [SCALED],
  ],
  [
    'error scaled-object-name',
    scaledObject({ triggers: [QUEUE], ...hpaConfig('short') }, `${LONG}123456789`),
    `'metadata.name' (${LONG}123456789) has 64 characters, and can have at most 63; shorten it`,
    scaledObject({ triggers: [QUEUE], ...hpaConfig('short') }, `${LONG}12345678`),
    [SCALED],
  ],
  [
    'error scaled-object-name',
    scaledObject({ triggers: [QUEUE], ...hpaConfig(`${LONG}123456789`) }),
    `'spec.advanced.horizontalPodAutoscalerConfig.name' (${LONG}123456789) has 64 characters, and can have at most 63; shorten it`,
    scaledObject({ triggers: [QUEUE], ...hpaConfig(LONG) }),
    [SCALED],
  ],
  [
    'error scaled-object-conflict',
    scaledObject({ triggers: [QUEUE] }),
    "'spec.scaleTargetRef.name' (hello) is also scaled by the ScaledObject 'second'; remove one of them",
    scaledObject({ triggers: [QUEUE], scaleTargetRef: { name: 'hello', kind: 'StatefulSet' } }),
    [SCALED, scaledObject({ triggers: [QUEUE], scaleTargetRef: DEPLOYMENT }, 'second')],
  ],
  [
    'error scaled-object-conflict',
    scaledObject({ triggers: [QUEUE], ...hpaConfig('keda-hpa-second') }),
    "'spec.advanced.horizontalPodAutoscalerConfig.name' (keda-hpa-second) is also the HorizontalPodAutoscaler of the ScaledObject 'second'; choose another",
    scaledObject({ triggers: [QUEUE] }),
    [SCALED, scaledObject({ triggers: [QUEUE], scaleTargetRef: { name: 'other' } }, 'second')],
  ],
  [
    'error scaled-object-conflict',
    scaledObject({ triggers: [QUEUE], ...hpaConfig('present') }),
    "'spec.scaleTargetRef.name' (hello) is also scaled by the HorizontalPodAutoscaler 'present'; remove one of them",
    withAnnotation(
      scaledObject({ triggers: [QUEUE], ...hpaConfig('present') }),
      'scaledobject.keda.sh/transfer-hpa-ownership',
      'true',
    ),
    [SCALED, hpa({}, 'present')],
  ],
  [
    'error scaled-object-conflict',
    withAnnotation(scaledObject({ triggers: [QUEUE] }), 'scaledobject.keda.sh/transfer-hpa-ownership', 'true'),
    "'spec.scaleTargetRef.name' (hello) is also scaled by the HorizontalPodAutoscaler 'present'; name it in advanced.horizontalPodAutoscalerConfig",
    scaledObject({ triggers: [QUEUE], scaleTargetRef: { name: 'other' } }),
    [SCALED, hpa({}, 'present'), withAnnotation(hpa({}, 'ignored'), 'validations.keda.sh/hpa-ownership', 'false')],
  ],
  [
    'warning scaled-object-periods',
    scaledObject({ triggers: [QUEUE], minReplicaCount: 1, cooldownPeriod: 60 }),
    "'spec.cooldownPeriod' (60) has no effect on scaling, because the app never scales to zero or idleReplicaCount; remove it",
    scaledObject({ triggers: [QUEUE], minReplicaCount: 1, idleReplicaCount: 0, cooldownPeriod: 60 }),
    [SCALED],
  ],
  [
    'warning scaled-object-periods',
    scaledObject({ triggers: [QUEUE], minReplicaCount: 1, pollingInterval: 60 }),
    "'spec.pollingInterval' (60) has no effect on scaling, because the app never scales to zero or idleReplicaCount; remove it, unless the status is to be refreshed that often",
    scaledObject({ triggers: [{ ...QUEUE, useCachedMetrics: true }], minReplicaCount: 1, pollingInterval: 60 }),
    [SCALED],
  ],
  [
    'warning spin-app-autoscaler',
    WITHOUT_REQUEST,
    "'spec.enableAutoscaling' (true) is set, but no HorizontalPodAutoscaler or ScaledObject targets the Deployment of this name; add one, or set replicas instead",
    spinApp({}),
    [hpa({ scaleTargetRef: { ...DEPLOYMENT, name: 'other' } }), executor({ createDeployment: true })],
    COMPLETE,
  ],
];
