import { ClusterObject, must } from '../kubectl';
import { Controller, jobOn, labelled, succeeded } from './job';

const FINALIZER = 'rcm.spinkube.dev/finalizer';

interface ShimSpec {
  readonly nodeSelector?: { readonly [label: string]: string };
  readonly runtimeClass: { readonly name: string; readonly handler: string };
}

/** Reconciles Shims like runtime-class-manager: creates a missing RuntimeClass, and a Job and a label for each node. */
export async function lookAfterShims(controller: Controller): Promise<void> {
  for (const shim of await controller.kubectl.get('shims')) {
    if (shim.metadata.deletionTimestamp !== undefined) {
      await uninstall(controller, shim);
    } else {
      await install(controller, shim);
    }
  }
}

async function install(controller: Controller, shim: ClusterObject): Promise<void> {
  const { kubectl } = controller;
  const { nodeSelector = {}, runtimeClass } = shim.spec as ShimSpec;
  await makeRuntimeClass(controller, shim, runtimeClass);
  const selector = Object.entries(nodeSelector).map(([label, value]) => `--selector=${label}=${value}`);
  const nodes = await kubectl.get('nodes', ...selector);
  for (const node of nodes) {
    await installOn(controller, shim.metadata.name, node);
  }
  const name = shim.metadata.name;
  const ready = nodes.filter(({ metadata }) => metadata.labels?.[name] === 'provisioned').length;
  const status = { nodes: nodes.length, nodesReady: ready };
  if (JSON.stringify(shim.status) !== JSON.stringify(status)) {
    await must(kubectl.replace([{ ...withFinalizers(shim, [FINALIZER]), status }]));
  }
}

async function makeRuntimeClass(
  { kubectl }: Controller,
  { metadata }: ClusterObject,
  { handler, name }: ShimSpec['runtimeClass'],
): Promise<void> {
  if ((await kubectl.get('runtimeclass', name)).length === 0) {
    const labels = { [metadata.name]: 'true' };
    await must(
      kubectl.apply([{ apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name, labels }, handler }]),
    );
  }
}

/** Next step for a node: pending with a Job, then provisioned or failed. */
async function installOn(
  { environment, kubectl, namespace }: Controller,
  shim: string,
  node: ClusterObject,
): Promise<void> {
  const { labels, name } = node.metadata;
  const job = `${name}-${shim}-install`;
  if (labels?.[shim] === undefined) {
    await must(kubectl.apply([jobOn(name, job, namespace, environment.SHIM_NODE_INSTALLER_IMAGE)]));
    await must(kubectl.replace([labelled(node, shim, 'pending')]));
  } else if (labels[shim] === 'pending') {
    const [found] = await kubectl.get('job', job, `--namespace=${namespace}`);
    const end = succeeded(found);
    if (end !== undefined) {
      await must(kubectl.replace([labelled(node, shim, end ? 'provisioned' : 'failed')]));
    }
  }
}

/** Removes the finalizer as soon as the cleanup Jobs exist, without waiting for them. */
async function uninstall({ environment, kubectl, namespace }: Controller, shim: ClusterObject): Promise<void> {
  const { name } = shim.metadata;
  for (const node of await kubectl.get('nodes', `--selector=${name}`)) {
    const job = `${node.metadata.name}-${name}-uninstall`;
    await must(kubectl.apply([jobOn(node.metadata.name, job, namespace, environment.SHIM_NODE_INSTALLER_IMAGE)]));
    const labels = Object.fromEntries(Object.entries(node.metadata.labels ?? {}).filter(([key]) => key !== name));
    await must(kubectl.replace([{ ...node, metadata: { ...node.metadata, labels } }]));
  }
  await must(kubectl.replace([withFinalizers(shim, [])]));
}

function withFinalizers(shim: ClusterObject, finalizers: string[]): ClusterObject {
  return { ...shim, metadata: { ...shim.metadata, finalizers } };
}
