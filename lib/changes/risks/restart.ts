import { isDeepStrictEqual } from 'util';
import { field, kindOf, list, Manifest } from '../../synth/manifest';
import { withoutDefaults } from '../immutable-fields';
import { Action, ObjectChange } from '../object-change';
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
  const { metadata } = versions.after;
  if (!differs(versions, 'spec')) {
    return [];
  }
  const apps = cluster.stages
    .flatMap(({ objects }) => objects)
    .filter((one) => one.kind === 'SpinApp' && one.metadata.namespace === metadata.namespace)
    .filter((one) => field(one, 'spec', 'executor') === metadata.name)
    .map(({ metadata: { name = '' } }) => name);
  const names = apps.length > 0 ? ` (${apps.join(', ')})` : '';
  return risk(`the pods of all SpinApps that use it are replaced${names}`);
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
