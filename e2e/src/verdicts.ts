import { Manifest } from '../../lib/synth/manifest';
import { EXECUTORS, NAMESPACE, NEIGHBOURS, spinkube } from '../../test/validation/arbitrary/neighbours';
import { shortened, Verdict } from '../../test/validation/verdict';
import { Answer, ApiServer, inParallel } from './api-server';
import { Kubectl, must } from './kubectl';
import { operatorFailures } from './operator-log';
import { eventually, pause } from './suite';

/** Milliseconds without new objects after which the operator counts as idle. */
const QUIET = 5000;

/** Status codes of a rejection; any other error fails the suite. */
const REFUSALS = [400, 403, 422];

const PLURALS: { readonly [kind: string]: string } = { SpinApp: 'spinapps', SpinAppExecutor: 'spinappexecutors' };

/** Creates the namespace and the objects that the others refer to. */
export async function prepareNamespace(kubectl: Kubectl): Promise<void> {
  await kubectl.text('create', 'namespace', NAMESPACE);
  // Pods are not needed, and those of a thousand Deployments would overload the cluster.
  await kubectl.text('create', 'quota', 'none', `--namespace=${NAMESPACE}`, '--hard=count/replicasets.apps=0');
  await must(kubectl.apply([...NEIGHBOURS]));
  for (const { metadata } of EXECUTORS) {
    // The operator knows the executor once it has added its finalizer.
    const name = [`spinappexecutor/${metadata.name ?? ''}`, `--namespace=${NAMESPACE}`];
    await kubectl.text('wait', ...name, '--for=jsonpath={.metadata.finalizers[0]}', '--timeout=20s');
  }
}

/** Creates each object in a dry run, and returns the verdicts of the API server. */
export function askForVerdicts(server: ApiServer, objects: readonly Manifest[]): Promise<Verdict[]> {
  return inParallel(objects, async (object) => {
    const { body, code } = await server.post(`${pathOf(object)}?dryRun=All`, object);
    if (code === 201) {
      return { object };
    }
    const message = body.message ?? '';
    if (!REFUSALS.includes(code) && !message.includes('denied the request')) {
      throw new Error(`${code} ${message} ${JSON.stringify(object)}`);
    }
    return { object, refused: shortened(message) };
  });
}

/** Creates the accepted SpinApps, and adds the outcome of their reconciliation to the verdicts. */
export async function addWhatComesOfThem(server: ApiServer, kubectl: Kubectl, verdicts: Verdict[]): Promise<Verdict[]> {
  const chosen = verdicts.filter(({ object, refused }) => object.kind === 'SpinApp' && refused === undefined);
  const created = new Set(chosen);
  await inParallel(chosen, ({ object }) => create(server, object));
  const made = await settled(server);
  const failures = operatorFailures(kubectl);
  return verdicts.map((verdict) => {
    if (!created.has(verdict)) {
      return verdict;
    }
    const name = String(verdict.object.metadata.name);
    const failure = failures.get(name);
    const works = made.has(`services/${name}`) && (isExternal(verdict.object) || made.has(`deployments/${name}`));
    return { ...verdict, works, ...(!works && failure !== undefined && { failure: shortened(failure) }) };
  });
}

async function create(server: ApiServer, object: Manifest): Promise<Answer> {
  const answer = await server.post(pathOf(object), object);
  if (answer.code !== 201) {
    throw new Error(`${answer.code} ${answer.body.message ?? ''} ${JSON.stringify(object)}`);
  }
  return answer;
}

/** Deployments and Services once the operator is idle; it reconciles SpinApps in the order of their creation. */
async function settled(server: ApiServer): Promise<Set<string>> {
  const last = 'last-of-all';
  const spec = { image: 'hello', executor: EXECUTORS[0].metadata.name, replicas: 1 };
  await create(server, spinkube('SpinApp', { metadata: { name: last }, spec }));
  const found = () => madeObjects(server);
  await eventually('the last SpinApp', async () => ((await found()).has(`services/${last}`) ? true : undefined), 400);
  let before = await found();
  return eventually(
    'an idle operator',
    async () => {
      await pause(QUIET);
      const now = await found();
      const isSame = now.size === before.size;
      before = now;
      return isSame ? now : undefined;
    },
    120,
  );
}

async function madeObjects(server: ApiServer): Promise<Set<string>> {
  const namespace = `namespaces/${NAMESPACE}`;
  const deployments = await server.list(`/apis/apps/v1/${namespace}/deployments`);
  const services = await server.list(`/api/v1/${namespace}/services`);
  return new Set([
    ...deployments.map(({ metadata }) => `deployments/${metadata.name}`),
    ...services.map(({ metadata }) => `services/${metadata.name}`),
  ]);
}

/** True if the executor of an app creates no Deployments. */
function isExternal({ spec }: Manifest): boolean {
  return (spec as { readonly executor?: unknown }).executor === 'external';
}

/** The path of objects of a kind in the namespace. */
export function pathOf({ apiVersion, kind }: Manifest): string {
  return `/apis/${apiVersion}/namespaces/${NAMESPACE}/${PLURALS[kind]}`;
}
