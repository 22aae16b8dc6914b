import { field, list, Manifest } from '../../synth/manifest';
import { Cluster } from '../cluster';
import { isUnreadyShim } from '../dependents';
import { Diagnosis } from '../diagnosis';
import { Cause, Evidence, Reference, referenceTo, seen, textOf } from '../finding';
import { conditionOf, Role, Workload } from '../workload';
import { handlersOf, nodesWith, usedRuntimeClasses } from './executors';

const SHIM = 'Shim.runtime.spinkube.dev';
const KWASM_ANNOTATION = 'kwasm.sh/kwasm-node';
const KWASM_LABEL = 'kwasm.sh/kwasm-provisioned';

/** Diagnoses between a RuntimeClass and the shim on nodes. */
export const SHIM_DIAGNOSES: readonly Diagnosis[] = [
  { name: 'shim-selects-no-node', page: 'reference/rules.md#shim-node-selector', find: findNoNode },
  { name: 'shim-download-failed', page: 'reference/rules.md#shim-archive', find: (cluster) => findJobs(cluster, true) },
  { name: 'shim-install-failed', page: 'explanation/node-installers.md', find: (cluster) => findJobs(cluster, false) },
  { name: 'kwasm-no-node', page: 'explanation/node-installers.md', find: findNoKwasmNode },
  { name: 'kwasm-provision-failed', page: 'explanation/node-installers.md', find: findKwasmJobs },
  {
    name: 'handler-mismatch',
    page: 'reference/rules.md#executor-handler',
    find: (cluster) => findHandlers(cluster, true),
  },
  { name: 'handler-missing', page: 'explanation/node-installers.md', find: (cluster) => findHandlers(cluster, false) },
  { name: 'shim-not-ready', page: 'how-to/upgrade-shim.md', find: findUnready },
];

/** The SpinApps that do not run, and whose pods need what a Shim installs; also its RuntimeClasses. */
function appsOf(cluster: Cluster, shim: Manifest): Reference[] {
  const handler = shim.metadata.name;
  const used = usedRuntimeClasses(cluster).filter(({ runtimeClass }) => textOf(runtimeClass, 'handler') === handler);
  return used.flatMap(({ apps, runtimeClass }) => [
    referenceTo(runtimeClass),
    ...apps.filter(({ isBroken, refusal }) => isBroken && refusal === '').map(({ reference }) => reference),
  ]);
}

function selectorOf(shim: Manifest): unknown {
  return field(shim, 'spec', 'nodeSelector');
}

function findNoNode(cluster: Cluster): Cause[] {
  return cluster.all(SHIM).flatMap((shim) => {
    const isNobody = cluster.all('Node').length > 0 && nodesWith(cluster, selectorOf(shim)).length === 0;
    const [label, value] = Object.entries((selectorOf(shim) ?? {}) as { readonly [label: string]: string }).at(0) ?? [];
    return isNobody
      ? [
          {
            object: referenceTo(shim),
            text: 'selects no node: the shim is not installed anywhere',
            evidence: [
              seen(shim, 'spec.nodeSelector', selectorOf(shim)),
              ...cluster
                .all('Node')
                .slice(0, 3)
                .map((node) =>
                  seen(
                    node,
                    `metadata.labels['${String(label)}']`,
                    field(node, 'metadata', 'labels', String(label)) ?? 'is not set',
                  ),
                ),
            ],
            remedy: `label the nodes that run SpinApps: kubectl label node NAME ${String(label)}=${String(value)}; or change spec.nodeSelector`,
            explains: [referenceTo(shim), ...appsOf(cluster, shim)],
          },
        ]
      : [];
  });
}

/** The failed Jobs that install a shim, by whether the archive could not be downloaded. */
function findJobs(cluster: Cluster, isDownload: boolean): Cause[] {
  return cluster.all(SHIM).flatMap((shim) => {
    const name = shim.metadata.name ?? '';
    const failed = nodesWith(cluster, selectorOf(shim)).flatMap((node) => {
      const state = textOf(node, 'metadata', 'labels', name);
      const job = cluster.all('Job.batch').find((one) => isInstall(one, name, node.metadata.name ?? ''));
      const pods = job ? cluster.ownedBy(job, 'Pod') : [];
      const failures = pods.flatMap((pod) => failuresIn(pod));
      const isFailed = state === 'failed' || conditionOf(job, 'Failed')?.status === 'True' || failures.length > 0;
      return isFailed && state !== 'provisioned' ? [{ node, job, state, failures }] : [];
    });
    const mine = failed.filter(({ failures }) => failures.some(({ isInit }) => isInit) === isDownload);
    const [first] = mine;
    return mine.length > 0
      ? [
          {
            object: referenceTo(shim),
            text: isDownload
              ? `cannot be downloaded: ${archivesOf(shim).join(' or ')}`
              : `cannot be installed on ${mine.map(({ node }) => node.metadata.name).join(', ')}`,
            evidence: [
              ...mine.map(({ node, state }) => seen(node, `metadata.labels['${name}']`, state || 'is not set')),
              ...(first.job ? jobEvidence(first.job) : []),
              ...first.failures.slice(0, 2).map(({ evidence }) => evidence),
            ],
            remedy: isDownload
              ? 'check that nodes reach the location, and that its sha256 is right; then delete the failed Job and the label of the node'
              : `look at the log of the Job: kubectl logs --all-containers --namespace ${first.job?.metadata.namespace ?? 'runtime-class-manager'} job/${first.job?.metadata.name ?? 'NAME'}`,
            explains: [referenceTo(shim), ...appsOf(cluster, shim)],
          },
        ]
      : [];
  });
}

function jobEvidence(job: Manifest): Evidence[] {
  const failed = conditionOf(job, 'Failed');
  return failed ? [seen(job, 'condition Failed', failed.message || failed.reason)] : [];
}

function isInstall(job: Manifest, shim: string, node: string): boolean {
  const annotations = field(job, 'metadata', 'annotations');
  return (
    textOf(annotations, 'spinkube.dev/shimName') === shim &&
    textOf(annotations, 'spinkube.dev/nodeName') === node &&
    textOf(annotations, 'spinkube.dev/operation') === 'install'
  );
}

function archivesOf({ spec }: Manifest): string[] {
  const strategy = field(spec, 'fetchStrategy');
  const all = [...list(strategy, 'platforms'), field(strategy, 'anonHttp')];
  return all.map((archive) => textOf(archive, 'location')).filter((location) => location !== '');
}

/** The containers of a pod that failed, or cannot start. */
function failuresIn(pod: Manifest): { readonly isInit: boolean; readonly evidence: Evidence }[] {
  return [true, false].flatMap((isInit) =>
    list(pod, 'status', isInit ? 'initContainerStatuses' : 'containerStatuses').flatMap((status) => {
      const ended = field(status, 'state', 'terminated') ?? field(status, 'lastState', 'terminated');
      const code = field(ended, 'exitCode') as number | undefined;
      const name = textOf(status, 'name');
      return code !== undefined && code !== 0
        ? [
            {
              isInit,
              evidence: seen(
                pod,
                `container ${name}`,
                `exit code ${String(code)}${textOf(ended, 'message') ? `: ${textOf(ended, 'message').trim()}` : ''}`,
              ),
            },
          ]
        : [];
    }),
  );
}

function findNoKwasmNode(cluster: Cluster): Cause[] {
  return cluster.running(Role.KWASM_OPERATOR).flatMap((operator) => {
    const isAutomatic = list(operator.template, 'containers')
      .flatMap((container) => list(container, 'env'))
      .some((variable) => textOf(variable, 'name') === 'AUTO_PROVISION_NODES' && textOf(variable, 'value') === 'true');
    const nodes = cluster.all('Node');
    const isNone = nodes.every((node) => field(node, 'metadata', 'annotations', KWASM_ANNOTATION) !== 'true');
    return !isAutomatic && isNone && nodes.length > 0
      ? [
          {
            object: operator.reference,
            text: 'provisions no node, because none has its annotation',
            evidence: nodes
              .slice(0, 3)
              .map((node) =>
                seen(
                  node,
                  `metadata.annotations['${KWASM_ANNOTATION}']`,
                  field(node, 'metadata', 'annotations', KWASM_ANNOTATION) ?? 'is not set',
                ),
              ),
            remedy: `kubectl annotate node --all ${KWASM_ANNOTATION}=true`,
            explains: usedRuntimeClasses(cluster).flatMap(({ apps, runtimeClass }) => [
              referenceTo(runtimeClass),
              ...brokenOf(apps),
            ]),
          },
        ]
      : [];
  });
}

function brokenOf(apps: readonly Workload[]): Reference[] {
  return apps.filter(({ isBroken, refusal }) => isBroken && refusal === '').map(({ reference }) => reference);
}

function findKwasmJobs(cluster: Cluster): Cause[] {
  return cluster.all('Node').flatMap((node) => {
    const name = `${node.metadata.name ?? ''}-provision-kwasm`;
    const job = cluster.all('Job.batch').find(({ metadata }) => metadata.name === name);
    return job && conditionOf(job, 'Failed')?.status === 'True'
      ? [
          {
            object: referenceTo(job),
            text: `could not install the shim on the node ${String(node.metadata.name)}`,
            evidence: [
              ...jobEvidence(job),
              ...cluster
                .ownedBy(job, 'Pod')
                .flatMap(failuresIn)
                .slice(0, 1)
                .map(({ evidence }) => evidence),
              seen(
                node,
                `metadata.labels['${KWASM_LABEL}']`,
                field(node, 'metadata', 'labels', KWASM_LABEL) ?? 'is not set',
              ),
            ],
            remedy: `look at its log, delete it, and remove the label, which kwasm-operator sets even if the Job fails: kubectl label node ${String(node.metadata.name)} ${KWASM_LABEL}-`,
            explains: usedRuntimeClasses(cluster).flatMap(({ apps, runtimeClass }) => [
              referenceTo(runtimeClass),
              ...brokenOf(apps),
            ]),
          },
        ]
      : [];
  });
}

/** RuntimeClasses whose handler no node has, or not one where a pod is; by whether another handler of Spin is there. */
function findHandlers(cluster: Cluster, isMismatch: boolean): Cause[] {
  return usedRuntimeClasses(cluster).flatMap(({ apps, runtimeClass }) => {
    const handler = textOf(runtimeClass, 'handler');
    const stuck = apps.flatMap((app) =>
      app.brokenPods.filter((pod) => cluster.find(app.reference) && isWithoutHandler(cluster, pod, handler)),
    );
    const nodes = nodesWith(cluster, field(runtimeClass, 'scheduling', 'nodeSelector'));
    const known = nodes.filter((node) => handlersOf(node) !== undefined);
    const isNowhere =
      known.length > 0 && known.length === nodes.length && !known.some((node) => handlersOf(node)?.includes(handler));
    if (stuck.length === 0 && !isNowhere) {
      return [];
    }
    const others = new Set([
      ...known.flatMap((node) => handlersOf(node) ?? []).filter((one) => /^spin(-|$)/.test(one)),
      ...cluster
        .all(SHIM)
        .filter((shim) => !isUnreadyShim(shim))
        .flatMap(({ metadata }) => metadata.name ?? []),
    ]);
    if ((others.size > 0 && !others.has(handler)) !== isMismatch) {
      return [];
    }
    const broken = apps.filter(
      ({ brokenPods, isBroken }) => isBroken && (isNowhere || brokenPods.some((pod) => stuck.includes(pod))),
    );
    const where =
      stuck.length > 0
        ? nodes.filter((node) => stuck.some((pod) => textOf(pod, 'spec', 'nodeName') === node.metadata.name))
        : known;
    const names = where.flatMap(({ metadata }) => metadata.name ?? []);
    return [
      {
        object: referenceTo(runtimeClass),
        text: isMismatch
          ? `has the handler ${handler}, but the shim of the nodes is registered as ${[...others].join(' or ')}`
          : `has the handler ${handler}, but containerd on ${names.join(', ') || 'the node'} has none of this name: the shim is missing there`,
        evidence: [
          seen(runtimeClass, 'handler', handler),
          ...where
            .slice(0, 3)
            .flatMap((node) => (handlersOf(node) ? [seen(node, 'status.runtimeHandlers', handlersOf(node))] : [])),
          ...stuck.slice(0, 1).flatMap((pod) => sandboxEvents(cluster, pod, handler)),
        ],
        remedy: isMismatch
          ? `delete the RuntimeClass, whose handler cannot be changed, and create it with the handler ${[...others][0]}`
          : 'install the shim on these nodes (label or annotate them for the node installer), or keep SpinApps off them by scheduling.nodeSelector of the RuntimeClass',
        explains: [referenceTo(runtimeClass), ...broken.map(({ reference }) => reference)],
      },
    ];
  });
}

function sandboxEvents(cluster: Cluster, pod: Manifest, handler: string): Evidence[] {
  return cluster
    .eventsOf(pod)
    .filter(({ message }) => message.includes('no runtime for') && message.includes(`"${handler}"`))
    .slice(0, 1)
    .map(({ message, reason }) => seen(pod, `event ${reason}`, message));
}

/** True if a pod waits on a node without the handler. */
function isWithoutHandler(cluster: Cluster, pod: Manifest, handler: string): boolean {
  const node = cluster.get('Node', textOf(pod, 'spec', 'nodeName'));
  const handlers = node && handlersOf(node);
  const isWaiting = textOf(pod, 'status', 'phase') === 'Pending';
  return (
    isWaiting &&
    node !== undefined &&
    (handlers ? !handlers.includes(handler) : sandboxEvents(cluster, pod, handler).length > 0)
  );
}

/** Shims that are not on all of their nodes, for a reason that nothing else says. */
function findUnready(cluster: Cluster): Cause[] {
  return cluster
    .all(SHIM)
    .filter((shim) => isUnreadyShim(shim) && cluster.secondsSince(textOf(shim, 'metadata', 'creationTimestamp')) > 60)
    .map((shim) => {
      const name = shim.metadata.name ?? '';
      const waiting = nodesWith(cluster, selectorOf(shim)).filter(
        (node) => field(node, 'metadata', 'labels', name) !== 'provisioned',
      );
      return {
        object: referenceTo(shim),
        text: 'is not on all nodes that it selects',
        evidence: [
          seen(shim, 'status', field(shim, 'status') ?? 'is not set'),
          ...waiting
            .slice(0, 3)
            .map((node) =>
              seen(node, `metadata.labels['${name}']`, field(node, 'metadata', 'labels', name) ?? 'is not set'),
            ),
        ],
        remedy:
          'look at the Jobs of runtime-class-manager: kubectl get jobs --all-namespaces --selector spinkube.dev/job=true',
        explains: [referenceTo(shim), ...appsOf(cluster, shim)],
      };
    });
}
