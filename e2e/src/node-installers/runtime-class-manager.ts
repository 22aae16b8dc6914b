import { FAILING_IMAGE } from '../images';
import { ClusterObject, must } from '../kubectl';
import { Controller, jobOn, labelled, succeeded } from './job';
import { hasSystemctl, isBusy, runJob } from './node';

const FINALIZER = 'rcm.spinkube.dev/finalizer';

/** Location of an archive that cannot be downloaded. */
export const MISSING = 'https://example.com/missing.tar.gz';

interface Archive {
  readonly location: string;
  readonly sha256?: string;
}

interface ShimSpec {
  readonly nodeSelector?: { readonly [label: string]: string };
  readonly runtimeClass: { readonly name: string; readonly handler: string };
  readonly fetchStrategy: { readonly platforms?: ({ readonly arch: string } & Archive)[]; readonly anonHttp?: Archive };
}

/** Reconciles Shims and Jobs like runtime-class-manager, and does on the nodes what its Jobs would do there. */
export async function lookAfterShims(controller: Controller): Promise<void> {
  for (const shim of await controller.kubectl.get('shims')) {
    if (shim.metadata.deletionTimestamp !== undefined) {
      await uninstall(controller, shim);
    } else {
      await install(controller, shim);
    }
  }
  for (const job of await controller.kubectl.get('jobs', `--namespace=${controller.namespace}`)) {
    await reconcileJob(controller, job);
    if (controller.admin) {
      await runJob(controller.admin, job);
    }
  }
}

/** Versions of Jobs that were reconciled: the manager acts when a Job changes. */
const reconciled = new Set<string>();

/** Writes the end of a Job into the label of its node. */
async function reconcileJob({ kubectl }: Controller, job: ClusterObject): Promise<void> {
  const { annotations = {}, resourceVersion, uid } = job.metadata;
  const version = `${uid}/${resourceVersion}`;
  const end = succeeded(job);
  if (end !== undefined && !reconciled.has(version)) {
    const label = !end ? 'failed' : annotations[OPERATION] === 'install' ? 'provisioned' : undefined;
    const [node] = await kubectl.get('node', annotations[NODE]);
    await must(kubectl.replace([labelled(node, annotations[SHIM], label)]));
    reconciled.add(version);
  }
}

async function install(controller: Controller, shim: ClusterObject): Promise<void> {
  const { kubectl } = controller;
  const { runtimeClass } = shim.spec as ShimSpec;
  await makeRuntimeClass(controller, shim, runtimeClass);
  const nodes = await selectedNodes(controller, shim);
  for (const node of nodes) {
    await installOn(controller, shim, node);
  }
  const name = shim.metadata.name;
  const ready = nodes.filter(({ metadata }) => metadata.labels?.[name] === 'provisioned').length;
  const status = { nodes: nodes.length, nodesReady: ready };
  if (JSON.stringify(shim.status) !== JSON.stringify(status)) {
    await must(kubectl.replace([{ ...withFinalizers(shim, [FINALIZER]), status }]));
  }
}

function selectedNodes({ kubectl }: Controller, { spec }: ClusterObject): Promise<ClusterObject[]> {
  const { nodeSelector = {} } = spec as ShimSpec;
  const selector = Object.entries(nodeSelector).map(([label, value]) => `${label}=${value}`);
  return kubectl.get('nodes', `--selector=${selector.join()}`);
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

/**
 * Labels a node without the label, or after a failure, `pending`, and applies a Job. An existing Job stays as it is: an equal
 * one is not run again, and another one is rejected as a change of an immutable field.
 */
async function installOn(controller: Controller, shim: ClusterObject, node: ClusterObject): Promise<void> {
  const { kubectl } = controller;
  const { name } = shim.metadata;
  if (!['provisioned', 'pending'].includes(node.metadata.labels?.[name] ?? '')) {
    await must(kubectl.replace([labelled((await kubectl.get('node', node.metadata.name))[0], name, 'pending')]));
    const { code } = await kubectl.apply([await installJob(controller, shim, node)]);
    if (code !== 0) {
      const [latest] = await kubectl.get('node', node.metadata.name);
      await must(kubectl.replace([labelled(latest, name, 'failed')]));
    }
  }
}

async function installJob(
  { admin, environment, namespace }: Controller,
  shim: ClusterObject,
  node: ClusterObject,
): Promise<object> {
  const { location, sha256 } = archiveFor(shim);
  const env = [
    { name: 'SHIM_NAME', value: shim.metadata.name },
    { name: 'SHIM_LOCATION', value: location },
    ...(sha256 === undefined ? [] : [{ name: 'SHIM_SHA256', value: sha256 }]),
  ];
  const fails = admin !== undefined && (location === MISSING || (await isBusy(admin, node)));
  const owner = { apiVersion: shim.apiVersion, kind: shim.kind, name: shim.metadata.name, uid: shim.metadata.uid };
  return jobOn(
    node.metadata.name,
    jobName(shim, node, 'install'),
    namespace,
    fails ? FAILING_IMAGE : environment.SHIM_NODE_INSTALLER_IMAGE,
    {
      metadata: { ...jobMetadata(shim, node, 'install'), ownerReferences: [{ ...owner, controller: true }] },
      args: ['install', shim.metadata.name],
      download: { image: environment.SHIM_DOWNLOADER_IMAGE, env },
      retries: admin === undefined,
    },
  );
}

/** All nodes here are amd64. */
function archiveFor({ spec }: ClusterObject): Archive {
  const { anonHttp, platforms = [] } = (spec as ShimSpec).fetchStrategy;
  const archive = platforms.find(({ arch }) => ['amd64', 'x86_64'].includes(arch)) ?? anonHttp;
  if (archive === undefined) {
    throw new Error('the Shim has no archive for amd64');
  }
  return archive;
}

const NODE = 'spinkube.dev/nodeName';
const SHIM = 'spinkube.dev/shimName';
const OPERATION = 'spinkube.dev/operation';

function jobName(shim: ClusterObject, node: ClusterObject, operation: string): string {
  return `${node.metadata.name}-${shim.metadata.name}-${operation}`.slice(0, 63);
}

function jobMetadata(shim: ClusterObject, node: ClusterObject, operation: string): object {
  const common = { [SHIM]: shim.metadata.name, [OPERATION]: operation };
  return { labels: { ...common, 'spinkube.dev/job': 'true' }, annotations: { ...common, [NODE]: node.metadata.name } };
}

/** Removes the finalizer as soon as the Jobs exist that uninstall the shim, without waiting for them. */
async function uninstall(controller: Controller, shim: ClusterObject): Promise<void> {
  const { admin, environment, kubectl, namespace } = controller;
  const { name } = shim.metadata;
  const nodes = await selectedNodes(controller, shim);
  for (const node of nodes.filter(({ metadata }) => metadata.labels?.[name] !== undefined)) {
    const [latest] = await kubectl.get('node', node.metadata.name);
    await must(kubectl.replace([labelled(latest, name, 'uninstall')]));
    const image = admin && !hasSystemctl(node) ? FAILING_IMAGE : environment.SHIM_NODE_INSTALLER_IMAGE;
    const metadata = jobMetadata(shim, node, 'uninstall');
    const options = { metadata, args: ['uninstall', name], retries: admin === undefined };
    const job = jobOn(node.metadata.name, jobName(shim, node, 'uninstall'), namespace, image, options);
    await must(kubectl.apply([job]));
  }
  await must(kubectl.replace([withFinalizers(shim, [])]));
}

function withFinalizers(shim: ClusterObject, finalizers: string[]): ClusterObject {
  return { ...shim, metadata: { ...shim.metadata, finalizers } };
}
