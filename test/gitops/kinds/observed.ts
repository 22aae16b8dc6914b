import { Verdict } from '../flux/cel';

/** An object as it is in a cluster, and whether kubectl, Flux and Argo CD consider it ready. */
export interface Observed {
  readonly apiVersion: string;
  readonly kind: string;
  readonly when: string;
  readonly object: object;

  /** Verdict of the CEL expressions for Flux; `undefined` where Flux can tell by itself. */
  readonly flux?: Verdict;

  /** Status that the Lua gives Argo CD; `undefined` where Argo CD can tell by itself. */
  readonly argoCd?: string;

  /** Verdict of install.sh: it goes on, keeps waiting, or fails at once. */
  readonly kubectl: KubectlVerdict;
}

export type KubectlVerdict = 'ready' | 'waiting' | 'failed';

/** Verdicts of kubectl and Argo CD that differ from that of Flux. */
type Exceptions = Partial<Pick<Observed, 'argoCd' | 'kubectl'>>;

type Case = [when: string, object: object, verdict: Verdict, exceptions?: Exceptions];

interface Options {
  /** Deployers that can tell by themselves. */
  readonly builtIn?: ('argoCd' | 'flux')[];
  readonly metadata?: object;
}

const STATUS: Record<Verdict, string> = {
  Current: 'Healthy',
  Failed: 'Degraded',
  InProgress: 'Progressing',
  Error: 'Progressing',
};

function all(apiVersions: string[], kinds: string[], cases: Case[], { builtIn = [], metadata }: Options = {}) {
  return apiVersions.flatMap((apiVersion) =>
    kinds.flatMap((kind) =>
      cases.map(([when, object, verdict, exceptions]): Observed => ({
        apiVersion,
        kind,
        when,
        kubectl: verdict === 'Current' ? 'ready' : 'waiting',
        ...(!builtIn.includes('flux') && { flux: verdict }),
        ...(!builtIn.includes('argoCd') && { argoCd: STATUS[verdict] }),
        ...exceptions,
        object: { apiVersion, kind, metadata: { name: 'x', namespace: 'team', generation: 1, ...metadata }, ...object },
      })),
    ),
  );
}

const OPERATOR = ['core.spinkube.dev/v1alpha1', 'core.spinoperator.dev/v1alpha1'];

const available = { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' };
const unavailable = { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable' };
const complete = { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' };
const updating = { ...complete, reason: 'ReplicaSetUpdated' };
const stuck = { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' };
const unknown = ['Available', 'Progressing'].map((type) => ({ type, status: 'Unknown', reason: 'DeploymentNotFound' }));
const app = (spec: object, status?: object) => ({ spec: { executor: 'shim', image: 'x', ...spec }, status });

/** The status that spin-operator writes; see its `deploymentToStatus`. */
const SPIN_APPS: Case[] = [
  ['the operator has not reconciled it', app({ replicas: 1 }), 'Error'],
  ['it has a status without conditions', app({ replicas: 1 }, { activeScheduler: 'shim' }), 'Error'],
  ['it has no conditions yet', app({ replicas: 1 }, { conditions: [] }), 'InProgress'],
  ['there is no Deployment', app({ replicas: 1 }, { conditions: unknown }), 'InProgress'],
  ['it starts', app({ replicas: 1 }, { conditions: [unavailable, updating] }), 'InProgress'],
  [
    'it is updated, and the old pods still answer',
    app({ replicas: 2 }, { readyReplicas: 2, conditions: [available, updating] }),
    'InProgress',
  ],
  ['it runs', app({ replicas: 2 }, { readyReplicas: 2, conditions: [available, complete] }), 'Current'],
  [
    'it runs, in another order',
    app({ replicas: 2 }, { readyReplicas: 2, conditions: [complete, available] }),
    'Current',
  ],
  ['it has one replica by default', app({}, { readyReplicas: 1, conditions: [available, complete] }), 'Current'],
  [
    'it runs with fewer replicas',
    app({ replicas: 3 }, { readyReplicas: 2, conditions: [available, complete] }),
    'InProgress',
  ],
  ['no replica is ready', app({ replicas: 1 }, { conditions: [available, complete] }), 'InProgress'],
  [
    'pods have gone away',
    app({ replicas: 1 }, { readyReplicas: 0, conditions: [unavailable, complete] }),
    'InProgress',
  ],
  ['it is scaled to nothing', app({ enableAutoscaling: true }, { conditions: [available, complete] }), 'Current'],
  [
    'it is scaled by hand',
    app({ enableAutoscaling: false, replicas: 2 }, { readyReplicas: 1, conditions: [available, complete] }),
    'InProgress',
  ],
  ['the rollout has come to nothing', app({ replicas: 1 }, { conditions: [unavailable, stuck] }), 'Failed'],
  [
    'the rollout has come to nothing, and the old pods still answer',
    app({ replicas: 1 }, { readyReplicas: 1, conditions: [available, stuck] }),
    'Failed',
  ],
];

const finalizers = (...names: string[]) => ({ metadata: { name: 'x', namespace: 'team', finalizers: names } });

const EXECUTORS: Case[] = [
  ['the operator has not reconciled it', { spec: { createDeployment: true } }, 'InProgress'],
  ['it has no finalizers', finalizers(), 'InProgress'],
  ['it has those of others', finalizers('foregroundDeletion'), 'InProgress', { kubectl: 'ready' }],
  ['it has that of the operator', finalizers('core.spinkube.dev/finalizer'), 'Current'],
  ['it has that of an older operator', finalizers('core.spinoperator.dev/finalizer'), 'Current'],
  ['it has several', finalizers('foregroundDeletion', 'core.spinkube.dev/finalizer'), 'Current'],
];

const CREATED = '2026-11-01T10:00:00Z';
const spec = (...shas: string[]) => ({
  fetchStrategy: { platforms: shas.map((sha256) => ({ arch: 'amd64', location: 'x', sha256 })) },
});

/** A Shim on all its nodes that Git has changed later, and the status even later. */
const changed = (object: object, annotations?: object) => ({
  status: { nodes: 2, nodesReady: 2 },
  metadata: {
    name: 'x',
    generation: 5,
    creationTimestamp: CREATED,
    annotations,
    managedFields: [
      { manager: 'argocd', fieldsV1: { 'f:spec': {} }, time: '2026-11-02T10:00:00Z' },
      { manager: 'manager', fieldsV1: { 'f:spec': {}, 'f:status': {} }, time: '2026-11-03T10:00:00Z' },
    ],
  },
  ...object,
});
const created = (object: object) => {
  const { metadata, ...rest } = changed(object);
  const managedFields = metadata.managedFields.map((entry, i) => (i === 0 ? { ...entry, time: CREATED } : entry));
  return { ...rest, metadata: { ...metadata, managedFields } };
};
const installed = (...archives: string[]) => ({ 'cdk8s-spinkube/installed-archives': archives.join(' ') });

const SHIMS: Case[] = [
  ['runtime-class-manager has not reconciled it', { spec: {} }, 'Error'],
  ['it is on no node', { status: { nodes: 2, nodesReady: 0 } }, 'InProgress'],
  ['it is on some nodes', { status: { nodes: 2, nodesReady: 1 } }, 'InProgress'],
  ['it is on all nodes', { status: { nodes: 2, nodesReady: 2 } }, 'Current'],
  ['there is no node for it', { status: { nodes: 0, nodesReady: 0 } }, 'InProgress', { kubectl: 'failed' }],
  ['it is as it was created', created({ spec: spec('a', 'b') }), 'Current'],
  ['it was changed', changed({ spec: spec('a', 'b') }), 'InProgress', { kubectl: 'failed' }],
  ['it was changed, and the nodes have it', changed({ spec: spec('a', 'b') }, installed('a', 'b')), 'Current'],
  ['it was changed again', changed({ spec: spec('a', 'c') }, installed('a', 'b')), 'InProgress', { kubectl: 'failed' }],
  [
    'it was changed, has no checksum, and the nodes have it',
    changed({ spec: { fetchStrategy: { platforms: [{ arch: 'amd64', location: 'x' }] } } }, installed('x')),
    'Current',
  ],
  [
    'it was changed, has one archive for all platforms, and the nodes have it',
    changed({ spec: { fetchStrategy: { platforms: [], anonHttp: { location: 'x' } } } }, installed('x')),
    'Current',
  ],
  ['it is on nodes that it was for', { status: { nodes: 1, nodesReady: 2 } }, 'Current', { kubectl: 'waiting' }],
];

const service = { name: 'webhook', namespace: 'x' };
const webhooks = (...clientConfigs: object[]) => ({
  webhooks: clientConfigs.map((clientConfig, index) => ({ name: `w${index}`, clientConfig })),
});

const WEBHOOK_CONFIGURATIONS: Case[] = [
  ['nobody has written the CA', webhooks({ service }), 'InProgress'],
  ['the CA is empty', webhooks({ service, caBundle: '' }), 'InProgress', { kubectl: 'ready' }],
  [
    'one webhook lacks the CA',
    webhooks({ service, caBundle: 'Q0E=' }, { service }),
    'InProgress',
    { kubectl: 'ready' },
  ],
  ['all have the CA', webhooks({ service, caBundle: 'Q0E=' }, { service, caBundle: 'Q0E=' }), 'Current'],
  [
    'another server needs no CA',
    webhooks({ service, caBundle: 'Q0E=' }, { url: 'https://example.com' }),
    'Current',
    { argoCd: 'Progressing' },
  ],
];

const ready = (status: string) => ({
  status: {
    conditions: [
      { type: 'Issuing', status: 'True' },
      { type: 'Ready', status },
    ],
  },
});

const CERTIFICATES: Case[] = [
  ['cert-manager has not reconciled it', { spec: {} }, 'Error'],
  ['it is not ready', ready('False'), 'InProgress'],
  ['it is not known', ready('Unknown'), 'InProgress'],
  ['it is ready', ready('True'), 'Current'],
];

const TRUE = [
  { type: 'EveryNodeReady', status: 'True' },
  { type: 'SystemComponentsHealthy', status: 'True' },
];
const shoot = (observedGeneration: number, state: string, conditions: object[] = TRUE, spec: object = {}) => ({
  spec,
  status: { observedGeneration, lastOperation: { type: 'Create', state }, conditions },
});
const confined = (confineSpecUpdateRollout: boolean) => ({ maintenance: { confineSpecUpdateRollout } });

const SHOOTS: Case[] = [
  ['Gardener has not reconciled it', { spec: {} }, 'Error'],
  ['it is made', shoot(1, 'Processing'), 'InProgress'],
  ['something fails and is tried again', shoot(1, 'Error'), 'InProgress'],
  ['Gardener has given up', shoot(1, 'Failed'), 'Failed'],
  ['Gardener had given up, and it was changed', shoot(0, 'Failed'), 'InProgress'],
  ['it is there', shoot(1, 'Succeeded'), 'Current'],
  ['a node is not ready', shoot(1, 'Succeeded', [{ type: 'EveryNodeReady', status: 'Progressing' }]), 'InProgress'],
  ['it was changed', shoot(0, 'Succeeded'), 'InProgress'],
  ['it was changed, for the maintenance', shoot(0, 'Succeeded', TRUE, confined(true)), 'Current'],
  ['it was changed, and not for the maintenance', shoot(0, 'Succeeded', TRUE, confined(false)), 'InProgress'],
  ['it was changed, and its maintenance is as usual', shoot(0, 'Succeeded', TRUE, { maintenance: {} }), 'InProgress'],
];

const settled = { observedGeneration: 1, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 };

const DEPLOYMENTS: Case[] = [
  ['it has no status', { spec: { replicas: 2 } }, 'InProgress'],
  ['it was changed', { spec: { replicas: 2 }, status: { ...settled, observedGeneration: 0 } }, 'InProgress'],
  ['it is updated', { spec: { replicas: 2 }, status: { ...settled, updatedReplicas: 1 } }, 'InProgress'],
  ['old pods are left', { spec: { replicas: 2 }, status: { ...settled, replicas: 3 } }, 'InProgress'],
  ['a pod is not available', { spec: { replicas: 2 }, status: { ...settled, availableReplicas: 1 } }, 'InProgress'],
  ['it runs', { spec: { replicas: 2 }, status: settled }, 'Current'],
];

const STATEFUL_SETS: Case[] = [
  ['it has no status', { spec: { replicas: 2 } }, 'InProgress'],
  ['a pod is not ready', { spec: { replicas: 2 }, status: { ...settled, readyReplicas: 1 } }, 'InProgress'],
  ['it runs', { spec: { replicas: 2 }, status: settled }, 'Current'],
];

const scheduled = {
  observedGeneration: 1,
  desiredNumberScheduled: 2,
  updatedNumberScheduled: 2,
  numberAvailable: 2,
};

const DAEMON_SETS: Case[] = [
  ['it has no status', { spec: {} }, 'InProgress'],
  ['a node is not updated', { status: { ...scheduled, updatedNumberScheduled: 1 } }, 'InProgress'],
  ['a pod is not available', { status: { ...scheduled, numberAvailable: 1 } }, 'InProgress'],
  ['it runs', { status: scheduled }, 'Current'],
];

const conditions = (...types: [string, string][]) => ({
  status: { conditions: types.map(([type, status]) => ({ type, status })) },
});

const JOBS: Case[] = [
  ['it has no status', { spec: {} }, 'InProgress'],
  ['it runs', { status: { active: 1 } }, 'InProgress'],
  ['it is about to fail', conditions(['FailureTarget', 'True']), 'Failed', { kubectl: 'failed' }],
  ['it has failed', conditions(['FailureTarget', 'True'], ['Failed', 'True']), 'Failed', { kubectl: 'failed' }],
  ['it is about to complete', conditions(['SuccessCriteriaMet', 'True']), 'InProgress'],
  ['it is complete', conditions(['SuccessCriteriaMet', 'True'], ['Complete', 'True']), 'Current'],
];

const DEFINITIONS: Case[] = [
  ['it has no status', { spec: {} }, 'InProgress'],
  ['its names are accepted', conditions(['NamesAccepted', 'True'], ['Established', 'False']), 'InProgress'],
  ['it is established', conditions(['NamesAccepted', 'True'], ['Established', 'True']), 'Current'],
];

/** The conditions that KEDA writes; see its `GetInitializedConditions` and `Reconcile`. */
const scaled = (ready: string, paused = 'Unknown') => ({
  status: {
    conditions: [
      { type: 'Ready', status: ready },
      { type: 'Active', status: 'False' },
      { type: 'Fallback', status: 'False' },
      { type: 'Paused', status: paused },
    ],
  },
});
const SCALED_OBJECTS: Case[] = [
  ['KEDA has not reconciled it', {}, 'Error'],
  ['KEDA begins', scaled('Unknown'), 'InProgress'],
  ['KEDA cannot use a trigger, and tries again', scaled('False'), 'InProgress'],
  ['it has a HorizontalPodAutoscaler', scaled('True'), 'Current'],
  ['it is paused', scaled('True', 'True'), 'Current'],
];

const BOTH: Options = { builtIn: ['argoCd', 'flux'] };
const INJECTED = { annotations: { 'cert-manager.io/inject-ca-from': 'x/ca' } };

/** Objects of the kinds that are waited for, in every state of their lifecycle. */
export const OBSERVED: Observed[] = [
  ...all(['core.gardener.cloud/v1beta1'], ['Shoot'], SHOOTS),
  ...all(OPERATOR, ['SpinApp'], SPIN_APPS),
  ...all(OPERATOR, ['SpinAppExecutor'], EXECUTORS),
  ...all(['runtime.spinkube.dev/v1alpha1'], ['Shim'], SHIMS),
  ...all(
    ['admissionregistration.k8s.io/v1'],
    ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    WEBHOOK_CONFIGURATIONS,
    { metadata: INJECTED },
  ),
  ...all(
    ['admissionregistration.k8s.io/v1'],
    ['MutatingAdmissionPolicyBinding', 'ValidatingAdmissionPolicyBinding'],
    [['it is applied', {}, 'Current']],
    BOTH,
  ),
  ...all(['cert-manager.io/v1'], ['Certificate', 'ClusterIssuer', 'Issuer'], CERTIFICATES, { builtIn: ['argoCd'] }),
  ...all(['keda.sh/v1alpha1'], ['ScaledObject'], SCALED_OBJECTS, { builtIn: ['argoCd'] }),
  ...all(['apps/v1'], ['Deployment'], DEPLOYMENTS, BOTH),
  ...all(['apps/v1'], ['StatefulSet'], STATEFUL_SETS, BOTH),
  ...all(['apps/v1'], ['DaemonSet'], DAEMON_SETS, BOTH),
  ...all(['batch/v1'], ['Job'], JOBS, BOTH),
  ...all(['apiextensions.k8s.io/v1'], ['CustomResourceDefinition'], DEFINITIONS, BOTH),
];
