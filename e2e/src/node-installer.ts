import { Kubectl } from './kubectl';
import { pause } from './suite';

const FINALIZER = 'rcm.spinkube.dev/finalizer';

/**
 * Does to Shims and nodes what runtime-class-manager would do: a finalizer, how many nodes have the shim, and a label for
 * each of them; and takes all of it away when a Shim is deleted.
 */
export async function runtimeClassManager(kubectl: Kubectl, end: AbortSignal): Promise<void> {
  while (!end.aborted) {
    await lookAfterShims(kubectl);
    await pause(500);
  }
}

async function lookAfterShims(kubectl: Kubectl): Promise<void> {
  const { code, stdout } = await kubectl.try('get', 'shims', '--output=json');
  if (code !== 0) {
    return; // There is no definition, so there is nothing to do.
  }
  const { items } = JSON.parse(stdout) as { items: Awaited<ReturnType<Kubectl['get']>> };
  for (const { metadata, status } of items) {
    const { deletionTimestamp, finalizers = [], name } = metadata;
    if (deletionTimestamp !== undefined) {
      await kubectl.try('label', 'nodes', '--all', `${name}-`);
      await patch(kubectl, name, { metadata: { finalizers: finalizers.filter((one) => one !== FINALIZER) } });
    } else if (status === undefined) {
      const nodes = (await kubectl.get('nodes')).length;
      await kubectl.try('label', 'nodes', '--all', '--overwrite', `${name}=provisioned`);
      await patch(kubectl, name, { metadata: { finalizers: [FINALIZER] }, status: { nodes, nodesReady: nodes } });
    }
  }
}

async function patch(kubectl: Kubectl, shim: string, body: object): Promise<void> {
  await kubectl.try('patch', 'shim', shim, '--type=merge', `--patch=${JSON.stringify(body)}`);
}
