import { Verdict } from './cel';

/** An object as it is in a cluster, and what Flux is to make of it. */
export interface Observed {
  readonly apiVersion: string;
  readonly kind: string;
  readonly when: string;
  readonly object: object;
  readonly verdict: Verdict;
}

type Case = [when: string, object: object, verdict: Verdict];

function all(apiVersions: string[], observedKinds: string[], cases: Case[]): Observed[] {
  return apiVersions.flatMap((apiVersion) =>
    observedKinds.flatMap((kind) =>
      cases.map(([when, object, verdict]) => ({
        apiVersion,
        kind,
        when,
        verdict,
        object: { apiVersion, kind, metadata: { name: 'x', namespace: 'team', generation: 1 }, ...object },
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

/** What spin-operator writes, see `deploymentToStatus` there. */
const SPIN_APPS: Case[] = [
  ['the operator has not looked at it', app({ replicas: 1 }), 'Error'],
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
  ['the operator has not looked at it', { spec: { createDeployment: true } }, 'InProgress'],
  ['it has no finalizers', finalizers(), 'InProgress'],
  ['it has those of others', finalizers('foregroundDeletion'), 'InProgress'],
  ['it has that of the operator', finalizers('core.spinkube.dev/finalizer'), 'Current'],
  ['it has that of an older operator', finalizers('core.spinoperator.dev/finalizer'), 'Current'],
  ['it has several', finalizers('foregroundDeletion', 'core.spinkube.dev/finalizer'), 'Current'],
];

const SHIMS: Case[] = [
  ['runtime-class-manager has not looked at it', { spec: {} }, 'Error'],
  ['it is on no node', { status: { nodes: 2, nodesReady: 0 } }, 'InProgress'],
  ['it is on some nodes', { status: { nodes: 2, nodesReady: 1 } }, 'InProgress'],
  ['it is on all nodes', { status: { nodes: 2, nodesReady: 2 } }, 'Current'],
  ['there is no node for it', { status: { nodes: 0, nodesReady: 0 } }, 'InProgress'],
  ['it is on nodes that it was for', { status: { nodes: 1, nodesReady: 2 } }, 'Current'],
];

const service = { name: 'webhook', namespace: 'x' };
const webhooks = (...clientConfigs: object[]) => ({
  webhooks: clientConfigs.map((clientConfig, index) => ({ name: `w${index}`, clientConfig })),
});

const WEBHOOK_CONFIGURATIONS: Case[] = [
  ['nobody has written the CA', webhooks({ service }), 'InProgress'],
  ['the CA is empty', webhooks({ service, caBundle: '' }), 'InProgress'],
  ['one webhook lacks the CA', webhooks({ service, caBundle: 'Q0E=' }, { service }), 'InProgress'],
  ['all have the CA', webhooks({ service, caBundle: 'Q0E=' }, { service, caBundle: 'Q0E=' }), 'Current'],
  ['another server needs no CA', webhooks({ service, caBundle: 'Q0E=' }, { url: 'https://example.com' }), 'Current'],
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
  ['cert-manager has not looked at it', { spec: {} }, 'Error'],
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
  ['Gardener has not looked at it', { spec: {} }, 'Error'],
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

/** What the kinds that have health checks look like, from the beginning to the end. */
export const OBSERVED: Observed[] = [
  ...all(['core.gardener.cloud/v1beta1'], ['Shoot'], SHOOTS),
  ...all(OPERATOR, ['SpinApp'], SPIN_APPS),
  ...all(OPERATOR, ['SpinAppExecutor'], EXECUTORS),
  ...all(['runtime.spinkube.dev/v1alpha1'], ['Shim'], SHIMS),
  ...all(
    ['admissionregistration.k8s.io/v1'],
    ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    WEBHOOK_CONFIGURATIONS,
  ),
  ...all(['cert-manager.io/v1'], ['Certificate', 'ClusterIssuer', 'Issuer'], CERTIFICATES),
];
