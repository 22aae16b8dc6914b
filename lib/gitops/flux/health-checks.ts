import { field, groupOf, list, Manifest } from '../../synth/manifest';
import { DeliveryObject, DeliveryStage } from '../delivery';

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

const OPERATOR_GROUPS = ['core.spinkube.dev', 'core.spinoperator.dev'];
const FINALIZERS = OPERATOR_GROUPS.map((group) => `'${group}/finalizer'`).join(', ');

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
  ...OPERATOR_GROUPS.flatMap((group) => [
    { apiVersion: `${group}/v1alpha1`, kind: 'SpinApp', ...SPIN_APP },
    { apiVersion: `${group}/v1alpha1`, kind: 'SpinAppExecutor', ...SPIN_APP_EXECUTOR },
  ]),
  { apiVersion: 'runtime.spinkube.dev/v1alpha1', kind: 'Shim', ...SHIM },
];

/** The checks that a stage needs. */
export function healthChecksFor(stage: DeliveryStage, stages: DeliveryStage[]): FluxHealthCheck[] {
  const unmanaged = executorsWithoutDeployments(stages);
  return FLUX_HEALTH_CHECKS.flatMap((check) => {
    const objects = stage.objects.filter((object) => isOf(object, check) && !isReadyAsItIs(object));
    const ignored = [...new Set(objects.map(executorOf).filter((executor) => unmanaged.has(executor)))];
    const wanted = objects.some((object) => !unmanaged.has(executorOf(object)));
    return wanted ? [ignored.length > 0 ? ignoring(check, ignored) : check] : [];
  });
}

export function isApp(object: DeliveryObject): boolean {
  return object.kind === 'SpinApp' && OPERATOR_GROUPS.includes(group(object));
}

export function isExecutor(object: DeliveryObject): boolean {
  return object.kind === 'SpinAppExecutor' && OPERATOR_GROUPS.includes(group(object));
}

function isOf(object: DeliveryObject, { apiVersion, kind }: FluxHealthCheck): boolean {
  return object.kind === kind && group(object) === apiVersion.split('/')[0];
}

function group({ manifest }: DeliveryObject): string {
  return groupOf(manifest as Manifest);
}

/** Webhook configurations for which nobody needs to fill in a CA. */
function isReadyAsItIs({ kind, manifest }: DeliveryObject): boolean {
  return (
    kind.endsWith('WebhookConfiguration') &&
    list(manifest, 'webhooks').every(
      (webhook) =>
        field(webhook, 'clientConfig', 'service') === undefined ||
        field(webhook, 'clientConfig', 'caBundle') !== undefined,
    )
  );
}

/** The operator never says anything of apps that it makes no Deployments for. */
function executorsWithoutDeployments(stages: DeliveryStage[]): Set<string> {
  return new Set(
    stages
      .flatMap(({ objects }) => objects)
      .filter((object) => isExecutor(object) && field(object.manifest, 'spec', 'createDeployment') === false)
      .map(({ name, namespace = '' }) => `${namespace}/${name}`),
  );
}

/** Namespace and name of the executor of an app. */
function executorOf(object: DeliveryObject): string {
  return isApp(object) ? `${object.namespace ?? ''}/${String(field(object.manifest, 'spec', 'executor'))}` : '';
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
