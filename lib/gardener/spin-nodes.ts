import * as kplus from 'cdk8s-plus-28';
import { RuntimeClass } from '../app/runtime-class';
import { NodeInstaller, SHIM_VERSION } from '../platform/node-installer';
import { tolerationToJson } from '../private/kplus';
import { isKubernetesKey, isOwnKey } from '../private/names';
import { prepareNodes } from '../private/prerequisite';
import { SpinShimVersion } from '../releases/spin-shim/spin-shim-version';
import { Problems } from '../validation/problems';

interface Labels {
  readonly [key: string]: string;
}

interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: kplus.TaintEffect;
}

/** Nodes of a worker pool, as far as pods select them. */
interface PoolNodes {
  readonly name: string;
  readonly machineType: string;
  readonly architecture: string;
  readonly containerRuntimes: string[];
  readonly labels: { [key: string]: string };
  readonly annotations: { [key: string]: string };
  readonly taints: Taint[];
}

/** Node installer of the nodes of a worker pool, and RuntimeClass of the pods that run there. */
export interface SpinNodes {
  readonly nodeInstaller: NodeInstaller;
  readonly runtimeClass?: RuntimeClass;

  /** Version of the shim, if the nodes keep one that they have. */
  readonly shimVersion?: SpinShimVersion;
}

/** Label of the worker pools of an installer that selects nodes by no label of their own. */
const SPIN_LABEL: Labels = { spin: 'true' };

/** Adds the labels and annotations that the installer selects nodes by, and a node selector to the RuntimeClass. */
export function prepareForSpin(pool: PoolNodes, nodes: SpinNodes): void {
  const { nodeInstaller, runtimeClass } = nodes;
  const shared = sharedLabels(nodeInstaller);
  for (const [key, value] of Object.entries({ ...wantedLabels(nodes), ...shared })) {
    if (!isOwnKey(key)) {
      pool.labels[key] ??= value;
    }
  }
  for (const [key, value] of Object.entries(nodeInstaller._nodes.annotations)) {
    pool.annotations[key] ??= value;
  }
  if (runtimeClass) {
    prepareNodes(runtimeClass);
    selectNodes(runtimeClass, shared);
  }
}

function selectNodes(runtimeClass: RuntimeClass, labels: Labels): void {
  for (const [key, value] of Object.entries(labels).filter(([name]) => !(name in runtimeClass.nodeSelector))) {
    runtimeClass.addNodeSelector(key, value);
  }
}

/** Adds a taint to the nodes, and a toleration of it to the RuntimeClass. */
export function taintForSpin(pool: PoolNodes, taint: Taint, runtimeClass?: RuntimeClass): void {
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

/** Labels that the nodes must have: those that the installer selects by, with the version of the shim that they keep. */
function wantedLabels({ nodeInstaller, shimVersion }: SpinNodes): Labels {
  return { ...nodeInstaller._nodes.labels, ...(shimVersion && { [SHIM_VERSION]: shimVersion.name }) };
}

/** Labels that all worker pools of an installer have, with any version of the shim, and other nodes do not. */
function sharedLabels({ _nodes }: NodeInstaller): Labels {
  const selected = Object.entries(_nodes.labels).filter(([key]) => !isKubernetesKey(key) && key !== SHIM_VERSION);
  return selected.length > 0 ? Object.fromEntries(selected) : SPIN_LABEL;
}

/** Reports mismatches between worker pool, node installer with its Shim, and RuntimeClass. */
export function validateSpinNodes(pool: PoolNodes, nodes: SpinNodes): string[] {
  const { nodeInstaller, runtimeClass } = nodes;
  const problems = Problems.at();
  checkSelection(problems, pool, nodes);
  checkShimVersion(problems.at('shimVersion'), nodes);
  checkInstallerLabel(problems.at('labels'), pool, nodeInstaller);
  checkJobs(problems.at('taints'), pool, nodeInstaller);
  if (runtimeClass) {
    checkRuntimeClass(problems.at('runtimeClass'), pool, nodeInstaller, runtimeClass);
  }
  return problems.messages;
}

/** The installer must select the nodes of the worker pool, unless they keep another version of the shim. */
function checkSelection(problems: Problems, pool: PoolNodes, nodes: SpinNodes): void {
  const { annotations, refusedAnnotation } = nodes.nodeInstaller._nodes;
  const missed = 'no node of the worker pool gets the shim';
  for (const [key, value] of Object.entries(wantedLabels(nodes))) {
    if (!hasLabel(pool, key, value)) {
      const rule = `does not match the node selector of the node installer, ${value}: ${missed}`;
      problems.at('labels', key).refuse(labelOf(pool, key), rule, "change it, or 'nodeSelector' of the node installer");
    }
  }
  for (const [key, value] of Object.entries(annotations)) {
    if (pool.annotations[key] !== value) {
      const rule = `does not match the value that kwasm-operator expects, ${value}: ${missed}`;
      problems.at('annotations', key).refuse(pool.annotations[key], rule, 'remove it');
    }
  }
  if (refusedAnnotation !== undefined && refusedAnnotation in pool.annotations) {
    const rule = 'makes kwasm-operator fail repeatedly, because it provisions every node by itself';
    const remedy = "remove it, or set 'autoProvision: false' of the operator";
    problems.at('annotations', refusedAnnotation).refuse(pool.annotations[refusedAnnotation], rule, remedy);
  }
}

/** An installer that takes nodes with any version would install its own on new nodes of the worker pool. */
function checkShimVersion(problems: Problems, { nodeInstaller, shimVersion }: SpinNodes): void {
  if (shimVersion && !(SHIM_VERSION in nodeInstaller._nodes.labels)) {
    const rule = 'cannot be kept: the node installer does not select nodes by the version of the shim';
    const remedy = "set 'shimVersion' of NodeInstaller.runtimeClassManager() to the version that it installs";
    problems.refuse(shimVersion.name, rule, remedy);
  }
}

/** runtime-class-manager labels nodes with its progress; Gardener would overwrite it with the label of the worker pool. */
function checkInstallerLabel(problems: Problems, { labels }: PoolNodes, { _nodeSelector = {} }: NodeInstaller): void {
  const rule =
    'is the label that runtime-class-manager sets for the Shim of this name: it and Gardener would overwrite each other';
  for (const key of Object.keys(_nodeSelector).filter((name) => name in labels)) {
    problems.at(key).refuse(labels[key], rule, 'remove it; select nodes by a label with another key');
  }
}

/** The Jobs that install the shim on nodes have no tolerations. */
function checkJobs(problems: Problems, { taints }: PoolNodes, { _nodes }: NodeInstaller): void {
  const rule = 'evicts the Jobs that install the shim on the nodes, which have no tolerations';
  const hasJobs = _nodes.jobSuffixes.length > 0;
  for (const taint of taints.filter(({ effect }) => hasJobs && effect === kplus.TaintEffect.NO_EXECUTE)) {
    problems.refuse(textOf(taint), rule, 'use TaintEffect.NO_SCHEDULE');
  }
}

/** Pods of the RuntimeClass must be scheduled to the worker pool, and find the shim there. */
function checkRuntimeClass(
  problems: Problems,
  pool: PoolNodes,
  installer: NodeInstaller,
  runtimeClass: RuntimeClass,
): void {
  const { handler, name, nodeSelector } = runtimeClass;
  const installerLabels = installer._nodeSelector ?? {};
  if (handler !== installer.handler) {
    const rule = `has the handler ${handler}, but the node installer sets up the handler ${installer.handler}`;
    problems.refuse(name, rule, 'use the RuntimeClass of the SpinKube with this node installer');
  }
  for (const [key, value] of Object.entries(nodeSelector)) {
    if (installerLabels[key] !== value && !hasLabel(pool, key, value)) {
      const rule = `selects nodes with ${key}=${value}, which the nodes of the worker pool do not have`;
      problems.refuse(name, rule, 'add that label to the worker pool, or change the node selector of the RuntimeClass');
    }
  }
  const repelling = pool.taints.filter(({ effect }) => effect !== kplus.TaintEffect.PREFER_NO_SCHEDULE);
  for (const taint of repelling.filter((one) => !tolerates(runtimeClass, one))) {
    const rule = `does not tolerate the taint ${textOf(taint)} of the worker pool, and SpinApps have no tolerations`;
    problems.refuse(name, rule, "add it to its 'tolerations'");
  }
}

function textOf({ effect, key }: Taint): string {
  return `${key}:${effect}`;
}

/** Kubernetes sets labels of its own keys, some with values that are known on the node only. */
function hasLabel(pool: PoolNodes, key: string, value: string): boolean {
  const label = labelOf(pool, key);
  return label === value || (label === undefined && isKubernetesKey(key));
}

function labelOf(pool: PoolNodes, key: string): string | undefined {
  return { ...pool.labels, ...ownLabels(pool) }[key];
}

/** Labels that Kubernetes and Gardener set on the nodes of a worker pool. */
function ownLabels({ architecture, containerRuntimes, machineType, name }: PoolNodes): Labels {
  const runtimes = containerRuntimes.map((type) => [`containerruntime.worker.gardener.cloud/${type}`, 'true'] as const);
  return {
    'kubernetes.io/arch': architecture,
    'kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': machineType,
    'worker.gardener.cloud/cri-name': 'containerd',
    'worker.gardener.cloud/pool': name,
    ...Object.fromEntries(runtimes),
  };
}

function tolerates({ tolerations }: RuntimeClass, taint: Taint): boolean {
  return tolerations
    .map(tolerationToJson)
    .some(
      ({ effect, key, operator, value }) =>
        [undefined, taint.effect as string].includes(effect) &&
        (key === undefined || key === taint.key) &&
        (operator === 'Exists' || (value ?? '') === (taint.value ?? '')),
    );
}
