import { field, list, Manifest } from '../../synth/manifest';
import { Problem, Problems } from '../problems';
import { HORIZONTAL_POD_AUTOSCALER, Rule, SCALED, SCALED_OBJECT, SOURCES, SPIN_APP, Surroundings } from './rule';
import { hasAmount, SCALED_OBJECT_RULES, TRANSFER } from './scaled-object-rules';

const HPA = { kind: HORIZONTAL_POD_AUTOSCALER, groups: ['autoscaling'] } as const;
const AUTOSCALERS = [HORIZONTAL_POD_AUTOSCALER, SCALED_OBJECT] as const;

const ABOUT_TARGETS =
  'An autoscaler must target the Deployment of a SpinApp, which has its name, and be the only one of that Deployment. The SpinApp must have `enableAutoscaling`. Otherwise the operator sets the replicas back at each reconcile.';

/** Rules for what scales SpinApps. */
export const AUTOSCALER_RULES: readonly Rule[] = [
  {
    ...HPA,
    name: 'autoscaler-target',
    level: 'warning',
    description: ABOUT_TARGETS,
    source: SOURCES.controller,
    check: checkTarget,
  },
  {
    ...HPA,
    name: 'autoscaler-requests',
    level: 'warning',
    description:
      'A SpinApp that is scaled by the utilization of a resource must have a request for it. Otherwise the autoscaler reports FailedGetResourceMetric and never scales.',
    source: SOURCES.autoscaler,
    check: checkUtilization,
  },
  {
    ...SCALED,
    name: 'scaled-object-target',
    level: 'warning',
    description: ABOUT_TARGETS,
    source: SOURCES.controller,
    check: checkTarget,
  },
  ...SCALED_OBJECT_RULES,
  {
    ...SPIN_APP,
    about: ['enableAutoscaling'],
    name: 'spin-app-autoscaler',
    level: 'warning',
    description:
      'A SpinApp with `enableAutoscaling` must have an autoscaler. Otherwise it stays at one replica. Checked where all autoscalers are known: with `--complete`.',
    source: SOURCES.appWebhook,
    check: checkIsScaled,
  },
];

/** The name of the Deployment that an autoscaler targets; undefined if it targets something else. */
function targetOf({ kind, spec }: Manifest): string | undefined {
  const reference = field(spec, 'scaleTargetRef');
  const name = field(reference, 'name');
  const ofKind = field(reference, 'kind') ?? (kind === SCALED_OBJECT ? 'Deployment' : undefined);
  return ofKind === 'Deployment' && typeof name === 'string' ? name : undefined;
}

/** The SpinApp whose Deployment an autoscaler targets. */
function scaledApp(autoscaler: Manifest, { inNamespace }: Surroundings): Manifest | undefined {
  const name = targetOf(autoscaler);
  return name === undefined ? undefined : inNamespace('SpinApp', name, autoscaler.metadata.namespace);
}

function checkTarget(autoscaler: Manifest, surroundings: Surroundings): Problem[] {
  const problems = Problems.at('spec').at('scaleTargetRef');
  const reference = field(autoscaler.spec, 'scaleTargetRef');
  if (field(reference, 'kind') === 'SpinApp') {
    const remedy = "target its Deployment: kind 'Deployment' and apiVersion 'apps/v1', with the same name";
    problems.at('kind').refuse('SpinApp', 'cannot be scaled: it has no scale subresource', remedy);
  }
  const app = scaledApp(autoscaler, surroundings);
  const name = field(reference, 'name');
  if (app && field(app.spec, 'enableAutoscaling') !== true) {
    const text = `is a SpinApp without enableAutoscaling: the operator sets its replicas back at each reconcile`;
    problems.at('name').refuse(name, text, 'set spec.enableAutoscaling of the SpinApp, and remove its replicas');
  }
  // KEDA rejects a second autoscaler of any Deployment: scaled-object-conflict.
  const other = app && autoscaler.kind !== SCALED_OBJECT ? autoscalersOf(autoscaler, surroundings).at(0) : undefined;
  if (other) {
    const text = `is also scaled by the ${other.kind} '${other.metadata.name}'`;
    problems.at('name').refuse(name, text, 'remove one of them');
  }
  return [...problems.all];
}

/** The other autoscalers of the same target. */
function autoscalersOf(autoscaler: Manifest, { having }: Surroundings): Manifest[] {
  const { name, namespace } = autoscaler.metadata;
  return AUTOSCALERS.flatMap((kind) => having(kind, namespace, targetOf, targetOf(autoscaler))).filter(
    (other) => !(other.kind === autoscaler.kind && other.metadata.name === name) && !isTakenOver(autoscaler, other),
  );
}

/** Tells if KEDA takes over an autoscaler for a ScaledObject. */
function isTakenOver(autoscaler: Manifest, scaledObject: Manifest): boolean {
  const name = field(scaledObject.spec, 'advanced', 'horizontalPodAutoscalerConfig', 'name');
  const isTransferred = field(scaledObject, 'metadata', 'annotations', TRANSFER) === 'true';
  return scaledObject.kind === SCALED_OBJECT && isTransferred && autoscaler.metadata.name === name;
}

function checkUtilization(autoscaler: Manifest, surroundings: Surroundings): Problem[] {
  const app = scaledApp(autoscaler, surroundings);
  if (!app) {
    return [];
  }
  const problems = Problems.at('spec');
  const check = (at: Problems, resource: unknown, value = resource) => {
    if (typeof resource === 'string' && !hasAmount(field(app.spec, 'resources'), resource)) {
      const text = `scales by utilization, but the SpinApp '${app.metadata.name}' has no request for ${resource}`;
      at.refuse(value, text, `set spec.resources.requests.${resource} of the SpinApp`);
    }
  };
  list(autoscaler.spec, 'metrics').forEach((metric, index) => {
    for (const type of ['resource', 'containerResource']) {
      if (field(metric, type, 'target', 'type') === 'Utilization') {
        check(problems.at('metrics', index, type, 'name'), field(metric, type, 'name'));
      }
    }
  });
  const percentage = field(autoscaler.spec, 'targetCPUUtilizationPercentage');
  if (percentage !== undefined) {
    check(problems.at('targetCPUUtilizationPercentage'), 'cpu', percentage);
  }
  return [...problems.all];
}

function checkIsScaled({ metadata, spec }: Manifest, { having, isComplete }: Surroundings): Problem[] {
  const isScaled = AUTOSCALERS.some((kind) => having(kind, metadata.namespace, targetOf, metadata.name).length > 0);
  if (field(spec, 'enableAutoscaling') !== true || isScaled || !AUTOSCALERS.every(isComplete)) {
    return [];
  }
  const text = 'is set, but no HorizontalPodAutoscaler or ScaledObject targets the Deployment of this name';
  return [{ path: 'spec.enableAutoscaling', value: true, text, remedy: 'add one, or set replicas instead' }];
}
