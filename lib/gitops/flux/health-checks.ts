import { groupOf } from '../../synth/manifest';
import { DeliveryObject, DeliveryStage } from '../delivery';
import { SPIN_OPERATOR_APIS } from '../../releases/registry';
import { executorOf, isApp, isWebhookWithoutCa } from '../readiness';

/**
 * How Flux sees whether an object of a kind is as it should be: expressions in CEL over its fields. The version does not
 * matter. As long as one cannot be evaluated, for want of a status, Flux goes on waiting.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#health-check-expressions
 */
export interface FluxHealthCheck {
  readonly apiVersion: string;
  readonly kind: string;

  /** Whether it is as it should be. */
  readonly current: string;

  /** Whether it is still on its way, whatever the others say. */
  readonly inProgress?: string;

  /** Whether there is no use in waiting any longer. */
  readonly failed?: string;
}

const FINALIZERS = SPIN_OPERATOR_APIS.map(({ executorFinalizer }) => `'${executorFinalizer}'`).join(', ');

/**
 * The operator copies the conditions of the Deployment: `Progressing` stays true when a rollout is complete, so its reason
 * counts.
 */
const SPIN_APP = {
  current: [
    "status.conditions.exists(c, c.type == 'Available' && c.status == 'True')",
    "status.conditions.exists(c, c.type == 'Progressing' && c.status == 'True' && c.reason == 'NewReplicaSetAvailable')",
    '((has(spec.enableAutoscaling) && spec.enableAutoscaling) ||' +
      ' (has(status.readyReplicas) ? status.readyReplicas : 0) >= (has(spec.replicas) ? spec.replicas : 1))',
  ].join(' && '),
  failed: "status.conditions.exists(c, c.type == 'Progressing' && c.status == 'False')",
};

/** Executors have no status. The finalizer shows that the operator runs, and that its webhooks answer. */
const SPIN_APP_EXECUTOR = {
  current: `has(metadata.finalizers) && metadata.finalizers.exists(f, f in [${FINALIZERS}])`,
};

/** Shims have no conditions. As long as there is no node for one, nothing could run what needs it. */
const SHIM = { current: 'status.nodes > 0 && status.nodesReady >= status.nodes' };

/** Gardener has begun with what it was told last, unless that waits for the maintenance. */
const SHOOT_OBSERVED =
  '((has(spec.maintenance) && has(spec.maintenance.confineSpecUpdateRollout) && spec.maintenance.confineSpecUpdateRollout) ||' +
  ' status.observedGeneration == metadata.generation)';

/** The label that Gardener gives says `healthy` from the first moment, as long as nothing fails. */
const SHOOT = {
  current: `${SHOOT_OBSERVED} && status.lastOperation.state == 'Succeeded' && status.conditions.all(c, c.status == 'True')`,
  failed: `${SHOOT_OBSERVED} && status.lastOperation.state == 'Failed'`,
};

/** Without the CA, which somebody writes into it, the API server trusts no webhook and refuses what they watch over. */
const WEBHOOK_CONFIGURATION = {
  current:
    'webhooks.all(w, !has(w.clientConfig.service) || (has(w.clientConfig.caBundle) && size(w.clientConfig.caBundle) > 0))',
};

/** Flux takes an object without a status for finished, and cert-manager needs a moment to write one. */
const READY = { current: "status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')" };

/** The checks that stages are waited for by. Without them Flux takes all objects of these kinds for finished at once. */
export const FLUX_HEALTH_CHECKS: FluxHealthCheck[] = [
  ...['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].map((kind) => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    ...WEBHOOK_CONFIGURATION,
  })),
  ...['Certificate', 'ClusterIssuer', 'Issuer'].map((kind) => ({ apiVersion: 'cert-manager.io/v1', kind, ...READY })),
  { apiVersion: 'core.gardener.cloud/v1beta1', kind: 'Shoot', ...SHOOT },
  ...SPIN_OPERATOR_APIS.flatMap(({ apiVersion }) => [
    { apiVersion, kind: 'SpinApp', ...SPIN_APP },
    { apiVersion, kind: 'SpinAppExecutor', ...SPIN_APP_EXECUTOR },
  ]),
  { apiVersion: 'runtime.spinkube.dev/v1alpha1', kind: 'Shim', ...SHIM },
];

/**
 * The checks that a stage needs.
 *
 * @param stage the stage
 * @param unmanaged executors whose apps nobody waits for, by namespace and name
 */
export function healthChecksFor(stage: DeliveryStage, unmanaged: Set<string>): FluxHealthCheck[] {
  return FLUX_HEALTH_CHECKS.flatMap((check) => {
    const objects = stage.objects.filter((object) => isOf(object, check) && isAwaited(object));
    const ignored = new Set(
      objects
        .filter(isApp)
        .map(executorOf)
        .filter((executor) => unmanaged.has(executor)),
    );
    const wanted = objects.some((object) => !isApp(object) || !ignored.has(executorOf(object)));
    return wanted ? [ignored.size > 0 ? ignoring(check, [...ignored]) : check] : [];
  });
}

function isOf(object: DeliveryObject, { apiVersion, kind }: FluxHealthCheck): boolean {
  return object.kind === kind && groupOf(object) === apiVersion.split('/')[0];
}

/** Webhook configurations are ready as they are where nobody needs to write a CA. */
function isAwaited(object: DeliveryObject): boolean {
  return !object.kind.endsWith('WebhookConfiguration') || isWebhookWithoutCa(object);
}

/** The same check, but apps of these executors are as they should be without a status. */
function ignoring(check: FluxHealthCheck, executors: string[]): FluxHealthCheck {
  const ignored = `metadata.namespace + '/' + spec.executor in [${executors.map((name) => `'${name}'`).join(', ')}]`;
  return {
    ...check,
    current: `${ignored} || (${check.current})`,
    failed: check.failed && `!(${ignored}) && ${check.failed}`,
  };
}
