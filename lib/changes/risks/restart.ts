import { isDeepStrictEqual } from 'util';
import { groupBy } from '../../private/group-by';
import { field, kindOf, list, Manifest } from '../../synth/manifest';
import { withoutDefaults } from '../immutable-fields';
import { Action, ObjectChange } from '../object-change';
import { TreeCluster } from '../tree';
import { Risk, RiskContext, RiskName, RiskRule } from './risk';

/** Pods that are restarted. */
export const restart: RiskRule = (change, context) => {
  const { action, after, before } = change;
  return before && after && action !== Action.REGROUPED
    ? (RULES[kindOf(after)]?.({ after, before }, context) ?? [])
    : [];
};

type Versions = Required<Pick<ObjectChange, 'after' | 'before'>>;

const RULES: { readonly [kind: string]: ((versions: Versions, context: RiskContext) => Risk[]) | undefined } = {
  'DaemonSet.apps': (versions) => (isOnDelete(versions.after) ? [] : template(versions)),
  'Deployment.apps': template,
  'Shoot.core.gardener.cloud': nodes,
  'SpinApp.core.spinkube.dev': app,
  'SpinApp.core.spinoperator.dev': app,
  'SpinAppExecutor.core.spinkube.dev': executor,
  'SpinAppExecutor.core.spinoperator.dev': executor,
  'StatefulSet.apps': (versions) => (isOnDelete(versions.after) ? [] : template(versions)),
};

const REMEDY = 'see that enough replicas, and a PodDisruptionBudget, bridge the rollout';

function risk(text: string, remedy = REMEDY): Risk[] {
  return [{ name: RiskName.RESTART, text, remedy }];
}

function differs({ after, before }: Versions, ...path: string[]): boolean {
  return !isDeepStrictEqual(field(before, ...path), field(after, ...path));
}

function isOnDelete(workload: Manifest): boolean {
  return field(workload, 'spec', 'updateStrategy', 'type') === 'OnDelete';
}

function template({ after, before }: Versions): Risk[] {
  const [old, now] = [before, after].map((one) => withoutDefaults(field(one, 'spec', 'template')));
  return !isDeepStrictEqual(old, now) ? risk('its pod template changes: its pods are replaced') : [];
}

/** Fields of a SpinApp that do not get into the pods of its Deployment. */
const OUTSIDE_PODS = ['deploymentAnnotations', 'enableAutoscaling', 'replicas', 'serviceAnnotations'];

function app({ after, before }: Versions): Risk[] {
  const [old, now] = [before, after].map(({ spec }) =>
    Object.entries(spec ?? {}).filter(([name]) => !OUTSIDE_PODS.includes(name)),
  );
  return isDeepStrictEqual(Object.fromEntries(old), Object.fromEntries(now))
    ? []
    : risk('its pods change: the operator replaces them');
}

function executor(versions: Versions, { after: cluster }: RiskContext): Risk[] {
  if (!differs(versions, 'spec')) {
    return [];
  }
  const { name: executorName, namespace } = versions.after.metadata;
  const apps = (appsOf(cluster).get(executorKey(namespace, executorName)) ?? []).map(
    ({ metadata: { name = '' } }) => name,
  );
  const names = apps.length > 0 ? ` (${apps.join(', ')})` : '';
  return risk(`the pods of all SpinApps that use it are replaced${names}`);
}

const known = new WeakMap<TreeCluster, ReadonlyMap<string, readonly Manifest[]>>();

/** The SpinApps of a cluster, by their executors. */
function appsOf(cluster: TreeCluster): ReadonlyMap<string, readonly Manifest[]> {
  let found = known.get(cluster);
  if (found === undefined) {
    const apps = cluster.stages.flatMap(({ objects }) => objects.filter(({ kind }) => kind === 'SpinApp'));
    found = groupBy(apps, ({ metadata, spec }) => executorKey(metadata.namespace, field(spec, 'executor')));
    known.set(cluster, found);
  }
  return found;
}

function executorKey(namespace: string | undefined, name: unknown): string {
  return JSON.stringify([namespace, name]);
}

/** Fields of a worker pool whose changes make Gardener replace its nodes. */
const NODE_FIELDS = ['cri', 'machine', 'providerConfig', 'volume'];

/** Kubernetes versions, machines and the like: Gardener replaces nodes, unless the pool is updated in place. */
function nodes(versions: Versions): Risk[] {
  const { after, before } = versions;
  const pools = new Map(list(before, 'spec', 'provider', 'workers').map((pool) => [field(pool, 'name'), pool]));
  const replaced = list(after, 'spec', 'provider', 'workers').filter((pool) => {
    const old = pools.get(field(pool, 'name'));
    const isChanged = NODE_FIELDS.some((name) => !isDeepStrictEqual(field(old, name), field(pool, name)));
    return old !== undefined && (isChanged || differs(versions, 'spec', 'kubernetes', 'version'));
  });
  const names = replaced.map((pool) => String(field(pool, 'name'))).join(', ');
  return names === '' ? [] : risk(`Gardener replaces the nodes of its worker pools (${names}), and with them all pods`);
}
