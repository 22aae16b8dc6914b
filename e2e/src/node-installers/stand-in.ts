import { ClusterObject, Kubectl } from '../kubectl';
import { pause } from '../suite';
import { Controller } from './job';
import { lookAfterNodes } from './kwasm-operator';
import { lookAfterShims } from './runtime-class-manager';

type Reconcile = (controller: Controller) => Promise<void>;

/** Stand-ins by the name of the Deployment. */
const CONTROLLERS: { readonly [name: string]: Reconcile } = {
  'kwasm-operator': lookAfterNodes,
  'runtime-class-manager': lookAfterShims,
};

/**
 * Does the work of the node installers while their Deployments are Available, with the permissions of their ServiceAccounts.
 *
 * @returns distinct errors
 */
export function nodeInstallers(kubectl: Kubectl, end: AbortSignal): Promise<string[]> {
  return lookAfter(kubectl, end, kubectl);
}

/** Does the work of the controllers only: their Jobs run on real nodes. */
export function nodeControllers(kubectl: Kubectl, end: AbortSignal): Promise<string[]> {
  return lookAfter(kubectl, end);
}

async function lookAfter(kubectl: Kubectl, end: AbortSignal, admin?: Kubectl): Promise<string[]> {
  const problems = new Set<string>();
  while (!end.aborted) {
    for (const deployment of await deployments(kubectl)) {
      const { name } = deployment.metadata;
      await CONTROLLERS[name](controllerOf(kubectl, deployment, admin)).catch((error: unknown) => {
        problems.add(`${name}: ${String(error)}`); // Like a controller, it retries.
      });
    }
    await pause(500);
  }
  return [...problems];
}

/** Available Deployments of the controllers; none while the cluster starts or stops. */
async function deployments(kubectl: Kubectl): Promise<ClusterObject[]> {
  const { code, stdout } = await kubectl.try('get', 'deployments', '--all-namespaces', '--output=json');
  const { items } = code === 0 ? (JSON.parse(stdout) as { items: ClusterObject[] }) : { items: [] };
  return items.filter(
    ({ metadata, status }) =>
      metadata.name in CONTROLLERS && (status as { availableReplicas?: number }).availableReplicas,
  );
}

function controllerOf(kubectl: Kubectl, { metadata, spec }: ClusterObject, admin?: Kubectl): Controller {
  const { namespace = '' } = metadata;
  const { template } = spec as { template: { spec: PodSpec } };
  const [{ env }] = template.spec.containers;
  return {
    kubectl: kubectl.as(`system:serviceaccount:${namespace}:${template.spec.serviceAccountName}`),
    admin,
    namespace,
    environment: Object.fromEntries(env.map(({ name, value }) => [name, value])),
  };
}

interface PodSpec {
  readonly serviceAccountName: string;
  readonly containers: { readonly env: { readonly name: string; readonly value: string }[] }[];
}
