import * as l1 from '../../imports/core.spinkube.dev';
import { listUnlessEmpty, mapUnlessEmpty } from '../private/empty';
import { renderVolume } from '../private/kplus-volume';
import { resourceQuantities, sizeQuantity } from '../private/quantity';
import { SpinAppVolumeMount } from './spin-app-props';
import { SpinAppSettings, volumesOf } from './spin-app-settings';

/** Renders `spec` of a SpinApp, of either API group: the older one has the same fields, only fewer. */
export function renderSpinAppSpec(settings: SpinAppSettings): unknown {
  const { enableAutoscaling, readiness, liveness, invocationLimits } = settings;
  return l1.toJson_SpinAppSpec({
    image: settings.image,
    executor: settings.executor.name,
    enableAutoscaling: enableAutoscaling || undefined,
    replicas: settings.replicas ?? (enableAutoscaling ? undefined : 1),
    components: settings.components,
    variables: listUnlessEmpty(Object.entries(settings.variables).map(([name, variable]) => variable._render(name))),
    runtimeConfig: settings.runtimeConfig?._render(),
    checks: (readiness ?? liveness) && { readiness: readiness?._render(), liveness: liveness?._render() },
    resources: renderResources(settings),
    invocationLimits: invocationLimits?.memory && { memory: sizeQuantity(invocationLimits.memory) },
    volumes: listUnlessEmpty(volumesOf(settings).map(renderVolume)),
    volumeMounts: listUnlessEmpty(settings.volumeMounts.map(renderMount)),
    imagePullSecrets: listUnlessEmpty(settings.imagePullSecrets.map(({ name }) => ({ name }))),
    serviceAccountName: settings.serviceAccount?.name,
    deploymentAnnotations: mapUnlessEmpty(settings.deploymentAnnotations),
    podAnnotations: mapUnlessEmpty(settings.podAnnotations),
    podLabels: mapUnlessEmpty(settings.podLabels),
    serviceAnnotations: mapUnlessEmpty(settings.serviceAnnotations),
  });
}

function renderMount(mount: SpinAppVolumeMount): l1.SpinAppSpecVolumeMounts {
  return {
    name: mount.volume.asVolume().name,
    mountPath: mount.path,
    mountPropagation: mount.propagation,
    readOnly: mount.readOnly,
    recursiveReadOnly: mount.recursiveReadOnly,
    subPath: mount.subPath,
    subPathExpr: mount.subPathExpr,
  };
}

function renderResources({
  resources = {},
  extendedResources = {},
}: SpinAppSettings): l1.SpinAppSpecResources | undefined {
  const requests = mapUnlessEmpty(resourceQuantities(resources, 'request'));
  const limits = mapUnlessEmpty({ ...resourceQuantities(resources, 'limit'), ...extendedResources });
  return (requests ?? limits)
    ? { requests: requests && quantities(requests), limits: limits && quantities(limits) }
    : undefined;
}

/** The generated classes of requests and limits hold a value and nothing else. */
function quantities(amounts: { [name: string]: string | number }): { [name: string]: { value: string | number } } {
  return Object.fromEntries(Object.entries(amounts).map(([name, value]) => [name, { value }]));
}
