import { field, list, Manifest } from '../../synth/manifest';
import { DeliveryObject, DeliveryStage } from '../delivery';
import { call, resource } from './shell';

/** What to wait for when a stage has been applied, as calls of the functions of `install.sh`. */
export function waitsOf(stage: DeliveryStage, stages: DeliveryStage[]): string[] {
  const unmanaged = executorsWithoutDeployments(stages);
  return [
    ...definitions(stage),
    ...stage.objects.flatMap((object) => {
      const app = `${object.namespace ?? ''}/${String(field(object.manifest, 'spec', 'executor'))}`;
      return object.kind === 'SpinApp' && unmanaged.has(app) ? [] : waitFor(object);
    }),
  ];
}

/** All at once: the API server takes about a second for each. */
function definitions({ objects }: DeliveryStage): string[] {
  const found = objects.filter(({ kind }) => kind === 'CustomResourceDefinition').map(resource);
  return found.length > 0 ? [call('wait_for', 'condition=Established', '', ...found)] : [];
}

function waitFor(object: DeliveryObject): string[] {
  const { kind, name, namespace = '' } = object;
  switch (kind) {
    case 'Deployment':
    case 'DaemonSet':
    case 'StatefulSet':
      return [call('rolled_out', namespace, resource(object))];
    case 'Job':
      return [call('wait_for', 'condition=Complete', namespace, resource(object))];
    case 'Certificate':
    case 'Issuer':
    case 'ClusterIssuer':
      return [call('wait_for', 'condition=Ready', namespace, resource(object))];
    case 'MutatingWebhookConfiguration':
    case 'ValidatingWebhookConfiguration':
      return needsCa(object.manifest as Manifest)
        ? [call('wait_for', 'jsonpath={.webhooks[0].clientConfig.caBundle}', '', resource(object))]
        : [];
    case 'Shim':
      return [call('shim_installed', name)];
    case 'SpinAppExecutor':
      return [call('wait_for', 'jsonpath={.metadata.finalizers[0]}', namespace, resource(object))];
    case 'SpinApp':
      return [call('wait_for', 'condition=Available', namespace, resource(object))];
    default:
      return [];
  }
}

/** Somebody must fill in the CA: the API server trusts nobody's webhook without one. */
function needsCa(manifest: Manifest): boolean {
  return list(manifest, 'webhooks').some(
    (webhook) =>
      field(webhook, 'clientConfig', 'service') !== undefined &&
      field(webhook, 'clientConfig', 'caBundle') === undefined,
  );
}

/** The operator never says anything of apps that it makes no Deployments for. */
function executorsWithoutDeployments(stages: DeliveryStage[]): Set<string> {
  return new Set(
    stages
      .flatMap(({ objects }) => objects)
      .filter(
        ({ kind, manifest }) => kind === 'SpinAppExecutor' && field(manifest, 'spec', 'createDeployment') === false,
      )
      .map(({ name, namespace = '' }) => `${namespace}/${name}`),
  );
}
