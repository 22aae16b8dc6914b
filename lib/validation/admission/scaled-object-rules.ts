import { field, list, Manifest } from '../../synth/manifest';
import { parseQuantity } from '../parse-quantity';
import { Problem, Problems } from '../problems';
import { HORIZONTAL_POD_AUTOSCALER, Rule, SCALED, SCALED_OBJECT, SOURCES, Surroundings } from './rule';

/** Annotation with which a ScaledObject takes over an existing HorizontalPodAutoscaler. */
export const TRANSFER = 'scaledobject.keda.sh/transfer-hpa-ownership';

/** KEDA only warns, and some users want the status of a ScaledObject to be refreshed more often. */
export const PERIODS_RULE = 'scaled-object-periods';

/** The rules of KEDA's webhook for ScaledObjects, beyond their schema. */
export const SCALED_OBJECT_RULES: readonly Rule[] = [
  {
    ...SCALED,
    name: 'scaled-object-triggers',
    level: 'error',
    description:
      "CPU and memory triggers need a request or limit of the SpinApp for that resource, unless a LimitRange has a default, and cannot scale from zero: with only such triggers, `minReplicaCount` must be at least 1. Names of triggers must be unique, and CPU, memory and cron triggers have no cached metrics. Otherwise KEDA's webhook rejects the ScaledObject.",
    source: SOURCES.keda,
    check: checkTriggers,
  },
  {
    ...SCALED,
    name: 'scaled-object-replicas',
    level: 'error',
    description:
      "`minReplicaCount` must be at most `maxReplicaCount`, which is 100 by default, and `idleReplicaCount` must be less than `minReplicaCount`, which must be set then. Otherwise KEDA's webhook rejects the ScaledObject.",
    source: SOURCES.keda,
    check: checkReplicas,
  },
  {
    ...SCALED,
    about: ['fallback', 'advanced'],
    name: 'scaled-object-fallback',
    level: 'error',
    description:
      "A fallback needs a trigger that is neither CPU nor memory, and scaling modifiers need a formula and a target greater than zero. Otherwise KEDA's webhook rejects the ScaledObject. Formulas are not compiled here.",
    source: SOURCES.keda,
    check: checkFallback,
  },
  {
    ...SCALED,
    name: 'scaled-object-name',
    level: 'error',
    description:
      "The name of the HorizontalPodAutoscaler that KEDA creates must have at most 63 characters. It is `keda-hpa-` and the name of the ScaledObject, unless it is set. Otherwise KEDA's webhook rejects the ScaledObject.",
    source: SOURCES.keda,
    check: checkName,
  },
  {
    ...SCALED,
    name: 'scaled-object-conflict',
    level: 'error',
    description:
      "A ScaledObject must be the only autoscaler of its target, and the only one with its HorizontalPodAutoscaler. Otherwise KEDA's webhook rejects it.",
    source: SOURCES.keda,
    check: checkConflicts,
  },
  {
    ...SCALED,
    about: ['cooldownPeriod', 'pollingInterval'],
    name: PERIODS_RULE,
    level: 'warning',
    description:
      '`cooldownPeriod` and `pollingInterval` have no effect on scaling where the app never scales to zero or to `idleReplicaCount`: then only the HorizontalPodAutoscaler scales it. The interval still matters to triggers with `useCachedMetrics` and to scaling modifiers.',
    source: SOURCES.keda,
    check: checkPeriods,
  },
];

/** The target of an autoscaler as KEDA compares it: API version and kind have defaults. */
function targetKey({ spec }: Manifest): string {
  const part = (name: string, otherwise: string) => {
    const value = field(spec, 'scaleTargetRef', name) ?? '';
    return typeof value === 'string' && value !== '' ? value : otherwise;
  };
  return [part('apiVersion', 'apps/v1'), part('kind', 'Deployment'), part('name', '')].join(' ');
}

function isOfDeployment(scaledObject: Manifest): boolean {
  return targetKey(scaledObject).startsWith('apps/v1 Deployment ');
}

function triggersOf({ spec }: Manifest): unknown[] {
  return list(spec, 'triggers');
}

function typeOf(trigger: unknown): string {
  return String(field(trigger, 'type'));
}

/** Tells if metrics-server measures what a trigger is about. */
function isOfResource(trigger: unknown): boolean {
  return ['cpu', 'memory'].includes(typeOf(trigger));
}

function hasOnlyResources(scaledObject: Manifest): boolean {
  return triggersOf(scaledObject).every(isOfResource);
}

/** Tells if there is a request or limit greater than zero. */
export function hasAmount(resources: unknown, resource: unknown): boolean {
  return ['requests', 'limits'].some((which) => isPositive(field(resources, which, String(resource))));
}

function isPositive(amount: unknown): boolean {
  return (typeof amount === 'string' || typeof amount === 'number') && (parseQuantity(String(amount)) ?? 0n) > 0n;
}

function checkTriggers(scaledObject: Manifest, surroundings: Surroundings): Problem[] {
  const problems = Problems.at('spec');
  const triggers = triggersOf(scaledObject);
  const names = new Set<unknown>();
  triggers.forEach((trigger, index) => {
    const at = problems.at('triggers', index);
    const name = field(trigger, 'name') ?? '';
    if (name !== '' && names.has(name)) {
      at.at('name').refuse(name, 'is the name of another trigger', 'choose another');
    }
    names.add(name);
    if (field(trigger, 'useCachedMetrics') === true && (isOfResource(trigger) || typeOf(trigger) === 'cron')) {
      const rule = `is not supported for triggers of type ${typeOf(trigger)}`;
      at.at('useCachedMetrics').refuse(true, rule, 'remove it');
    }
  });
  const least = field(scaledObject.spec, 'minReplicaCount') ?? undefined;
  const isAtZero = least === undefined || least === 0;
  if (isOfDeployment(scaledObject) && triggers.length > 0 && hasOnlyResources(scaledObject) && isAtZero) {
    const text = 'must be at least 1: CPU and memory triggers cannot scale from zero';
    problems.at('minReplicaCount').refuse(least, text, 'raise it, or add another trigger');
  }
  checkRequests(problems, scaledObject, surroundings);
  return [...problems.all];
}

/** A container that KEDA looks at, and how to name its owner. */
interface ScaledContainer {
  readonly name: unknown;
  readonly resources: unknown;
  readonly owner: string;
}

/** The containers of the target; none if it is not among the objects. */
function containersOf(scaledObject: Manifest, { inNamespace }: Surroundings): ScaledContainer[] {
  const name = String(field(scaledObject.spec, 'scaleTargetRef', 'name'));
  const { namespace } = scaledObject.metadata;
  const app = isOfDeployment(scaledObject) ? inNamespace('SpinApp', name, namespace) : undefined;
  if (app) {
    return [{ name, resources: field(app.spec, 'resources'), owner: 'SpinApp' }];
  }
  const deployment = isOfDeployment(scaledObject) ? inNamespace('Deployment', name, namespace) : undefined;
  return list(deployment?.spec, 'template', 'spec', 'containers').map((container) => ({
    name: field(container, 'name'),
    resources: field(container, 'resources'),
    owner: 'Deployment',
  }));
}

function checkRequests(problems: Problems, scaledObject: Manifest, surroundings: Surroundings): void {
  const containers = containersOf(scaledObject, surroundings);
  triggersOf(scaledObject).forEach((trigger, index) => {
    const resource = typeOf(trigger);
    const only = field(trigger, 'metadata', 'containerName') ?? '';
    const lacking = containers.find(
      ({ name, resources }) => (only === '' || only === name) && !hasAmount(resources, resource),
    );
    if (isOfResource(trigger) && lacking && !hasDefault(scaledObject, resource, surroundings)) {
      const name = String(field(scaledObject.spec, 'scaleTargetRef', 'name'));
      const text = `needs a request, which the ${lacking.owner} '${name}' does not have`;
      const remedy =
        lacking.owner === 'SpinApp'
          ? `set spec.resources.requests.${resource} of the SpinApp`
          : `set it in the container '${String(lacking.name)}'`;
      problems.at('triggers', index, 'type').refuse(resource, text, remedy);
    }
  });
}

/** Tells if a LimitRange gives containers a request or limit. */
function hasDefault({ metadata }: Manifest, resource: string, { all }: Surroundings): boolean {
  return all('LimitRange', metadata.namespace).some((range) =>
    list(range.spec, 'limits').some(
      (limit) =>
        field(limit, 'type') === 'Container' &&
        hasAmount({ requests: field(limit, 'defaultRequest'), limits: field(limit, 'default') }, resource),
    ),
  );
}

/** A number of pods that is set. */
function count(scaledObject: Manifest, name: string): number | undefined {
  const value = field(scaledObject.spec, name);
  return typeof value === 'number' ? value : undefined;
}

/** Limits that KEDA takes if none are set. */
const DEFAULT_MAX = 100;

function checkReplicas(scaledObject: Manifest): Problem[] {
  const problems = Problems.at('spec');
  const given = count(scaledObject, 'minReplicaCount');
  const least = given === undefined ? 0 : Math.max(given, 1);
  const most = count(scaledObject, 'maxReplicaCount') ?? DEFAULT_MAX;
  if (least > most) {
    const rule = `must be at most maxReplicaCount, which is ${most}`;
    problems.at('minReplicaCount').refuse(given, rule, 'lower it, or raise maxReplicaCount');
  }
  const idle = count(scaledObject, 'idleReplicaCount');
  if (idle !== undefined && idle >= least) {
    const rule = given === undefined ? 'needs minReplicaCount' : `must be less than minReplicaCount, which is ${least}`;
    problems.at('idleReplicaCount').refuse(idle, rule, given === undefined ? 'set it' : 'lower it, or remove it');
  }
  return [...problems.all];
}

/** The scaling modifiers; undefined if none of their fields is set. */
function modifiersOf({ spec }: Manifest): { readonly [name: string]: unknown } | undefined {
  const modifiers = (field(spec, 'advanced', 'scalingModifiers') ?? {}) as { readonly [name: string]: unknown };
  return Object.values(modifiers).some((value) => value !== '' && value !== null) ? modifiers : undefined;
}

function checkFallback(scaledObject: Manifest): Problem[] {
  const problems = Problems.at('spec');
  const modifiers = modifiersOf(scaledObject);
  const fallback = field(scaledObject.spec, 'fallback') ?? undefined;
  if (fallback !== undefined && modifiers === undefined && hasOnlyResources(scaledObject)) {
    const rule = 'needs a trigger that is neither CPU nor memory';
    problems.at('fallback').refuse(undefined, rule, 'add one, or remove it');
  }
  if (modifiers) {
    const { formula = '', target = '' } = modifiers;
    const at = problems.at('advanced', 'scalingModifiers');
    if (formula === '') {
      at.at('formula').refuse(undefined, 'is required', 'set it');
    } else if (target === '') {
      at.at('target').refuse(undefined, 'is required', 'set it');
    } else if (!(Number(target) > 0)) {
      at.at('target').refuse(target, 'is not a number greater than 0', 'choose another');
    }
  } else if (field(fallback, 'behavior') === 'scalingModifiers') {
    const at = problems.at('advanced', 'scalingModifiers', 'formula');
    at.refuse(undefined, "is required for the fallback behavior 'scalingModifiers'", 'set it');
  }
  return [...problems.all];
}

const LONGEST_LABEL = 63;
const HPA_NAME = 'spec.advanced.horizontalPodAutoscalerConfig.name';

function autoscalerName({ metadata, spec }: Manifest): string {
  const name = field(spec, 'advanced', 'horizontalPodAutoscalerConfig', 'name') ?? '';
  return typeof name === 'string' && name !== '' ? name : `keda-hpa-${metadata.name ?? ''}`;
}

function checkName(scaledObject: Manifest): Problem[] {
  const { name = '' } = scaledObject.metadata;
  const own = autoscalerName(scaledObject);
  const isDerived = own === `keda-hpa-${name}`;
  const [path, value] = isDerived ? ['metadata.name', name] : [HPA_NAME, own];
  const limit = `and can have at most ${LONGEST_LABEL}`;
  if (name.length > LONGEST_LABEL) {
    const text = `has ${name.length} characters, ${limit}`;
    return [{ path: 'metadata.name', value: name, text, remedy: 'shorten it' }];
  }
  const text = isDerived
    ? `makes the HorizontalPodAutoscaler ${own}, which has ${own.length} characters, ${limit}`
    : `has ${own.length} characters, ${limit}`;
  const remedy = isDerived ? `shorten it, or set ${HPA_NAME}` : 'shorten it';
  return own.length > LONGEST_LABEL ? [{ path, value, text, remedy }] : [];
}

function checkConflicts(scaledObject: Manifest, { having }: Surroundings): Problem[] {
  const problems = Problems.at('spec');
  const { name, namespace } = scaledObject.metadata;
  const target = targetKey(scaledObject);
  const wanted = field(scaledObject.spec, 'scaleTargetRef', 'name');
  const isOther = ({ metadata }: Manifest) => metadata.name !== name;
  const double = having(SCALED_OBJECT, namespace, targetKey, target).find(isOther);
  if (double) {
    const rule = `is also scaled by the ScaledObject '${String(double.metadata.name)}'`;
    problems.at('scaleTargetRef', 'name').refuse(wanted, rule, 'remove one of them');
  }
  const own = autoscalerName(scaledObject);
  const namesake = having(SCALED_OBJECT, namespace, autoscalerName, own).find(isOther);
  if (namesake) {
    const rule = `is also the HorizontalPodAutoscaler of the ScaledObject '${String(namesake.metadata.name)}'`;
    problems.at('advanced', 'horizontalPodAutoscalerConfig', 'name').refuse(own, rule, 'choose another');
  }
  const isTransferred = field(scaledObject, 'metadata', 'annotations', TRANSFER) === 'true';
  const named = field(scaledObject.spec, 'advanced', 'horizontalPodAutoscalerConfig', 'name');
  for (const hpa of having(HORIZONTAL_POD_AUTOSCALER, namespace, targetKey, target)) {
    const isIgnored = field(hpa, 'metadata', 'annotations', 'validations.keda.sh/hpa-ownership') === 'false';
    const isOwned = list(hpa, 'metadata', 'ownerReferences').some(
      (owner) => field(owner, 'kind') === SCALED_OBJECT && field(owner, 'name') === name,
    );
    const isTaken = isTransferred && named === hpa.metadata.name;
    if (!isIgnored && !isOwned && !isTaken) {
      const rule = `is also scaled by the HorizontalPodAutoscaler '${String(hpa.metadata.name)}'`;
      const remedy = isTransferred ? 'name it in advanced.horizontalPodAutoscalerConfig' : 'remove one of them';
      problems.at('scaleTargetRef', 'name').refuse(wanted, rule, remedy);
    }
  }
  return [...problems.all];
}

function checkPeriods(scaledObject: Manifest): Problem[] {
  const problems = Problems.at('spec');
  if ((count(scaledObject, 'minReplicaCount') ?? 0) === 0 || count(scaledObject, 'idleReplicaCount') !== undefined) {
    return [];
  }
  const rule = 'has no effect on scaling, because the app never scales to zero or idleReplicaCount';
  const cooldown = count(scaledObject, 'cooldownPeriod');
  if (cooldown !== undefined) {
    problems.at('cooldownPeriod').refuse(cooldown, rule, 'remove it');
  }
  const interval = count(scaledObject, 'pollingInterval');
  const isCached = triggersOf(scaledObject).some((trigger) => field(trigger, 'useCachedMetrics') === true);
  if (interval !== undefined && !isCached && modifiersOf(scaledObject) === undefined) {
    problems.at('pollingInterval').refuse(interval, rule, 'remove it, unless the status is to be refreshed that often');
  }
  return [...problems.all];
}
