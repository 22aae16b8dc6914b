import { groupOf } from '../synth/manifest';
import { Call, Code, Reference } from './code';
import { Context, hasOnly, isJson, isText, Json, mapsIn, quantityText } from './context';
import { metadataCode } from './metadata-code';
import { otherScalingRules, scalingRules } from './scaling-rules-code';
import { appMethod, KnownKind, Rejection } from './way';

/** The autoscaler of a SpinApp is what `autoscale()` makes. */
export const HORIZONTAL_POD_AUTOSCALER: KnownKind = {
  group: 'autoscaling',
  ways: ({ apiVersion, metadata, spec }, context) => {
    const app = isJson(spec) ? scaledApp(spec.scaleTargetRef, context) : undefined;
    if (!isJson(spec) || !app) {
      return [];
    }
    if (apiVersion !== 'autoscaling/v2') {
      return new Rejection('autoscale()', `it makes autoscaling/v2, and not ${apiVersion}`);
    }
    const { behavior, maxReplicas, metrics = [], minReplicas } = spec;
    const targets = targetsOf(metrics);
    if (!targets) {
      return new Rejection('autoscale()', "'spec.metrics' has a metric that it does not have, or in another order");
    }
    const options = {
      metadata: metadataCode(metadata),
      minReplicas: minReplicas as Code,
      maxReplicas: maxReplicas as Code,
      ...targets,
    };
    const way = (rules: { readonly [name: string]: Code | undefined }) => ({
      ...appMethod(app, 'autoscale', [{ ...options, ...rules }]),
      place: AUTOSCALER,
    });
    const least = typeof minReplicas === 'number' ? minReplicas : 1;
    return [way(otherScalingRules(behavior, least)), way({ ...scalingRules(behavior), kubernetesScalingRules: true })];
  },
};

/** The place of an app for what sets its number of pods. */
export const AUTOSCALER = 'autoscaler';

/** The app whose Deployment is scaled, if the program makes it. */
export function scaledApp(target: unknown, context: Context): Reference | undefined {
  if (!isJson(target) || !isText(target.name)) {
    return undefined;
  }
  const { apiVersion = 'apps/v1', kind = 'Deployment', name } = target;
  const isDeployment = kind === 'Deployment' && isText(apiVersion) && groupOf({ apiVersion }) === 'apps';
  return isDeployment ? context.app(name) : undefined;
}

/** The options for targets, in the order in which `autoscale()` renders them; `metrics` is the last. */
const TARGETS = ['cpuUtilization', 'cpuAverageValue', 'memoryUtilization', 'memoryAverageValue'];

/** Metrics as options; undefined if a metric has none, or the order is another. */
function targetsOf(metrics: unknown): { readonly [option: string]: Code } | undefined {
  const all = mapsIn(metrics)?.map(resourceTarget);
  const places = all?.map((target) => (target ? TARGETS.indexOf(target[0]) : TARGETS.length));
  const isOrdered = places?.every(
    (place, index) => index === 0 || place > places[index - 1] || place === TARGETS.length,
  );
  const others = mapsIn(metrics)?.filter((_, index) => !all?.[index]);
  const custom = others?.map(customMetric);
  if (!all || isOrdered !== true || !custom?.every((metric) => metric !== undefined)) {
    return undefined;
  }
  return {
    ...Object.fromEntries(all.filter((target) => target !== undefined)),
    ...(custom.length > 0 ? { metrics: custom } : {}),
  };
}

/** The option for a target of CPU or memory, and its value. */
function resourceTarget({ resource, type, ...others }: Json): [option: string, value: Code] | undefined {
  if (type !== 'Resource' || !hasOnly(others) || !isJson(resource) || !isJson(resource.target)) {
    return undefined;
  }
  const { name, target } = resource;
  const average = quantityText(target.averageValue);
  if ((name !== 'cpu' && name !== 'memory') || Object.keys(target).length !== 2) {
    return undefined;
  }
  if (target.type === 'Utilization' && typeof target.averageUtilization === 'number') {
    return [`${name}Utilization`, target.averageUtilization];
  }
  return target.type === 'AverageValue' && average !== undefined
    ? [`${name}AverageValue`, new Call(name === 'cpu' ? 'Kube.cpu' : 'Kube.size', average)]
    : undefined;
}

/** A metric of pods, an object or another system. */
function customMetric({ type, ...others }: Json): Code | undefined {
  const [[field, source] = []] = Object.entries(others);
  if (!isText(type) || !isJson(source) || Object.keys(others).length !== 1 || field !== type.toLowerCase()) {
    return undefined;
  }
  const { describedObject, metric, target } = source;
  if (!isJson(metric) || !isJson(target)) {
    return undefined;
  }
  const { name, selector } = metric;
  const { matchLabels, ...expressions } = isJson(selector) ? selector : {};
  const values = { averageValue: quantityText(target.averageValue), value: quantityText(target.value) };
  const isComplete = hasOnly(source, 'describedObject', 'metric', 'target') && hasOnly(metric, 'name', 'selector');
  return isComplete && hasOnly(expressions)
    ? new Call('Kube.metric', {
        type,
        name: name as Code,
        matchLabels: matchLabels as Code,
        ...values,
        describedObject: describedObject as Code,
      })
    : undefined;
}
