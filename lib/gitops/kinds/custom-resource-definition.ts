import { field } from '../../synth/manifest';
import { DeliveryObject } from '../delivery';
import { resource } from '../kubectl/shell';
import { missingCa } from './ca-injection';
import { isOfKind, KnownKind } from './known-kind';

export const CUSTOM_RESOURCE_DEFINITION: KnownKind = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  kubectl: { waits: (object) => [{ call: ['wait_for', 'condition=Established', ''], resource: resource(object) }] },
  argoCd: {
    ignoredDifferences: ({ manifest }) => missingCa(manifest, 'spec', 'conversion', 'webhook', 'clientConfig'),
  },
  removedOnRequest: { option: 'crds', plural: 'CustomResourceDefinitions' },
};

export function isCustomResourceDefinition(object: Pick<DeliveryObject, 'apiVersion' | 'kind'>): boolean {
  return isOfKind(object, CUSTOM_RESOURCE_DEFINITION);
}

/** Group and kind of the custom resources that the CustomResourceDefinitions among some objects define. */
export function definedKinds(objects: readonly DeliveryObject[]): Set<string> {
  return new Set(
    objects
      .filter(isCustomResourceDefinition)
      .map(({ manifest }) => `${text(manifest, 'spec', 'group')}/${text(manifest, 'spec', 'names', 'kind')}`),
  );
}

function text(manifest: unknown, ...at: string[]): string {
  return String(field(manifest, ...at));
}
