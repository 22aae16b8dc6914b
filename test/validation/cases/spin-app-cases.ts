import { Case } from './case';
import { LEGACY, COMPLETE, claim, executor, spinApp, volume } from './objects';

export const SPIN_APP_CASES: readonly Case[] = [
  [
    'error spin-app-replicas',
    spinApp({ replicas: undefined }),
    "'spec.replicas' must be at least 1 unless autoscaling is enabled; set it",
    spinApp({ replicas: undefined, enableAutoscaling: true }),
  ],
  [
    'error spin-app-replicas',
    spinApp({ replicas: 0 }),
    "'spec.replicas' (0) must be at least 1 unless autoscaling is enabled; delete the app to stop it",
    spinApp({ replicas: 0, enableAutoscaling: true }),
  ],
  [
    'error spin-app-replicas',
    spinApp({ replicas: 2, enableAutoscaling: true }),
    "'spec.replicas' (2) cannot be set when autoscaling is enabled; remove it",
    spinApp({ replicas: 2, enableAutoscaling: false }),
  ],
  [
    'error spin-app-annotations',
    spinApp({ podAnnotations: { a: 'b' } }),
    `'spec.podAnnotations' ({"a":"b"}) cannot be set because the executor 'shim' does not create Deployments; remove it`,
    spinApp({ podAnnotations: {}, serviceAnnotations: { a: 'b' } }),
    [executor({ createDeployment: false })],
  ],
  [
    'error spin-app-annotations',
    spinApp({ deploymentAnnotations: { a: 'b', c: null } }),
    `'spec.deploymentAnnotations' ({"a":"b","c":null}) cannot be set because the executor 'shim' does not create Deployments; remove it`,
    spinApp({ deploymentAnnotations: { c: null } }),
    [executor({ createDeployment: false })],
  ],
  [
    'error spin-app-invocation-limits',
    spinApp({ invocationLimits: { memory: '128Mi' }, resources: { limits: { memory: '0.1Gi' } } }),
    "'spec.invocationLimits.memory' (128Mi) must not exceed spec.resources.limits.memory (0.1Gi); lower it, or raise the other",
    spinApp({ invocationLimits: { memory: '128Mi' }, resources: { limits: { memory: '0.125Gi' } } }),
  ],
  [
    'error spin-app-invocation-limits',
    spinApp({ invocationLimits: { memory: '2k' }, resources: { requests: { memory: 1999 } } }),
    "'spec.invocationLimits.memory' (2k) must not exceed spec.resources.requests.memory (1999); lower it, or raise the other",
    spinApp({
      invocationLimits: { memory: '2k' },
      resources: { requests: { memory: 1999 }, limits: { memory: '2000' } },
    }),
  ],
  [
    'error spin-app-invocation-limits',
    spinApp({ invocationLimits: { memory: 'much' } }),
    "'spec.invocationLimits.memory' (much) is not a valid quantity; use one such as 128Mi",
    spinApp({ invocationLimits: { memory: '1Ei' } }),
  ],
  [
    'error spin-app-invocation-limits',
    spinApp({
      invocationLimits: { memory: '2Mi' },
      resources: { limits: { memory: null }, requests: { memory: '1Mi' } },
    }),
    "'spec.invocationLimits.memory' (2Mi) must not exceed spec.resources.requests.memory (1Mi); lower it, or raise the other",
    spinApp({ invocationLimits: { memory: '2Mi' }, resources: { limits: { memory: null } } }),
  ],
  [
    'error spin-app-executor',
    spinApp({ executor: 'shim' }),
    "'spec.executor' (shim) does not exist in namespace shop; add the executor, or import it with SpinAppExecutor.fromSpinAppExecutorName() if the cluster has it",
    spinApp({ executor: 'anywhere' }),
    [],
    COMPLETE,
  ],
  [
    'error spin-app-executor',
    spinApp({ executor: 'elsewhere' }),
    "'spec.executor' (elsewhere) does not exist in namespace shop; add the executor, or import it with SpinAppExecutor.fromSpinAppExecutorName() if the cluster has it",
    spinApp({ executor: 'shim' }),
    [executor({})],
    COMPLETE,
  ],
  [
    'error spin-app-executor',
    spinApp({}),
    "'spec.executor' (shim) does not exist in namespace shop, only in lobby; add the executor, or import it with SpinAppExecutor.fromSpinAppExecutorName() if the cluster has it",
    spinApp({ executor: 'anywhere' }),
    [executor({}, { namespace: 'lobby' })],
    COMPLETE,
  ],
  [
    'warning spin-app-executor-elsewhere',
    spinApp({}),
    "'spec.executor' (shim) does not exist in namespace shop, only in a, b; use an executor of this namespace, or add one",
    spinApp({ executor: 'other' }),
    [
      executor({}, { namespace: 'a' }),
      executor({}, { namespace: 'b' }),
      executor({}, { ...LEGACY, namespace: 'shop' }),
    ],
  ],
  [
    'warning spin-app-executor-default',
    spinApp({ executor: '' }),
    "'spec.executor' ('') is not set, so the webhook uses the first executor of the cluster by name; set it",
    spinApp({ executor: 'any' }),
  ],
  [
    'error spin-app-null-fields',
    spinApp({ volumes: [volume({ projected: {} })] }),
    "'spec.volumes[0].projected.sources' is required: the webhook of the operator turns it into null, which the API server rejects; write 'sources: []'",
    spinApp({ volumes: [volume({ projected: { sources: [] } })] }),
  ],
  [
    'error spin-app-null-fields',
    spinApp({ volumes: [claim({ dataSource: { kind: 'PersistentVolumeClaim', name: 'b' } })] }),
    `'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.dataSource.apiGroup' is required: the webhook of the operator turns it into null, which the API server rejects; write 'apiGroup: ""' for the core group`,
    spinApp({ volumes: [claim({ dataSource: { apiGroup: '', kind: 'PersistentVolumeClaim', name: 'b' } })] }),
  ],
  [
    'error spin-app-null-fields',
    spinApp({ volumes: [claim({ dataSourceRef: { kind: 'PersistentVolumeClaim', name: 'b' } })] }),
    `'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.dataSourceRef.apiGroup' is required: the webhook of the operator turns it into null, which the API server rejects; write 'apiGroup: ""' for the core group`,
    spinApp({ volumes: [claim({ dataSourceRef: { apiGroup: 'a', kind: 'a', name: 'b' } })] }),
  ],
];
