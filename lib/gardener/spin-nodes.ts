import * as kplus from 'cdk8s-plus-28';
import { RuntimeClass } from '../app/runtime-class';
import { NodeInstaller } from '../platform/node-installer';
import { violation } from '../private/errors';
import { tolerationToJson } from '../private/kplus';
import { isKubernetesKey, isOwnKey } from '../private/names';
import { prepareNodes } from '../private/prerequisite';
import { ownLabels } from './node-labels';
import { WorkerPoolTaint } from './worker-pool-props';
import { WorkerPoolSettings } from './worker-pool-settings';

/** What a worker pool has agreed to run. */
export interface SpinNodes {
  readonly nodeInstaller: NodeInstaller;
  readonly runtimeClass?: RuntimeClass;
}

interface Labels {
  readonly [key: string]: string;
}

/** By which pods find the pools of an installer that chooses nodes by nothing of the pool's own. */
const SPIN_LABEL: Labels = { spin: 'true' };

/** Gives a pool what the installer chooses nodes by, and sends the pods of the RuntimeClass to it. */
export function prepareForSpin(pool: WorkerPoolSettings, { nodeInstaller, runtimeClass }: SpinNodes): void {
  const labels = labelsOfPools(nodeInstaller);
  if (runtimeClass) {
    prepareNodes(runtimeClass);
  }
  for (const [key, value] of Object.entries(labels)) {
    if (!isOwnKey(key)) {
      pool.labels[key] ??= value;
    }
    if (runtimeClass && !(key in runtimeClass.nodeSelector)) {
      runtimeClass.addNodeSelector(key, value);
    }
  }
  for (const [key, value] of Object.entries(nodeInstaller._nodes.annotations)) {
    pool.annotations[key] ??= value;
  }
}

/** Keeps other pods off a pool, and lets those of the RuntimeClass onto it. */
export function taintForSpin(pool: WorkerPoolSettings, taint: WorkerPoolTaint, runtimeClass?: RuntimeClass): void {
  pool.taints.push(taint);
  if (runtimeClass && !tolerates(runtimeClass, taint)) {
    const { effect, key, value } = taint;
    runtimeClass.addToleration(
      value === undefined
        ? kplus.NodeTaintQuery.exists(key, { effect })
        : kplus.NodeTaintQuery.is(key, value, { effect }),
    );
  }
}

/** Labels that all pools of an installer have, and other nodes have not. */
function labelsOfPools({ _nodes }: NodeInstaller): Labels {
  const chosen = Object.entries(_nodes.labels).filter(([key]) => !isKubernetesKey(key));
  return chosen.length > 0 ? Object.fromEntries(chosen) : SPIN_LABEL;
}

/** What does not fit together: pool, node installer with its Shim, and RuntimeClass. */
export function validateSpinNodes(pool: WorkerPoolSettings, spin: SpinNodes): string[] {
  return [
    ...validateSelection(pool, spin.nodeInstaller),
    ...validateMarks(pool, spin.nodeInstaller),
    ...validateJobs(pool, spin.nodeInstaller),
    ...(spin.runtimeClass ? validateRuntimeClass(pool, spin.nodeInstaller, spin.runtimeClass) : []),
  ];
}

/** The installer chooses the nodes of the pool. */
function validateSelection(pool: WorkerPoolSettings, { _nodes }: NodeInstaller): string[] {
  const { refusedAnnotation } = _nodes;
  return [
    ...Object.entries(_nodes.labels)
      .filter(([key, value]) => !hasLabel(pool, key, value))
      .map(([key, value]) =>
        violation(
          `labels.${key}`,
          labelOf(pool, key),
          `is not what the node installer looks for, ${value}: no node of the pool gets the shim`,
          "change it, or the 'nodeSelector' of the installer",
        ),
      ),
    ...Object.entries(_nodes.annotations)
      .filter(([key, value]) => pool.annotations[key] !== value)
      .map(([key, value]) =>
        violation(
          `annotations.${key}`,
          pool.annotations[key],
          `is not what kwasm-operator looks for, ${value}: no node of the pool gets the shim`,
          'remove it',
        ),
      ),
    ...(refusedAnnotation !== undefined && refusedAnnotation in pool.annotations
      ? [
          violation(
            `annotations.${refusedAnnotation}`,
            pool.annotations[refusedAnnotation],
            'makes kwasm-operator fail over and over again, as it provisions every node by itself',
            "remove it, or set 'autoProvision: false' of the operator",
          ),
        ]
      : []),
  ];
}

/** The installer writes onto nodes how far they are: Gardener would write the label of the pool over it, and it again. */
function validateMarks({ labels }: WorkerPoolSettings, { _nodeSelector = {} }: NodeInstaller): string[] {
  return Object.keys(_nodeSelector)
    .filter((key) => key in labels)
    .map((key) =>
      violation(
        `labels.${key}`,
        labels[key],
        'is the label that runtime-class-manager itself writes for the Shim of this name: the two would overwrite each other',
        'remove it; select nodes by a label of another key',
      ),
    );
}

/** Jobs that put the shim on nodes tolerate nothing: from a node with such a taint they are evicted. */
function validateJobs({ taints }: WorkerPoolSettings, { _nodes }: NodeInstaller): string[] {
  return taints
    .filter(({ effect }) => _nodes.byJobs && effect === kplus.TaintEffect.NO_EXECUTE)
    .map(({ effect, key }) =>
      violation(
        'taints',
        `${key}:${effect}`,
        'evicts the Jobs that put the shim on the nodes, which tolerate nothing',
        'use TaintEffect.NO_SCHEDULE',
      ),
    );
}

/** Pods of the RuntimeClass land on the pool, and find the shim there. */
function validateRuntimeClass(
  pool: WorkerPoolSettings,
  installer: NodeInstaller,
  runtimeClass: RuntimeClass,
): string[] {
  const { handler, name, nodeSelector } = runtimeClass;
  const marks = installer._nodeSelector ?? {};
  return [
    ...(handler === installer.handler
      ? []
      : [
          violation(
            'runtimeClass',
            name,
            `has the handler ${handler}, and the node installer sets up the handler ${installer.handler}`,
            'use the RuntimeClass of the SpinKube with this node installer',
          ),
        ]),
    ...Object.entries(nodeSelector)
      .filter(([key, value]) => marks[key] !== value && !hasLabel(pool, key, value))
      .map(([key, value]) =>
        violation(
          'runtimeClass',
          name,
          `sends its pods to nodes with ${key}=${value}, and those of the pool are not`,
          'give the pool that label, or change the node selector of the RuntimeClass',
        ),
      ),
    ...pool.taints
      .filter((taint) => taint.effect !== kplus.TaintEffect.PREFER_NO_SCHEDULE && !tolerates(runtimeClass, taint))
      .map(({ effect, key }) =>
        violation(
          'runtimeClass',
          name,
          `does not tolerate the taint ${key}:${effect} of the pool, and SpinApps cannot`,
          "add it to its 'tolerations'",
        ),
      ),
  ];
}

/** Whether nodes of the pool have a label; of those that Kubernetes gives, some are known to the nodes only. */
function hasLabel(pool: WorkerPoolSettings, key: string, value: string): boolean {
  const label = labelOf(pool, key);
  return label === value || (label === undefined && isKubernetesKey(key));
}

function labelOf(pool: WorkerPoolSettings, key: string): string | undefined {
  return { ...pool.labels, ...ownLabels(pool) }[key];
}

function tolerates({ tolerations }: RuntimeClass, taint: WorkerPoolTaint): boolean {
  return tolerations
    .map(tolerationToJson)
    .some(
      ({ effect, key, operator, value }) =>
        [undefined, taint.effect as string].includes(effect) &&
        (key === undefined || key === taint.key) &&
        (operator === 'Exists' || (value ?? '') === (taint.value ?? '')),
    );
}
