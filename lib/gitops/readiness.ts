import { SPIN_OPERATOR_APIS } from '../releases/registry';
import { field, groupOf, list } from '../synth/manifest';
import { DeliveryObject, DeliveryStage } from './delivery';

export function isDefinition({ kind }: DeliveryObject): boolean {
  return kind === 'CustomResourceDefinition';
}

export function isApp(object: DeliveryObject): boolean {
  return object.kind === 'SpinApp' && isOfSpinOperator(object);
}

export function isExecutor(object: DeliveryObject): boolean {
  return object.kind === 'SpinAppExecutor' && isOfSpinOperator(object);
}

function isOfSpinOperator(object: DeliveryObject): boolean {
  return SPIN_OPERATOR_APIS.some(({ group }) => group === groupOf(object));
}

/** Whether a manifest is that of a cluster that Gardener makes. */
export function isShoot(manifest: unknown): boolean {
  return (
    field(manifest, 'kind') === 'Shoot' && String(field(manifest, 'apiVersion')).startsWith('core.gardener.cloud/')
  );
}

/** Whether changes of a Shoot wait for its maintenance, so that it may be as it should be without them. */
export function isConfined(manifest: unknown): boolean {
  return field(manifest, 'spec', 'maintenance', 'confineSpecUpdateRollout') === true;
}

/** Namespace and name of the executor of an app. */
export function executorOf({ manifest, namespace = '' }: DeliveryObject): string {
  return `${namespace}/${String(field(manifest, 'spec', 'executor'))}`;
}

/** Executors that make no Deployments, by namespace and name: the operator never says anything of their apps. */
export function executorsWithoutDeployments(stages: DeliveryStage[]): Set<string> {
  return new Set(
    stages
      .flatMap(({ objects }) => objects)
      .filter((object) => isExecutor(object) && field(object.manifest, 'spec', 'createDeployment') === false)
      .map(({ name, namespace = '' }) => `${namespace}/${name}`),
  );
}

/** Whether it is a webhook configuration in which somebody in the cluster must write the CA of a Service. */
export function isWebhookWithoutCa({ kind, manifest }: DeliveryObject): boolean {
  return (
    ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].includes(kind) &&
    list(manifest, 'webhooks').some((webhook) => isWithoutCa(field(webhook, 'clientConfig')))
  );
}

/** Whether what the API server is told of a Service lacks the CA, without which it trusts none. */
export function isWithoutCa(clientConfig: unknown): boolean {
  return field(clientConfig, 'service') !== undefined && field(clientConfig, 'caBundle') === undefined;
}
