import { ChildProcessByStdio, spawn } from 'child_process';
import { createInterface } from 'readline';
import { Readable } from 'stream';
import { ClusterObject, Kubectl } from './kubectl';
import { CONTROL_PLANE, programPath } from './programs';

/** Interruption by a change of a platform. */
export interface Interruption {
  /** Seconds during which the Service of the app had no ready endpoint. */
  readonly unavailable: number;

  /** Seconds during which SpinApps could not be changed: the webhooks of the operator had no ready endpoint. */
  readonly unchangeable: number;

  /** Objects that are there before and after, but with another UID. */
  readonly recreated: readonly string[];
}

/** Kinds that a platform consists of, besides those of the pods that they create. */
const KINDS = [
  'clusterroles,clusterrolebindings,customresourcedefinitions,deployments,mutatingwebhookconfigurations,namespaces',
  'rolebindings,roles,runtimeclasses,serviceaccounts,services,validatingwebhookconfigurations',
].join();

/** Custom resources of a platform. Not each release has each of them. */
const CUSTOM =
  /^(certificates|issuers|spinapps|spinappexecutors|shims)\.(cert-manager\.io|core\.spin(kube\.dev|operator\.dev)|runtime\.spinkube\.dev)$/;

/**
 * Watches an app and the objects of a cluster while something changes them.
 *
 * @param kubectl kubectl of the cluster
 * @param app name of the app
 * @param title title of the line with the result
 * @param change the change
 */
export async function interruptionOf(
  kubectl: Kubectl,
  app: string,
  title: string,
  change: () => Promise<void>,
): Promise<Interruption> {
  const before = await uids(kubectl);
  const watches = [watch(kubectl, 'default', app), watch(kubectl, 'spin-operator', 'spin-operator-webhook-service')];
  try {
    await change();
  } finally {
    watches.forEach(({ watching }) => watching.kill());
  }
  const after = await uids(kubectl);
  const recreated = [...before]
    .filter(([name, uid]) => after.has(name) && after.get(name) !== uid)
    .map(([name]) => name);
  const [unavailable, unchangeable] = watches.map(({ availability }) => availability.secondsDown());
  process.stderr.write(
    `${title}: ${unavailable} s unavailable, ${unchangeable} s without changes of SpinApps, ${recreated.length} objects re-created\n`,
  );
  return { unavailable, unchangeable, recreated };
}

/** Watches the endpoints of a Service. */
function watch(kubectl: Kubectl, namespace: string, service: string) {
  const watching = watchEndpoints(kubectl, namespace, service);
  const availability = new Availability();
  createInterface({ input: watching.stdout }).on('line', (line) => {
    availability.read(line);
  });
  return { watching, availability };
}

/** Adds up the time during which no endpoint is ready. */
class Availability {
  private readonly slices = new Map<string, boolean>();
  private downSince?: number;
  private down = 0;

  /** Reads the line of a change. */
  public read(line: string): void {
    const [type, name, ...ready] = line.trim().split(' ');
    this.slices.set(name, type !== 'DELETED' && ready.includes('true'));
    this.note([...this.slices.values()].some(Boolean));
  }

  /** The seconds so far, with one decimal. */
  public secondsDown(): number {
    this.note(this.downSince === undefined);
    return Math.round(this.down / 100) / 10;
  }

  private note(isUp: boolean): void {
    const now = Date.now();
    this.down += this.downSince === undefined ? 0 : now - this.downSince;
    this.downSince = isUp ? undefined : now;
  }
}

/** Prints a line for each change of the endpoints of a Service. */
function watchEndpoints(
  { kubeconfig }: Kubectl,
  namespace: string,
  service: string,
): ChildProcessByStdio<null, Readable, null> {
  const line = '{.type} {.object.metadata.name} {.object.endpoints[*].conditions.ready}{"\\n"}';
  const slices = ['endpointslices', `--namespace=${namespace}`, `--selector=kubernetes.io/service-name=${service}`];
  const options = ['--watch', '--output-watch-events', `--output=jsonpath=${line}`];
  return spawn(programPath(CONTROL_PLANE), ['kubectl', 'get', ...slices, ...options], {
    env: { ...process.env, KUBECONFIG: kubeconfig },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function uids(kubectl: Kubectl): Promise<Map<string, string>> {
  const known = (await kubectl.text('api-resources', '--output=name')).split('\n').filter((name) => CUSTOM.test(name));
  const objects = await kubectl.get([KINDS, ...known].join(), '--all-namespaces');
  return new Map(objects.map((object) => [nameOf(object), object.metadata.uid]));
}

function nameOf({ apiVersion, kind, metadata }: ClusterObject): string {
  return `${kind}.${apiVersion.split('/')[0]} ${metadata.namespace ?? ''}/${metadata.name}`;
}
