import { APPLICATION } from '../../../lib/gitops/kinds/application';
import { KNOWN_KINDS } from '../../../lib/gitops/kinds/known-kinds';
import { groupOf } from '../../../lib/synth/manifest';
import { Health, runHealthCheck } from '../argo-cd/lua';

const HEALTH_CHECKS = [...KNOWN_KINDS, APPLICATION].flatMap((known) => {
  const script = known.argoCd?.health;
  return script === undefined ? [] : [{ group: groupOf(known), kind: known.kind, script }];
});

function check(group: string, kind: string, obj: object): Health {
  const found = HEALTH_CHECKS.filter((one) => one.group === group && one.kind === kind);
  expect(found).toHaveLength(1);
  return runHealthCheck(found[0].script, { metadata: { name: 'x' }, ...obj });
}

test('has a health check for each kind without a suitable one in Argo CD', () => {
  expect(HEALTH_CHECKS.map(({ group, kind }) => `${group}/${kind}`).sort()).toEqual([
    'admissionregistration.k8s.io/MutatingWebhookConfiguration',
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
    'argoproj.io/Application',
    'core.gardener.cloud/Shoot',
    'core.spinkube.dev/SpinApp',
    'core.spinkube.dev/SpinAppExecutor',
    'core.spinoperator.dev/SpinApp',
    'core.spinoperator.dev/SpinAppExecutor',
    'runtime.spinkube.dev/Shim',
  ]);
});

describe.each(['core.spinkube.dev', 'core.spinoperator.dev'])('SpinApp of %s', (group) => {
  const available = { type: 'Available', status: 'True', message: 'Deployment has minimum availability.' };
  const complete = { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', message: 'progressed' };
  const app = (spec: object, status?: object) => check(group, 'SpinApp', { spec, status });

  test('waits while there is no status', () => {
    const waiting = { status: 'Progressing', message: 'waiting for spin-operator' };
    expect(app({ replicas: 1 })).toEqual(waiting);
    expect(app({ replicas: 1 }, {})).toEqual(waiting);
    expect(app({ replicas: 1 }, { conditions: [] })).toEqual(waiting);
  });

  test('waits while there is no Deployment', () => {
    const unknown = { status: 'Unknown', reason: 'DeploymentNotFound', message: 'No Deployment found' };
    const conditions = [
      { type: 'Available', ...unknown },
      { type: 'Progressing', ...unknown },
    ];
    expect(app({ replicas: 1 }, { conditions })).toEqual({ status: 'Progressing', message: 'No Deployment found' });
  });

  test('waits during the first rollout', () => {
    const message = 'Deployment does not have minimum availability.';
    const conditions = [
      { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable', message },
      { type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated', message: 'is progressing' },
    ];
    expect(app({ replicas: 1 }, { conditions })).toEqual({ status: 'Progressing', message });
  });

  test('waits during a later rollout, while the old pods still answer', () => {
    const conditions = [available, { ...complete, reason: 'ReplicaSetUpdated', message: 'is progressing' }];
    expect(app({ replicas: 2 }, { conditions, readyReplicas: 2 })).toEqual({
      status: 'Progressing',
      message: 'is progressing',
    });
  });

  test('is healthy when the rollout is complete', () => {
    const conditions = [available, complete];
    expect(app({ replicas: 2 }, { conditions, readyReplicas: 2 })).toEqual({
      status: 'Healthy',
      message: available.message,
    });
  });

  test('waits for all replicas', () => {
    const conditions = [available, complete];
    expect(app({ replicas: 3 }, { conditions, readyReplicas: 2 })).toEqual({
      status: 'Progressing',
      message: '2 of 3 replicas are ready',
    });
    expect(app({}, { conditions }).message).toBe('0 of 1 replicas are ready');
  });

  test('is degraded when the rollout has failed', () => {
    const message = 'ReplicaSet "hello" has timed out progressing.';
    const failed = { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message };
    const unavailable = { ...available, status: 'False' };
    expect(app({ replicas: 1 }, { conditions: [unavailable, failed] })).toEqual({ status: 'Degraded', message });
    expect(app({ replicas: 1 }, { conditions: [failed, available] })).toEqual({ status: 'Degraded', message });
  });

  test('is healthy when autoscaled to zero', () => {
    const conditions = [available, complete];
    expect(app({ enableAutoscaling: true }, { conditions, readyReplicas: 0 }).status).toBe('Healthy');
    expect(app({ enableAutoscaling: false, replicas: 1 }, { conditions, readyReplicas: 0 }).status).toBe('Progressing');
  });
});

describe.each(['core.spinkube.dev', 'core.spinoperator.dev'])('SpinAppExecutor of %s', (group) => {
  const executor = (finalizers?: string[]) => check(group, 'SpinAppExecutor', { metadata: { finalizers } });

  test('waits for the finalizer of the operator', () => {
    const waiting = { status: 'Progressing', message: 'waiting for the finalizer of spin-operator' };
    expect(executor()).toEqual(waiting);
    expect(executor([])).toEqual(waiting);
    expect(executor(['foregroundDeletion'])).toEqual(waiting);
  });

  test.each(['core.spinkube.dev/finalizer', 'core.spinoperator.dev/finalizer'])('is healthy with %s', (finalizer) => {
    const healthy = { status: 'Healthy', message: 'spin-operator has added its finalizer' };
    expect(executor([finalizer])).toEqual(healthy);
    expect(executor(['foregroundDeletion', finalizer])).toEqual(healthy);
  });
});

describe('Shim', () => {
  const shim = (status?: object) => check('runtime.spinkube.dev', 'Shim', { status });

  test('waits while there is no status', () => {
    const waiting = { status: 'Progressing', message: 'waiting for runtime-class-manager' };
    expect(shim()).toEqual(waiting);
    expect(shim({})).toEqual(waiting);
  });

  test('waits for all nodes', () => {
    expect(shim({ nodes: 2, nodesReady: 0 })).toEqual({ status: 'Progressing', message: '0 of 2 nodes have it' });
    expect(shim({ nodes: 2 })).toEqual({ status: 'Progressing', message: '0 of 2 nodes have it' });
    expect(shim({ nodes: 2, nodesReady: 1 }).status).toBe('Progressing');
    expect(shim({ nodes: 2, nodesReady: 2 })).toEqual({ status: 'Healthy', message: '2 of 2 nodes have it' });
  });

  test('waits for a matching node', () => {
    const message = 'no node matches its nodeSelector';
    expect(shim({ nodes: 0, nodesReady: 0 })).toEqual({ status: 'Progressing', message });
  });
});

describe.each(['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'])('%s', (kind) => {
  const configuration = (annotation: string | undefined, ...caBundles: (string | undefined)[]) =>
    check('admissionregistration.k8s.io', kind, {
      metadata: { annotations: annotation ? { [annotation]: 'cert-manager/x' } : undefined },
      webhooks: caBundles.map((caBundle, index) => ({ name: `w${index}`, clientConfig: { caBundle } })),
    });

  test.each(['inject-ca-from', 'inject-ca-from-secret', 'inject-apiserver-ca'])(
    'waits for cert-manager where it has cert-manager.io/%s',
    (name) => {
      const annotation = `cert-manager.io/${name}`;
      expect(configuration(annotation, undefined)).toEqual({
        status: 'Progressing',
        message: 'waiting for the CA of w0',
      });
      expect(configuration(annotation, 'Q0E=', '').message).toBe('waiting for the CA of w1');
      expect(configuration(annotation, 'Q0E=', 'Q0E=').status).toBe('Healthy');
    },
  );

  test('is healthy without annotations of cert-manager', () => {
    expect(configuration(undefined, undefined).status).toBe('Healthy');
    expect(configuration('example.com/other', undefined).status).toBe('Healthy');
    expect(check('admissionregistration.k8s.io', kind, {}).status).toBe('Healthy');
  });
});

describe('Shoot', () => {
  const DONE = {
    observedGeneration: 2,
    lastOperation: { type: 'Create', state: 'Succeeded', description: 'done' },
    conditions: [{ type: 'EveryNodeReady', status: 'True', message: 'ready' }],
  };
  const shoot = (status?: object, spec: object = {}) =>
    check('core.gardener.cloud', 'Shoot', { metadata: { name: 'x', generation: 2 }, spec, status });
  const operation = (type: string, state: string) =>
    shoot({ ...DONE, lastOperation: { type, state, description: 'why' } });
  const conditions = (...statuses: string[]) =>
    shoot({ ...DONE, conditions: statuses.map((status, index) => ({ type: `C${index}`, status, message: 'why' })) });

  test('waits until Gardener has started', () => {
    const waiting = { status: 'Progressing', message: 'waiting for Gardener' };
    expect(shoot()).toEqual(waiting);
    expect(shoot({})).toEqual(waiting);
    expect(shoot({ ...DONE, observedGeneration: 1 })).toEqual(waiting);
  });

  test('keeps its health when changes are left to the maintenance window', () => {
    const spec = { maintenance: { confineSpecUpdateRollout: true } };
    expect(shoot({ ...DONE, observedGeneration: 1 }, spec)).toEqual({ status: 'Healthy', message: 'done' });
    const other = { maintenance: { confineSpecUpdateRollout: false } };
    expect(shoot({ ...DONE, observedGeneration: 1 }, other).status).toBe('Progressing');
  });

  test.each([
    ['Create', 'Pending', 'Progressing'],
    ['Create', 'Processing', 'Progressing'],
    ['Create', 'Error', 'Progressing'],
    ['Create', 'Failed', 'Degraded'],
    ['Create', 'Succeeded', 'Healthy'],
    ['Reconcile', 'Processing', 'Progressing'],
    ['Reconcile', 'Error', 'Degraded'],
    ['Reconcile', 'Failed', 'Degraded'],
    ['Reconcile', 'Succeeded', 'Healthy'],
    ['Delete', 'Processing', 'Progressing'],
    ['Delete', 'Failed', 'Degraded'],
  ])('with the operation %s %s is %s', (type, state, status) => {
    expect(operation(type, state)).toEqual({ status, message: 'why' });
  });

  test('has the health of its worst condition', () => {
    expect(conditions('True', 'Unknown', 'False')).toEqual({ status: 'Degraded', message: 'C2: why' });
    expect(conditions('Progressing', 'Unknown')).toEqual({ status: 'Progressing', message: 'C1: why' });
    expect(conditions('True', 'Progressing')).toEqual({ status: 'Progressing', message: 'C1: why' });
    expect(conditions('True', 'True').status).toBe('Healthy');
    expect(shoot({ ...DONE, conditions: [{ type: 'A', status: 'False' }] }).message).toBe('A: False');
    expect(shoot({ ...DONE, conditions: undefined }).status).toBe('Healthy');
  });

  test('ignores conditions before it is created', () => {
    const lastOperation = { type: 'Create', state: 'Processing', description: 'making machines' };
    expect(shoot({ ...DONE, lastOperation, conditions: [{ type: 'A', status: 'False' }] })).toEqual({
      status: 'Progressing',
      message: 'making machines',
    });
  });
});

describe('Application', () => {
  const source = { repoURL: 'https://example.com/x.git', path: 'x', targetRevision: 'v1' };
  const SETTLED = {
    health: { status: 'Healthy', message: 'fine' },
    sync: { status: 'Synced', comparedTo: { source } },
    operationState: { phase: 'Succeeded', finishedAt: '2026-11-01T10:00:00Z' },
    reconciledAt: '2026-11-01T10:00:00Z',
  };
  const application = (status?: object, more: object = {}) =>
    check('argoproj.io', 'Application', { spec: { source }, status, ...more });

  test('waits until Argo CD has compared it', () => {
    const waiting = { status: 'Progressing', message: 'waiting for Argo CD to refresh it' };
    expect(application()).toEqual(waiting);
    expect(application({ sync: {} })).toEqual(waiting);
    expect(application({ health: {} })).toEqual(waiting);
  });

  test.each(['Healthy', 'Progressing', 'Degraded', 'Suspended', 'Missing', 'Unknown'])(
    'is %s if it says so',
    (status) => {
      const health = { status, message: 'why' };
      expect(application({ ...SETTLED, health })).toEqual(health);
      expect(application({ health, sync: { status: 'OutOfSync' } })).toEqual(health);
    },
  );

  test('waits for a sync regardless of its previous health', () => {
    expect(application(SETTLED, { operation: { sync: {} } })).toEqual({ status: 'Progressing', message: 'syncing' });
    for (const phase of ['Running', 'Terminating']) {
      const operationState = { phase, message: 'Retrying attempt #1' };
      const health = { status: 'Degraded' };
      expect(application({ ...SETTLED, health, operationState })).toEqual({
        status: 'Progressing',
        message: 'Retrying attempt #1',
      });
    }
  });

  test('waits until Argo CD has compared the new revision', () => {
    const spec = { source: { ...source, targetRevision: 'v2' } };
    expect(application(SETTLED, { spec })).toEqual({ status: 'Progressing', message: 'waiting for the new revision' });
  });

  test('reports its health with several sources', () => {
    expect(application(SETTLED, { spec: { sources: [source] } }).status).toBe('Healthy');
  });

  test('waits until Argo CD has compared the result of a sync', () => {
    const message = 'waiting for Argo CD to refresh it after the sync';
    const waiting = { status: 'Progressing', message };
    expect(application({ ...SETTLED, reconciledAt: '2026-11-01T09:59:59Z' })).toEqual(waiting);
    expect(application({ ...SETTLED, reconciledAt: undefined })).toEqual(waiting);
  });

  test.each(['Failed', 'Error'])('is degraded after a sync that ended with %s', (phase) => {
    const operationState = { ...SETTLED.operationState, phase, message: 'one or more objects failed to apply' };
    const sync = { ...SETTLED.sync, status: 'OutOfSync' };
    expect(application({ ...SETTLED, operationState, sync })).toEqual({
      status: 'Degraded',
      message: 'one or more objects failed to apply',
    });
    expect(application({ ...SETTLED, operationState }).status).toBe('Healthy');
  });
});
