import * as fs from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { ClusterObject, Kubectl, must } from './kubectl';
import { pause } from './suite';

const SCHEMA = path.join(__dirname, '..', '..', 'schemas', 'core.gardener.cloud.yaml');

/** Milliseconds that it takes to create a Shoot here. */
export const READY_AFTER = 10_000;

interface Definition {
  readonly spec: {
    readonly versions: { schema: { openAPIV3Schema: { properties: object } }; subresources?: object }[];
  };
}

/** Installs a CRD for Shoots, with all fields that this library knows. */
export async function installShoots(kubectl: Kubectl): Promise<void> {
  const definition = parse(fs.readFileSync(SCHEMA, 'utf8')) as Definition;
  for (const version of definition.spec.versions) {
    version.subresources = { status: {} };
    Object.assign(version.schema.openAPIV3Schema.properties, {
      status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    });
  }
  await must(kubectl.apply([definition]));
  await kubectl.text('wait', '--for=condition=Established', '--timeout=60s', 'crd/shoots.core.gardener.cloud');
}

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
