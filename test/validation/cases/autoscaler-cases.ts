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
      scaledObject({ advanced: { horizontalPodAutoscalerConfig: { name: 'adopted' } }, triggers: [CRON] }, 'keda'),
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
    'warning spin-app-autoscaler',
    WITHOUT_REQUEST,
    "'spec.enableAutoscaling' (true) is set, but no HorizontalPodAutoscaler or ScaledObject targets the Deployment of this name; add one, or set replicas instead",
    spinApp({}),
    [hpa({ scaleTargetRef: { ...DEPLOYMENT, name: 'other' } }), executor({ createDeployment: true })],
    COMPLETE,
  ],
];
