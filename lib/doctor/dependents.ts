import { field, list, Manifest } from '../synth/manifest';
import { Cluster } from './cluster';
import { Reference, referenceTo, textOf } from './finding';
import { serviceOf, webhookConfigurations } from './webhooks';
import { conditionOf, isDeleted, Role, Workload } from './workload';

/** Objects that do not work as long as a workload does not: each must be seen as broken itself. */
export function dependentsOf(cluster: Cluster, workload: Workload): Reference[] {
  const services = servicesOf(cluster, workload);
  const configurations = webhookConfigurations(cluster).filter(({ webhooks }) =>
    webhooks.some(({ service }) => services.some((one) => serviceOf(cluster, service) === one)),
  );
  const webhooks = [...services, ...configurations.map(({ object }) => object)];
  return [...webhooks, ...dependentsByRole(cluster, workload)].map(referenceTo).concat(secretsOf(cluster, workload));
}

/** Executors that wait for the operator: to be seen, or to go. */
export function waitingExecutors(cluster: Cluster): Manifest[] {
  return cluster
    .allOfSpin('SpinAppExecutor')
    .filter((executor) => isDeleted(executor) || list(executor, 'metadata', 'finalizers').length === 0);
}

export function isUnready(object: Manifest): boolean {
  return conditionOf(object, 'Ready')?.status !== 'True';
}

export function isUnreadyShim(shim: Manifest): boolean {
  const nodes = Number(field(shim, 'status', 'nodes') ?? 0);
  return nodes === 0 || Number(field(shim, 'status', 'nodesReady') ?? 0) < nodes;
}

function dependentsByRole(cluster: Cluster, { role }: Workload): readonly Manifest[] {
  switch (role) {
    case Role.SPIN_OPERATOR:
      return [
        ...waitingExecutors(cluster),
        ...cluster.apps.filter(({ isStale }) => isStale).map(({ object }) => object),
      ];
    case Role.CERT_MANAGER:
      return ['Certificate', 'Issuer', 'ClusterIssuer'].flatMap((kind) =>
        cluster.all(`${kind}.cert-manager.io`).filter(isUnready),
      );
    case Role.CERT_MANAGER_INJECTOR:
      return webhookConfigurations(cluster)
        .filter(({ webhooks }) => webhooks.some(({ caBundle }) => caBundle === ''))
        .map(({ object }) => object);
    case Role.RUNTIME_CLASS_MANAGER:
      return cluster.all('Shim.runtime.spinkube.dev').filter(isUnreadyShim);
    case Role.KWASM_OPERATOR:
      return cluster.all('Node');
    default:
      return [];
  }
}

/** The Secrets that cert-manager has not issued. */
function secretsOf(cluster: Cluster, { role }: Workload): Reference[] {
  return role === Role.CERT_MANAGER
    ? cluster
        .all('Certificate.cert-manager.io')
        .map(({ metadata: { namespace }, spec }) => ({ kind: 'Secret', name: textOf(spec, 'secretName'), namespace }))
        .filter((secret) => cluster.has(secret) === false)
    : [];
}

/** The Services that select the pods of a Deployment of the platform. */
function servicesOf(cluster: Cluster, { isApp, object }: Workload): Manifest[] {
  return isApp ? [] : cluster.all('Service', object.metadata.namespace).filter((service) => selects(service, object));
}

/** True if a Service selects the pods of a Deployment. */
export function selects(service: Manifest, deployment: Manifest): boolean {
  const selector = Object.entries((field(service, 'spec', 'selector') ?? {}) as { readonly [label: string]: string });
  const labels = field(deployment, 'spec', 'template', 'metadata', 'labels');
  return selector.length > 0 && selector.every(([label, value]) => field(labels, label) === value);
}
