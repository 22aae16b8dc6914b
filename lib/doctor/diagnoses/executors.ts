import { field, groupOf, list, Manifest } from '../../synth/manifest';
import { nearest } from '../../private/nearest';
import { Cluster } from '../cluster';
import { Diagnosis } from '../diagnosis';
import { absent, Cause, Reference, referenceTo, seen, textOf } from '../finding';
import { isDeleted, Role, Workload } from '../workload';

const RUNTIME_CLASS = 'RuntimeClass.node.k8s.io';

/** Seconds after which a deletion hangs. */
const PATIENCE = 5;

/** Diagnoses between a SpinApp and its RuntimeClass. */
export const EXECUTOR_DIAGNOSES: readonly Diagnosis[] = [
  { name: 'executor-deletion-hangs', page: 'explanation/upstream-issues.md', find: findHanging },
  { name: 'executor-missing', page: 'reference/rules.md#spin-app-executor', find: findNoExecutor },
  {
    name: 'executor-without-deployment-config',
    page: 'reference/rules.md#executor-deployment-config',
    find: findNoDeploymentConfig,
  },
  { name: 'executor-runtime-class', page: 'reference/rules.md#executor-runtime-class', find: findOtherRuntimeClass },
  { name: 'runtime-class-missing', page: 'reference/rules.md#executor-runtime-class', find: findNoRuntimeClass },
];

function findHanging(cluster: Cluster): Cause[] {
  return cluster
    .allOfSpin('SpinAppExecutor')
    .filter((one) => isDeleted(one) && cluster.secondsSince(textOf(one, 'metadata', 'deletionTimestamp')) > PATIENCE)
    .map((executor) => {
      const users = cluster.apps.filter(
        ({ object }) =>
          textOf(object, 'spec', 'executor') === executor.metadata.name && groupOf(object) === groupOf(executor),
      );
      const isServed = cluster
        .running(Role.SPIN_OPERATOR)
        .some(({ isAvailable, replicas }) => isAvailable && replicas > 0);
      return {
        object: referenceTo(executor),
        text:
          users.length > 0
            ? `is being deleted while SpinApps use it: spin-operator keeps it until they are gone`
            : 'is being deleted, and waits for spin-operator to remove its finalizer',
        evidence: [
          seen(executor, 'metadata.deletionTimestamp', textOf(executor, 'metadata', 'deletionTimestamp')),
          seen(executor, 'metadata.finalizers', field(executor, 'metadata', 'finalizers')),
          ...users.slice(0, 3).map(({ object }) => seen(object, 'spec.executor', textOf(object, 'spec', 'executor'))),
        ],
        remedy:
          users.length > 0
            ? 'delete the SpinApps, or move them to another executor; also those in other namespaces that use an executor of this name'
            : isServed
              ? 'look at the log of spin-operator'
              : 'start spin-operator again. If it is gone for good, delete its webhook configurations, and then the finalizer',
        explains: [{ kind: 'Namespace', name: executor.metadata.namespace ?? '' }],
      };
    });
}

function findNoExecutor(cluster: Cluster): Cause[] {
  const missing = new Map<string, { object: Reference; apps: Workload[] }>();
  for (const app of cluster.apps.filter(({ executor }) => executor === undefined)) {
    const object = {
      kind: `SpinAppExecutor.${groupOf(app.object)}`,
      namespace: app.object.metadata.namespace,
      name: textOf(app.object, 'spec', 'executor'),
    };
    if (cluster.has(object) === false) {
      const key = `${object.kind}/${String(object.namespace)}/${object.name}`;
      const { apps } = missing.get(key) ?? { apps: [] };
      missing.set(key, { object, apps: [...apps, app] });
    }
  }
  return [...missing.values()].map(({ apps, object }) => {
    const others = cluster.all(object.kind, object.namespace).flatMap(({ metadata }) => metadata.name ?? []);
    const [{ object: first }] = apps;
    return {
      object,
      text: `does not exist, but SpinApps of its namespace use it: spin-operator does not reconcile them`,
      evidence: [
        absent(object),
        ...apps.slice(0, 3).map((app) => seen(app.object, 'spec.executor', object.name)),
        ...eventsWith(cluster, first, 'MissingExecutor'),
      ],
      remedy:
        others.length > 0
          ? `set spec.executor to ${nearest(object.name, others) ?? others.join(' or ')}, which the namespace has, or create the executor`
          : 'create the executor in this namespace: every namespace with SpinApps needs its own',
      explains: apps.map(({ reference }) => reference),
    };
  });
}

function eventsWith(cluster: Cluster, object: Manifest, reason: string): Cause['evidence'] {
  return cluster
    .eventsOf(object)
    .filter((event) => event.reason === reason)
    .slice(0, 1)
    .map(({ message }) => seen(object, `event ${reason}`, message));
}

function createsDeployments(executor: Manifest): boolean {
  return field(executor, 'spec', 'createDeployment') === true;
}

function findNoDeploymentConfig(cluster: Cluster): Cause[] {
  return cluster
    .allOfSpin('SpinAppExecutor')
    .filter((one) => createsDeployments(one) && field(one, 'spec', 'deploymentConfig') === undefined)
    .map((executor) => ({
      object: referenceTo(executor),
      text: 'creates Deployments but has no deploymentConfig: spin-operator panics on each of its SpinApps',
      evidence: [seen(executor, 'spec.deploymentConfig', 'is not set')],
      remedy: 'set spec.deploymentConfig.runtimeClassName',
      explains: cluster.appsUnder(referenceTo(executor)).map(({ reference }) => reference),
    }));
}

/** The executors whose RuntimeClass does not exist. */
function withoutRuntimeClass(cluster: Cluster): { executor: Manifest; object: Reference }[] {
  return cluster
    .allOfSpin('SpinAppExecutor')
    .filter(createsDeployments)
    .map((executor) => ({
      executor,
      object: { kind: RUNTIME_CLASS, name: textOf(executor, 'spec', 'deploymentConfig', 'runtimeClassName') },
    }))
    .filter(({ object }) => object.name !== '' && cluster.has(object) === false);
}

/** Names of the RuntimeClasses that run Spin, by their handlers. */
function spinClasses(cluster: Cluster): string[] {
  return cluster
    .all(RUNTIME_CLASS)
    .filter((one) => /^spin(-|$)/.test(textOf(one, 'handler')))
    .flatMap(({ metadata }) => metadata.name ?? []);
}

function refusalsUnder(cluster: Cluster, executor: Manifest): Cause['evidence'] {
  return cluster
    .appsUnder(referenceTo(executor))
    .filter(({ refusal }) => refusal.includes('RuntimeClass'))
    .slice(0, 1)
    .map(({ refusal, replicaSet }) => seen(replicaSet ?? executor, 'condition ReplicaFailure', refusal));
}

function findOtherRuntimeClass(cluster: Cluster): Cause[] {
  const others = spinClasses(cluster);
  return others.length === 0
    ? []
    : withoutRuntimeClass(cluster).map(({ executor, object }) => ({
        object: referenceTo(executor),
        text: `names the RuntimeClass ${object.name}, which does not exist: no pod of its SpinApps is created`,
        evidence: [
          seen(executor, 'spec.deploymentConfig.runtimeClassName', object.name),
          absent(object),
          ...refusalsUnder(cluster, executor),
        ],
        remedy: `set spec.deploymentConfig.runtimeClassName to ${nearest(object.name, others) ?? others.join(' or ')}`,
        explains: [object, ...cluster.appsUnder(referenceTo(executor)).map(({ reference }) => reference)],
      }));
}

function findNoRuntimeClass(cluster: Cluster): Cause[] {
  if (spinClasses(cluster).length > 0) {
    return [];
  }
  const all = withoutRuntimeClass(cluster);
  return [...new Set(all.map(({ object }) => object.name))].map((name) => {
    const object = { kind: RUNTIME_CLASS, name };
    const executors = all.filter((one) => one.object.name === name).map(({ executor }) => executor);
    const shims = cluster
      .all('Shim.runtime.spinkube.dev')
      .filter((one) => textOf(one, 'spec', 'runtimeClass', 'name') === name);
    return {
      object,
      text: 'does not exist, but executors name it: no pod of their SpinApps is created',
      evidence: [
        absent(object),
        ...executors.map((one) => seen(one, 'spec.deploymentConfig.runtimeClassName', name)),
        ...executors.slice(0, 1).flatMap((one) => refusalsUnder(cluster, one)),
      ],
      remedy: `create it, with the handler ${textOf(shims.at(0), 'spec', 'runtimeClass', 'handler') || 'that the shim has on the nodes: spin-v2 with runtime-class-manager, spin with kwasm-operator'}`,
      explains: executors.flatMap((one) => cluster.appsUnder(referenceTo(one)).map(({ reference }) => reference)),
    };
  });
}

/** The RuntimeClasses that executors name, with the SpinApps that use them. */
export function usedRuntimeClasses(cluster: Cluster): { runtimeClass: Manifest; apps: readonly Workload[] }[] {
  const used = new Set(
    cluster
      .allOfSpin('SpinAppExecutor')
      .filter(createsDeployments)
      .map((one) => textOf(one, 'spec', 'deploymentConfig', 'runtimeClassName')),
  );
  return cluster
    .all(RUNTIME_CLASS)
    .filter(({ metadata }) => used.has(metadata.name ?? ''))
    .map((runtimeClass) => ({
      runtimeClass,
      apps: cluster.apps.filter(
        ({ executor }) =>
          textOf(executor, 'spec', 'deploymentConfig', 'runtimeClassName') === runtimeClass.metadata.name,
      ),
    }));
}

/** Nodes that have all labels of a selector. */
export function nodesWith(cluster: Cluster, selector: unknown): Manifest[] {
  const labels = Object.entries((selector ?? {}) as { readonly [label: string]: string });
  return cluster
    .all('Node')
    .filter((node) => labels.every(([label, value]) => field(node, 'metadata', 'labels', label) === value));
}

/** The runtime handlers of a node; undefined where the kubelet does not tell. */
export function handlersOf(node: Manifest): string[] | undefined {
  const found = list(node, 'status', 'runtimeHandlers').map((handler) => textOf(handler, 'name'));
  return found.length > 0 ? found : undefined;
}
