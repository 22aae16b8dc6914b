import { DeliveryObject, DeliveryStage } from '../delivery';
import { executorOf, isApp, isConfined, isDefinition, isShoot, isWebhookWithoutCa } from '../readiness';
import { call, resource } from './shell';

/**
 * What to wait for when a stage has been applied, as calls of the functions of `install.sh`.
 *
 * @param stage the stage
 * @param unmanaged executors whose apps nobody waits for, by namespace and name
 */
export function waitsOf({ objects }: DeliveryStage, unmanaged: Set<string>): string[] {
  return [
    ...definitions(objects),
    ...objects.flatMap((object) => (isApp(object) && unmanaged.has(executorOf(object)) ? [] : waitFor(object))),
  ];
}

/** All at once: the API server takes about a second for each. */
function definitions(objects: DeliveryObject[]): string[] {
  const found = objects.filter(isDefinition).map(resource);
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
      return isWebhookWithoutCa(object)
        ? [call('wait_for', 'jsonpath={.webhooks[0].clientConfig.caBundle}', '', resource(object))]
        : [];
    case 'Shim':
      return [call('shim_installed', name)];
    case 'Shoot':
      return isShoot(object.manifest)
        ? [
            ...(isConfined(object.manifest) ? [] : [call('shoot_seen', namespace, resource(object))]),
            call('shoot_ready', namespace, resource(object)),
          ]
        : [];
    case 'SpinAppExecutor':
      return [call('wait_for', 'jsonpath={.metadata.finalizers[0]}', namespace, resource(object))];
    case 'SpinApp':
      return [call('wait_for', 'condition=Available', namespace, resource(object))];
    default:
      return [];
  }
}
