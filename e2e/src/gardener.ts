import { ClusterObject, Kubectl } from './kubectl';
import { pause } from './suite';

/** Milliseconds that it takes to create a Shoot here. */
export const READY_AFTER = 10_000;

export interface ShootStatus {
  readonly observedGeneration?: number;
  readonly lastOperation?: { readonly state: string };
}

/** Sets the status of Shoots as Gardener does during and after creation; the label says `healthy` from the beginning. */
export async function gardener(kubectl: Kubectl, end: AbortSignal): Promise<string[]> {
  const begun = new Map<string, number>();
  while (!end.aborted) {
    for (const shoot of await shootsOf(kubectl)) {
      const { generation, uid } = shoot.metadata;
      const status = (shoot.status ?? {}) as ShootStatus;
      if (status.observedGeneration !== generation) {
        begun.set(uid, Date.now());
        await kubectl.try('label', ...nameOf(shoot), '--overwrite', 'shoot.gardener.cloud/status=healthy');
        await report(kubectl, shoot, 'Processing');
      } else if (status.lastOperation?.state === 'Processing' && Date.now() - (begun.get(uid) ?? 0) > READY_AFTER) {
        await report(kubectl, shoot, 'Succeeded');
      }
    }
    await pause(300);
  }
  return [];
}

async function shootsOf(kubectl: Kubectl): Promise<ClusterObject[]> {
  const { code, stdout } = await kubectl.try('get', 'shoots', '--all-namespaces', '--output=json');
  return code === 0 ? (JSON.parse(stdout) as { items: ClusterObject[] }).items : [];
}

function nameOf({ metadata: { name, namespace = '' } }: ClusterObject): string[] {
  return [`shoot/${name}`, `--namespace=${namespace}`];
}

async function report(kubectl: Kubectl, shoot: ClusterObject, state: string): Promise<void> {
  const status = {
    observedGeneration: shoot.metadata.generation,
    lastOperation: { type: 'Create', state, description: state },
    conditions: ['EveryNodeReady', 'SystemComponentsHealthy'].map((type) => ({
      type,
      status: state === 'Succeeded' ? 'True' : 'Unknown',
    })),
  };
  const patch = JSON.stringify({ status });
  await kubectl.try('patch', ...nameOf(shoot), '--subresource=status', '--type=merge', `--patch=${patch}`);
}
