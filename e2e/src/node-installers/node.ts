import { ClusterObject, Kubectl } from '../kubectl';
import { succeeded } from './job';

/** Label of a node without systemctl: containerd ends when an installer restarts it, and with it the pod of the installer. */
export const WITHOUT_SYSTEMCTL = 'e2e/without-systemctl';

/** Label of a node whose containerd ignores what the installer configures. */
export const IGNORES_CONFIGURATION = 'e2e/ignores-configuration';

/** Annotation with the archive of the shim that really is on a node. */
export const BINARY = 'e2e/binary';

export function hasSystemctl({ metadata }: ClusterObject): boolean {
  return metadata.labels?.[WITHOUT_SYSTEMCTL] === undefined;
}

/** True if the binary of the shim cannot be replaced because pods run on it: text file busy. */
export async function isBusy(kubectl: Kubectl, { metadata }: ClusterObject): Promise<boolean> {
  const pods = await kubectl.get('pods', '--all-namespaces', `--field-selector=spec.nodeName=${metadata.name}`);
  const usesShim = pods.some(({ spec }) => (spec as { runtimeClassName?: string }).runtimeClassName !== undefined);
  return metadata.annotations?.[BINARY] !== undefined && usesShim;
}

/** Jobs that have changed their node. */
const done = new Set<string>();

/** Changes a node as a Job has done when it ends; without systemctl, the Job that uninstalls the shim fails although it has done so. */
export async function runJob(kubectl: Kubectl, job: ClusterObject): Promise<void> {
  const { annotations = {}, uid } = job.metadata;
  const {
    'spinkube.dev/nodeName': name,
    'spinkube.dev/operation': operation,
    'spinkube.dev/shimName': shim,
  } = annotations;
  const end = succeeded(job);
  if (end === undefined || done.has(uid)) {
    return;
  }
  const isUninstall = operation === 'uninstall';
  const [node] = await kubectl.get('node', name);
  if (!end && (!isUninstall || hasSystemctl(node))) {
    return;
  }
  done.add(uid);
  const isConfigured = !isUninstall && node.metadata.labels?.[IGNORES_CONFIGURATION] === undefined;
  const handlers = ['', 'runc', ...(isConfigured ? [shim] : [])].map((handler) => ({ name: handler }));
  const patch = JSON.stringify({ status: { runtimeHandlers: handlers } });
  await kubectl.text('patch', 'node', name, '--subresource=status', '--type=merge', `--patch=${patch}`);
  await kubectl.text(
    'annotate',
    'node',
    name,
    '--overwrite',
    isUninstall ? `${BINARY}-` : `${BINARY}=${archiveOf(job)}`,
  );
}

/** Archive that a Job installs: its checksum or location. */
function archiveOf({ spec }: ClusterObject): string {
  const { template } = spec as { template: { spec: { initContainers: { env: { name: string; value: string }[] }[] } } };
  const [{ env }] = template.spec.initContainers;
  return env.at(-1)?.value ?? '';
}
