import { violation } from '../private/errors';
import { renderVolume } from '../private/kplus-volume';
import { bytes, sizeQuantity } from '../private/quantity';
import { checkSpinAppName } from '../validation/admission/metadata-rules';
import { describeFinding } from '../validation/finding';
import { SpinAppSettings, volumesOf } from './spin-app-settings';
import { unknownField } from './spin-operator-api';

/** What the operator's webhook refuses, in its words, and what it accepts and then cannot run. */
export function validateSpinApp(name: string, namespace: string | undefined, settings: SpinAppSettings): string[] {
  return [
    ...checkSpinAppName(name).map(describeFinding),
    ...validateApplication(settings),
    ...validateExecutor(namespace, settings),
    ...validateReplicas(settings),
    ...validateAnnotations(settings),
    ...validateInvocationLimits(settings),
    ...validateFields(settings),
  ];
}

function validateApplication({ image, components }: SpinAppSettings): string[] {
  const errors: string[] = [];
  if (image === '') {
    errors.push(violation('image', image, 'must not be empty', 'give the OCI reference of the application'));
  }
  if (components?.length === 0) {
    const rule = 'must name at least one component';
    errors.push(violation('components', components, rule, 'remove it to run all of them'));
  }
  return errors;
}

function validateExecutor(namespace: string | undefined, { executor }: SpinAppSettings): string[] {
  if (namespace === undefined || executor.namespace === undefined || namespace === executor.namespace) {
    return [];
  }
  const rule = `executor does not exist in namespace ${namespace}, only in ${executor.namespace}`;
  return [violation('executor', executor.name, rule, 'use an executor of the namespace of the app')];
}

function validateReplicas({ replicas, enableAutoscaling }: SpinAppSettings): string[] {
  if (replicas === undefined) {
    return [];
  }
  if (enableAutoscaling) {
    return [violation('replicas', replicas, 'replicas cannot be set when autoscaling is enabled', 'remove it')];
  }
  if (!Number.isInteger(replicas) || replicas < 1) {
    return [violation('replicas', replicas, 'replicas must be > 0 and a whole number', 'delete the app to stop it')];
  }
  return [];
}

function validateAnnotations(settings: SpinAppSettings): string[] {
  if (settings.executor.createDeployment !== false) {
    return [];
  }
  const { deploymentAnnotations, podAnnotations } = settings;
  return Object.entries({ deploymentAnnotations, podAnnotations })
    .filter(([, annotations]) => Object.keys(annotations).length > 0)
    .map(([property, annotations]) =>
      violation(
        property,
        annotations,
        `cannot be set under the executor '${settings.executor.name}', which makes no Deployments`,
        'remove it',
      ),
    );
}

function validateInvocationLimits({ invocationLimits, resources }: SpinAppSettings): string[] {
  const memory = invocationLimits?.memory;
  const allowed = resources?.memory?.limit ?? resources?.memory?.request;
  if (!memory || !allowed || bytes(memory) <= bytes(allowed)) {
    return [];
  }
  const which = resources?.memory?.limit ? 'limit' : 'request';
  const rule = `must not be more than the memory ${which} of the app (${sizeQuantity(allowed)})`;
  return [violation('invocationLimits.memory', sizeQuantity(memory), rule, `lower it, or raise the ${which}`)];
}

/** Fields that an older operator drops without a word. */
function validateFields(settings: SpinAppSettings): string[] {
  const { components, invocationLimits, podLabels, serviceAccount, volumeMounts } = settings;
  const images = volumesOf(settings).filter((volume) => renderVolume(volume).image !== undefined);
  const recursive = volumeMounts.find((mount) => mount.recursiveReadOnly !== undefined);
  const used: [property: string, field: string, value: unknown][] = [
    ['components', 'spec.components', components],
    ['invocationLimits', 'spec.invocationLimits', invocationLimits?.memory && sizeQuantity(invocationLimits.memory)],
    ['podLabels', 'spec.podLabels', Object.keys(podLabels).length > 0 ? podLabels : undefined],
    ['serviceAccount', 'spec.serviceAccountName', serviceAccount?.name],
    ['volumeMounts[].recursiveReadOnly', 'spec.volumeMounts[].recursiveReadOnly', recursive?.recursiveReadOnly],
    ...images.map(({ name }): [string, string, unknown] => ['volumes[].image', 'spec.volumes[].image', name]),
  ];
  const { api } = settings.executor;
  return used
    .filter(([, field, value]) => value !== undefined && !api.knows(field))
    .map(([property, , value]) => unknownField(property, value, api));
}
