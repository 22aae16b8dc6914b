import { ApiObject } from 'cdk8s';
import { renderVolume } from '../private/kplus-volume';
import { allowsPlaintextSecrets } from '../private/plaintext-secrets';
import { sizeQuantity } from '../private/quantity';
import { unknownField } from '../releases/registry';
import { Manifest } from '../synth/manifest';
import { ownFindings } from '../validation/own-findings';
import { ISpinAppExecutor } from './spin-app-executor';
import { SpinAppSettings, volumesOf } from './spin-app-settings';
import { checkByManifest } from './spin-manifest/check-app';

/**
 * What is wrong with a SpinApp: what its object would be refused for, or fail at later, what its operator does not know,
 * and what the application's manifest asks for or does not have.
 */
export function validateSpinApp(apiObject: ApiObject, settings: SpinAppSettings): string[] {
  const others = [outlineOf(settings.executor, apiObject.metadata.namespace)];
  return [
    ...ownFindings(apiObject, others),
    ...validateFields(settings),
    ...checkByManifest(settings, allowsPlaintextSecrets(apiObject)),
  ];
}

/** What the rules ask of an executor; one whose namespace is not known is in that of the app. */
function outlineOf({ api, createDeployment, name, namespace }: ISpinAppExecutor, ofApp?: string): Manifest {
  return {
    apiVersion: api.apiVersion,
    kind: 'SpinAppExecutor',
    metadata: { name, namespace: ofApp === undefined ? undefined : (namespace ?? ofApp) },
    spec: { createDeployment },
  };
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
