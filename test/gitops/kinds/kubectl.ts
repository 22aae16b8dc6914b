import { field, list } from '../../../lib/synth/manifest';
import { contextWith } from '../contexts';
import { nodeLine, NODES, RECORD, runDelivered } from '../kubectl/stub';
import { KubectlVerdict } from './observed';

/**
 * Result of install.sh for an object: runs the script with a kubectl that records its calls, and evaluates the condition of
 * each wait on the object.
 */
export function install(object: object): KubectlVerdict {
  const { calls, status } = runDelivered(contextWith(['stage', { ...object, manifest: object }]), 'install.sh', {
    nodes: Number(field(object, 'status', 'nodes') ?? 1),
    generation: Number(field(object, 'metadata', 'generation')),
    conditions: list(object, 'status', 'conditions')
      .map((one) => field(one, 'type'))
      .join(' '),
    replies: { [NODES]: nodeLine('node-0', 'provisioned'), [RECORD]: recordOf(object) },
  });
  if (!calls.every((call) => isMet(call, object))) {
    return 'waiting';
  }
  return status === 0 ? 'ready' : 'failed';
}

/** Output of the template of the script for a Shim. */
function recordOf(object: object): string {
  const created = String(field(object, 'metadata', 'creationTimestamp'));
  const isChanged = list(object, 'metadata', 'managedFields').some(
    (entry) => String(field(entry, 'time')) > created && field(entry, 'fieldsV1', 'f:status') === undefined,
  );
  const recorded: unknown = field(object, 'metadata', 'annotations', 'cdk8s-spinkube/installed-archives');
  return typeof recorded === 'string' ? recorded : isChanged ? 'changed' : 'unchanged';
}

function isMet(call: string, object: object): boolean {
  const jsonpath = /--for=jsonpath=\{([^}]+)\}(=\S+)?/.exec(call);
  const condition = /--for=condition=(\S+)/.exec(call)?.[1];
  if (jsonpath) {
    const [, path, value = ''] = jsonpath;
    const found = at(object, path) as string | number | undefined;
    return found !== undefined && ['', `=${found}`].includes(value);
  }
  if (condition) {
    return list(object, 'status', 'conditions').some(
      (one) => field(one, 'type') === condition && field(one, 'status') === 'True',
    );
  }
  return !call.startsWith('rollout') || isRolledOut(object);
}

/** The value at `.webhooks[0].clientConfig.caBundle`. */
function at(object: object, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce<unknown>((value, name) => field(value, name), object);
}

/** `kubectl rollout status` by its source, `polymorphichelpers/rollout_status.go`. */
function isRolledOut(object: object): boolean {
  const spec = (name: string, fallback: number) => Number(field(object, 'spec', name) ?? fallback);
  const status = (name: string) => Number(field(object, 'status', name) ?? 0);
  if (field(object, 'kind') === 'SpinApp') {
    return isDeployed(object);
  }
  if (status('observedGeneration') < Number(field(object, 'metadata', 'generation'))) {
    return false;
  }
  switch (field(object, 'kind')) {
    case 'Deployment':
      return (
        status('updatedReplicas') >= spec('replicas', 1) &&
        status('replicas') <= status('updatedReplicas') &&
        status('availableReplicas') >= status('updatedReplicas')
      );
    case 'DaemonSet':
      return (
        status('updatedNumberScheduled') >= status('desiredNumberScheduled') &&
        status('numberAvailable') >= status('desiredNumberScheduled')
      );
    default:
      return status('readyReplicas') >= spec('replicas', 1);
  }
}

/** The same for the Deployment of a SpinApp, by the status that spin-operator copies from it. */
function isDeployed(app: object): boolean {
  const isUpdated = list(app, 'status', 'conditions').some(
    (one) => field(one, 'type') === 'Progressing' && field(one, 'reason') === 'NewReplicaSetAvailable',
  );
  const wanted = field(app, 'spec', 'enableAutoscaling') === true ? 0 : Number(field(app, 'spec', 'replicas') ?? 1);
  return isUpdated && Number(field(app, 'status', 'readyReplicas') ?? 0) >= wanted;
}
