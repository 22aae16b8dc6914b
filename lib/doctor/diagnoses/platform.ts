import { field, list } from '../../synth/manifest';
import { Cluster } from '../cluster';
import { dependentsOf, isUnready } from '../dependents';
import { Diagnosis } from '../diagnosis';
import { Cause, Reference, referenceTo, seen, textOf } from '../finding';
import { isOfOperator, webhookConfigurations } from '../webhooks';
import { conditionOf, Role, Workload } from '../workload';

/** Diagnoses of the Deployments of a platform as a whole. Their pods are diagnosed like those of apps. */
export const PLATFORM_DIAGNOSES: readonly Diagnosis[] = [
  { name: 'node-not-ready', page: 'explanation/node-installers.md', find: findNodes },
  { name: 'cert-manager-missing', page: 'explanation/order.md', find: findNoCertManager },
  { name: 'operator-missing', page: 'explanation/order.md', find: findNoOperator },
  { name: 'scaled-down', page: 'how-to/high-availability.md', find: findScaledDown },
];

function findNodes(cluster: Cluster): Cause[] {
  return cluster.all('Node').flatMap((node) => {
    const ready = conditionOf(node, 'Ready');
    const pods = cluster.apps.filter(({ brokenPods }) =>
      brokenPods.some((pod) => textOf(pod, 'spec', 'nodeName') === node.metadata.name),
    );
    return ready !== undefined && ready.status !== 'True'
      ? [
          {
            object: referenceTo(node),
            text: 'is not ready: its pods do not run, and get no requests',
            evidence: [seen(node, 'condition Ready', ready.message || ready.reason || ready.status)],
            remedy: `look at its kubelet and container runtime: kubectl describe node ${node.metadata.name ?? ''}`,
            explains: pods.map(({ reference }) => reference),
          },
        ]
      : [];
  });
}

function findNoCertManager(cluster: Cluster): Cause[] {
  const all = cluster.all('Certificate.cert-manager.io');
  const waiting = all.filter(
    (one) =>
      isUnready(one) ||
      cluster.has({ kind: 'Secret', namespace: one.metadata.namespace, name: textOf(one, 'spec', 'secretName') }) ===
        false,
  );
  const object = { kind: 'Deployment.apps', namespace: 'cert-manager', name: 'cert-manager' };
  const isMissing = cluster.isWhole && cluster.isKnown(object.kind) && cluster.running(Role.CERT_MANAGER).length === 0;
  return isMissing && all.length > 0
    ? [
        {
          object,
          text: 'does not exist, nor does another cert-manager, but there are Certificates to issue or to renew',
          isWarning: waiting.length === 0,
          evidence: (waiting.length > 0 ? waiting : all)
            .slice(0, 3)
            .map((one) => seen(one, 'condition Ready', conditionOf(one, 'Ready')?.message ?? 'is not set')),
          remedy: 'install cert-manager, such as the stage cert-manager of a bundle',
          explains: waiting.flatMap((one) => [
            referenceTo(one),
            { kind: 'Secret', namespace: one.metadata.namespace, name: textOf(one, 'spec', 'secretName') },
          ]),
        },
      ]
    : [];
}

function findNoOperator(cluster: Cluster): Cause[] {
  const stale = cluster.apps.filter(({ isStale }) => isStale);
  const held = cluster.allOfSpin('SpinAppExecutor');
  const object = { kind: 'Deployment.apps', namespace: 'spin-operator', name: 'spin-operator-controller-manager' };
  const isMissing = cluster.isWhole && cluster.isKnown(object.kind) && cluster.running(Role.SPIN_OPERATOR).length === 0;
  const waiting = [...stale.map((one) => one.object), ...held];
  return isMissing && waiting.length > 0
    ? [
        {
          object,
          text: 'does not exist, nor does another spin-operator, but there are SpinApps or executors',
          evidence: waiting.slice(0, 3).map((one) => seen(one, 'metadata.name', 'has no operator')),
          remedy: 'install spin-operator, such as the stage spin-operator of a bundle',
          explains: [
            ...waiting.map(referenceTo),
            ...webhookConfigurations(cluster)
              .filter(isOfOperator)
              .flatMap((one) => [referenceTo(one.object), ...one.webhooks.map(({ service }) => service)]),
          ],
        },
      ]
    : [];
}

/** Effect of a part of the platform that does not run. */
const EFFECTS: { readonly [role in Role]: string } = {
  [Role.SPIN_OPERATOR]: 'nothing reconciles SpinApps, and their webhooks do not answer',
  [Role.CERT_MANAGER]: 'nothing issues or renews certificates',
  [Role.CERT_MANAGER_INJECTOR]: 'nothing writes CAs into webhook configurations',
  [Role.CERT_MANAGER_WEBHOOK]: 'Issuers and Certificates cannot be created or changed',
  [Role.RUNTIME_CLASS_MANAGER]: 'nothing installs shims on nodes',
  [Role.KWASM_OPERATOR]: 'nothing provisions nodes',
};

export function effectOf({ role }: Workload): string {
  return role === undefined ? '' : EFFECTS[role];
}

function findScaledDown(cluster: Cluster): Cause[] {
  return cluster.platform
    .filter(({ replicas, role, object }) => replicas === 0 && !isSpare(cluster, role, referenceTo(object)))
    .map((workload): Cause => {
      const { namespace = '', name = '' } = workload.object.metadata;
      const explains = dependentsOf(cluster, workload);
      return {
        object: workload.reference,
        text: `is scaled to 0: ${effectOf(workload)}`,
        evidence: [
          seen(workload.object, 'spec.replicas', 0),
          ...list(workload.object, 'status', 'conditions')
            .filter((condition) => field(condition, 'type') === 'Available' && field(condition, 'status') !== 'True')
            .map((condition) => seen(workload.object, 'condition Available', textOf(condition, 'message'))),
        ],
        remedy: `kubectl --namespace ${namespace} scale deployment ${name} --replicas=1, and find out who scaled it`,
        explains: [workload.reference, ...explains],
      };
    });
}

/** True if another Deployment has the same role. */
function isSpare(cluster: Cluster, role: Role | undefined, { name, namespace }: Reference): boolean {
  return cluster.platform.some(
    (other) =>
      other.role === role &&
      other.replicas > 0 &&
      (other.object.metadata.name !== name || other.object.metadata.namespace !== namespace),
  );
}
